"""What one lab is asked to be."""

from dataclasses import dataclass
from typing import Final

from campaign_tracking.lab.assumptions import SIGNATURE_PARAMETER, WORKFLOW_PERIOD_S
from campaign_tracking.lab.redirection.r_test import Variant

# Topologies that really work, and how many tracking servers each has.
TOPOLOGIES: Final = {"stand-alone": 1, "two": 2}

INSTANCE: Final = "lab"
LOGIN: Final = "tracking-verification"
RECIPIENT: Final = "tracking-check@client.example"
LANDING_URL: Final = "https://www.client.example/tracking-check"


@dataclass(frozen=True, slots=True, kw_only=True)
class LabSettings:
    """Settings of a lab.

    Attributes:
        tracking_servers: How many there are.
        faults: Ids of the faults to switch on.
        latency_ms: By how much every HTTP answer is delayed.
        seed: Of the pace at which things happen.
        pace_scale: Stretches every pause; tests shorten them.
        workflow_period_s: Between two runs of the Tracking workflow.
        r_test: Form in which every server answers ``/r/test``.
        signature_parameter: Name of the tracked links' signature (A-08).
    """

    tracking_servers: int = 2
    faults: tuple[str, ...] = ()
    latency_ms: int = 0
    seed: int = 1
    pace_scale: float = 1.0
    workflow_period_s: float = WORKFLOW_PERIOD_S
    r_test: Variant = Variant.VERSION_AND_BUILD
    signature_parameter: str = SIGNATURE_PARAMETER

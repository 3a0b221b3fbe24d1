"""What one lab is asked to be."""

import enum
from dataclasses import dataclass, field
from typing import Final

from campaign_tracking.lab.application.lives import Life
from campaign_tracking.lab.assumptions import SIGNATURE_PARAMETER, WORKFLOW_PERIOD_S
from campaign_tracking.lab.noise import GREYLISTED_S
from campaign_tracking.lab.redirection.r_test import Variant
from campaign_tracking.lab.zones import DEFAULT, Rights

BALANCED: Final = "balanced"
MID_SOURCING: Final = "mid-sourcing"
HOSTED: Final = "hosted"
# How many tracking servers each topology has; the smallest stands first.
TOPOLOGIES: Final = {"stand-alone": 1, "two": 2, BALANCED: 4, MID_SOURCING: 2, HOSTED: 2}

INSTANCE: Final = "lab"
MID_INSTANCE: Final = "mid"
LOGIN: Final = "tracking-verification"
RECIPIENT: Final = "tracking-check@client.example"
LANDING_URL: Final = "https://www.client.example/tracking-check"


class Auth(enum.StrEnum):
    """How the environment file logs on."""

    PASSWORD = "password"  # noqa: S105  (a way, not a secret)
    IMS_BEARER = "ims-bearer"
    IMS_EXCHANGE = "ims-exchange"
    SESSION_TOKEN = "session-token"  # noqa: S105  (likewise)


class Hosting(enum.StrEnum):
    """Who hosts the servers, as the environment file says it."""

    ON_PREMISE = "on-premise"
    ADOBE = "adobe"


class Send(enum.StrEnum):
    """How the environment file has test mails sent."""

    PREPARE = "prepare"
    SUBMIT = "submit"


class Template(enum.StrEnum):
    """What the delivery template is like."""

    PLAIN = "plain"  # it leaves the target to whoever uses it
    OWN_POPULATION = "own-population"  # it has a target, to which any other is added
    HIDDEN_TARGET = "hidden-target"  # likewise, and the operator can read neither target nor log


@dataclass(frozen=True, slots=True, kw_only=True)
class LabSettings:
    """Settings of a lab.

    Attributes:
        tracking_servers: How many there are.
        mid_sourcing: Whether a mid-sourcing instance executes the deliveries.
        balanced: Whether a balancer of the lab's own stands in front of the tracking servers.
        hosting: Who hosts the servers; where Adobe does, the environment file knows none of them.
        faults: Ids of the faults to switch on.
        latency_ms: By how much every HTTP answer is delayed.
        seed: Of the pace at which things happen, and of the noise.
        noise: Whether answers are late, connections break off, and mail servers greylist.
        greylisted_s: With noise, how long an unknown sender is put off (RFC 6647).
        pace_scale: Stretches every pause; tests shorten them.
        workflow_period_s: Between two runs of a workflow.
        r_test: Form in which every server answers ``/r/test``.
        signature_parameter: Name of the tracked links' signature (A-08).
        rights: Flags of the security zone in which the lab's callers are.
        refuse_address: Whether the operator's zone does not admit them.
        life: How long sessions and bearer tokens live.
        unreadable_schemas: What the operator has no right to query.
        pages_take_headers: Whether JSP pages take a session that stands in headers, as calls do.
        template: What the delivery template is like.
        auth: How the environment file logs on; the platform takes every way at any time.
        send: How the environment file has test mails sent.
        plain_http: Whether the environment file names the application server without TLS.
        analysis_limit_s: How long whoever verifies waits for the analysis of a delivery.
        declares_hosts: Whether the environment file has the servers' files read: ``[[host]]``.
        tomcat_urls: Whether internal URLs lead straight to Tomcat, past the web server.
        external_url: Of what else stands in front of the tracking servers; empty: the balancer, or
            the first of them, is the external one.
        external_secure_url: The same with TLS.
        routing_tracking_url: Tracking URL of the template's routing account, which links begin with
            (multi-branding, without a mid); empty: the accounts have none.
        smtp: Host and port of another mail server to relay to; None is the lab's own.
    """

    tracking_servers: int = 2
    mid_sourcing: bool = False
    balanced: bool = False
    hosting: Hosting = Hosting.ON_PREMISE
    faults: tuple[str, ...] = ()
    latency_ms: int = 0
    seed: int = 1
    noise: bool = False
    greylisted_s: float = GREYLISTED_S
    pace_scale: float = 1.0
    workflow_period_s: float = WORKFLOW_PERIOD_S
    r_test: Variant = Variant.VERSION_AND_BUILD
    signature_parameter: str = SIGNATURE_PARAMETER
    rights: Rights = DEFAULT
    refuse_address: bool = False
    life: Life = field(default_factory=Life)
    unreadable_schemas: frozenset[str] = frozenset()
    pages_take_headers: bool = True
    template: Template = Template.PLAIN
    auth: Auth = Auth.PASSWORD
    send: Send = Send.PREPARE
    plain_http: bool = False
    declares_hosts: bool = True
    tomcat_urls: bool = False
    analysis_limit_s: int = 30
    external_url: str = ""
    external_secure_url: str = ""
    routing_tracking_url: str = ""
    smtp: tuple[str, int] | None = None

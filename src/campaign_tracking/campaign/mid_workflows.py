"""The workflows that bring back what a mid-sourcing server knows of its deliveries.

Two, by their names in about-technical-workflows.md; a platform may have others in their place.
"""

from dataclasses import dataclass

from campaign_tracking.campaign.errors import CampaignError
from campaign_tracking.campaign.numbers import whole
from campaign_tracking.campaign.query import literal, select
from campaign_tracking.campaign.session import Session
from campaign_tracking.campaign.workflow import TrackingWorkflow

NAMES = ("defaultMidSourcingDlv", "defaultMidSourcingLog")
_FIELDS = ("@internalName", "@state", "@failed")


@dataclass(frozen=True, slots=True, kw_only=True)
class MidWorkflow:
    """One of them.

    Attributes:
        name: Its internal name.
        seen: How it stands, in the terms of any workflow.
    """

    name: str
    seen: TrackingWorkflow


@dataclass(frozen=True, slots=True, kw_only=True)
class MidWorkflows:
    """Those of the names that there are.

    Attributes:
        found: One by one.
        trouble: Why they could not be read; else empty.
    """

    found: tuple[MidWorkflow, ...] = ()
    trouble: str = ""

    @property
    def halted(self) -> tuple[MidWorkflow, ...]:
        """Those that are paused, stopped or in error."""
        return tuple(each for each in self.found if not each.seen.runs)


def read_mid_workflows(session: Session) -> MidWorkflows:
    """Look at the workflows, and change nothing."""
    names = ", ".join(map(literal, NAMES))
    try:
        rows = select(session, "xtk:workflow", _FIELDS, (f"@internalName IN ({names})",))
        found = tuple(
            MidWorkflow(
                name=row["@internalName"],
                seen=TrackingWorkflow(
                    found=True,
                    state=whole(row["@state"]),
                    failed=row["@failed"] in {"1", "true"},
                ),
            )
            for row in rows
        )
    except CampaignError as error:
        return MidWorkflows(trouble=str(error))
    return MidWorkflows(found=tuple(sorted(found, key=lambda each: each.name)))

"""The two boxes of tracking in the template of the test mail.

This verification switches tracking on and off in deliveries of its own, so its mails tell nothing
of those that others make from the template. That a query may read the boxes is an assumption: they
stand in a delivery's document as ``tracking`` (the SDK's tests), not in a list of fields.
"""

from dataclasses import dataclass

from campaign_tracking.campaign.errors import CampaignError
from campaign_tracking.campaign.query import literal, select
from campaign_tracking.campaign.session import Session

LINKS, OPENS = "tracking/@enabled", "tracking/@openEnabled"
_VALUES = {"1": True, "true": True, "0": False, "false": False}


@dataclass(frozen=True, slots=True, kw_only=True)
class TemplateTracking:
    """What of tracking is activated in the template.

    Attributes:
        links: Whether "Activate tracking" is ticked; None if the platform does not tell.
        opens: Whether "Opens tracking" is; likewise.
        trouble: Why that could not be read; else empty.
    """

    links: bool | None = None
    opens: bool | None = None
    trouble: str = ""


def read_template_tracking(session: Session, template: str) -> TemplateTracking:
    """Look at the boxes of the template with that internal name."""
    fields = [f"[{path}]" for path in (LINKS, OPENS)]
    conditions = (f"@internalName = {literal(template)}", "@isModel = 1")
    try:
        rows = select(session, "nms:delivery", fields, conditions, line_count=1)
    except CampaignError as error:
        return TemplateTracking(trouble=str(error))
    links, opens = (_VALUES.get(rows[0][field]) if rows else None for field in fields)
    return TemplateTracking(links=links, opens=opens)

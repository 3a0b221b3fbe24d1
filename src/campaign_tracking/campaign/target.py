"""Template and recipient of the test mail, looked at before anything is written."""

from dataclasses import dataclass, replace

from campaign_tracking.campaign.delivery import Way
from campaign_tracking.campaign.errors import CampaignError
from campaign_tracking.campaign.numbers import whole
from campaign_tracking.campaign.query import literal, select
from campaign_tracking.campaign.session import Session
from campaign_tracking.campaign.submitting import read_own_target


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """What the platform holds of the template and the recipient.

    Attributes:
        templates: How many templates have the declared internal name.
        recipient_ids: The recipients that have the declared address.
        seed_addresses: How many seed addresses are the declared address: their clicks do not
            count (about-seed-addresses.md).
        trouble: Why template or recipient could not be read; else empty.
        own_target: What target the template has of its own, in words; empty if it has none.
            None if nobody looked: what is prepared as a job is read back before it is started.
        own_target_trouble: Why the template's own target could not be read; else empty.
        seeds_trouble: Why seed addresses could not be read; else empty. Their schema and its field
            are an assumption: no public page names them.
    """

    templates: int = 0
    recipient_ids: tuple[str, ...] = ()
    seed_addresses: int = 0
    own_target: str | None = None
    own_target_trouble: str = ""
    trouble: str = ""
    seeds_trouble: str = ""

    @property
    def usable(self) -> bool:
        """Whether a test mail can be made of it, and would reach nobody else as far as is known."""
        found = self.templates == 1 and len(self.recipient_ids) == 1 and not self.trouble
        return found and not self.own_target and not self.own_target_trouble


def read_target(session: Session, template: str, recipient: str, way: Way) -> Target:
    """Look up the template by its internal name, the recipient by its address."""
    by_name = (f"@internalName = {literal(template)}", "@isModel = 1")
    by_address = (f"@email = {literal(recipient)}",)
    try:
        templates = select(session, "nms:delivery", ("@id",), by_name)
        recipients = select(session, "nms:recipient", ("@id",), by_address)
        ids = tuple(str(whole(row["@id"])) for row in recipients)
    except CampaignError as error:
        return Target(trouble=str(error))
    found = Target(templates=len(templates), recipient_ids=ids)
    if way is Way.SUBMIT and found.usable:
        try:
            found = replace(found, own_target=read_own_target(session, template))
        except CampaignError as error:
            found = replace(found, own_target_trouble=str(error))
    try:
        seeds = select(session, "nms:seedMember", ("@id",), by_address)
    except CampaignError as error:
        return replace(found, seeds_trouble=str(error))
    return replace(found, seed_addresses=len(seeds))

"""Fault: a mail gateway changes links, and their signature does not survive it."""

from campaign_tracking.lab.faults.click.refused_links import refused_where_hosted
from campaign_tracking.lab.faults.fault import EVERYWHERE_WITH_FILES, Fault, Shown
from campaign_tracking.lab.mail_gateway import without_parameters
from campaign_tracking.lab.platform import Platform


def apply(platform: Platform) -> None:
    """Have it take all parameters but the first out of links, the signature among them."""
    platform.gateway = without_parameters


SIGNATURE_BROKEN_BY_THIRD_PARTY = Fault(
    id="signature-broken-by-third-party",
    summary="a mail gateway takes the signature out of links",
    shown=(
        Shown(
            in_=EVERYWHERE_WITH_FILES,
            check="test_tracking_server_resolves_the_link[{first}]",
            says=r"got HTTP 404: .*was not found",
        ),
        refused_where_hosted(),
    ),
    apply=apply,
)

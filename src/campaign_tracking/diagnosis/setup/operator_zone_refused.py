"""``operator-zone-refused``: the operator's security zone does not admit this machine (R-52)."""

from collections.abc import Iterator
from typing import Final

from campaign_tracking.diagnosis.cause import KnownCause, Sign
from campaign_tracking.diagnosis.owner import Owner
from campaign_tracking.diagnosis.setup.logons import refusals
from campaign_tracking.diagnosis.text import Text
from campaign_tracking.facts import Facts

CODE: Final = "XSV-350013"


def find(facts: Facts) -> Iterator[Sign]:
    """Find logons that are refused for the address."""
    for refusal in refusals(facts):
        if CODE in refusal.codes:
            yield refusal.sign()


OPERATOR_ZONE_REFUSED = KnownCause(
    id=("operator-zone-refused",),
    statement=Text(
        "{url} does not let the operator of this verification in from this machine: its address is "
        "not in the operator's security zone."
    ),
    owner=Owner.SETUP,
    steps=(
        Text("Run the verification from an address that the operator's zone admits."),
        Text(
            "Or have the Campaign administrator add this machine's address to the zone; where "
            "Adobe hosts the platform, it is added to the allowlist in the Control Panel."
        ),
    ),
    source="security-zones.md",
    find=find,
)

"""``mid-account-wrong-url``: deliveries do not reach the mid-sourcing server."""

from collections.abc import Iterator
from typing import Final

from campaign_tracking.diagnosis.cause import KnownCause, Sign
from campaign_tracking.diagnosis.delivery.mid_appending import METHOD, failures, is_too_slow
from campaign_tracking.diagnosis.owner import Owner
from campaign_tracking.diagnosis.text import Text
from campaign_tracking.facts import Facts

THE_ACCOUNT: Final = Text(
    "Test the external account in the console: its URL, its login, and whether the application "
    "server reaches the mid-sourcing server at all."
)


def find(facts: Facts) -> Iterator[Sign]:
    """Find a delivery that could not be handed over, for another reason than slowness."""
    line = next((text for text in failures(facts) if not is_too_slow(text)), "")
    if line:
        evidence = (Text("The delivery log says: {line}"),)
        yield Sign(
            subject=METHOD, evidence=evidence, values={"line": line[:300]}, doubt=THE_ACCOUNT
        )


MID_ACCOUNT_WRONG_URL = KnownCause(
    id=("mid-account-wrong-url",),
    statement=Text(
        "Deliveries do not get to the mid-sourcing server: the URL of the external account that "
        "they are routed through is likely wrong."
    ),
    owner=Owner.CAMPAIGN,
    steps=(
        Text("Correct the URL of the external account that the template's routing names."),
        Text(
            "Restart the Tracking workflow and the two mid-sourcing workflows, "
            "defaultMidSourcingDlv and defaultMidSourcingLog."
        ),
    ),
    source="KA-25755",
    find=find,
)

"""``signature-setting-differs``: not all servers sign links, and not all do without."""

from collections.abc import Iterator

from campaign_tracking.diagnosis.cause import KnownCause, Sign
from campaign_tracking.diagnosis.click.unlike_settings import odd_one_out
from campaign_tracking.diagnosis.owner import Owner
from campaign_tracking.diagnosis.text import Text
from campaign_tracking.facts import Facts


def find(facts: Facts) -> Iterator[Sign]:
    """Find a server whose setting is another one than that of the others (R-55)."""
    found = odd_one_out(facts, "mta/@signEmailLinks")
    if found:
        yield found


SIGNATURE_SETTING_DIFFERS = KnownCause(
    id=("signature-setting-differs",),
    statement=Text(
        "The server {server} treats the signature of tracked links otherwise than the other "
        "servers, so that links of one are rejected by another."
    ),
    owner=Owner.SERVER,
    steps=(
        Text(
            "Give mta/@signEmailLinks the same value on all servers, in serverConf.xml and where "
            "an instance's file overrides it."
        ),
        Text("Restart nlserver and the web server on each."),
    ),
    source="privacy.md",
    find=find,
)

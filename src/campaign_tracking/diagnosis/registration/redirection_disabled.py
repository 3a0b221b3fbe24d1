"""``redirection-disabled``: the redirection service is switched off."""

from collections.abc import Iterator

from campaign_tracking.diagnosis.cause import KnownCause, Sign
from campaign_tracking.diagnosis.owner import Owner
from campaign_tracking.diagnosis.registration.redirection_switches import switched_off
from campaign_tracking.diagnosis.text import Text
from campaign_tracking.facts import Facts


def find(facts: Facts) -> Iterator[Sign]:
    """Find tracking servers whose files switch it off, and nowhere on."""
    return (off.sign() for off in switched_off(facts) if not off.right_line)


REDIRECTION_DISABLED = KnownCause(
    id=("redirection-disabled",),
    statement=Text("The redirection service of the tracking server {server} is switched off."),
    owner=Owner.SERVER,
    steps=(
        Text(
            "On {host} set startRedirection and startRedirectionInModule of web/redirection to "
            "true, and restart the web server."
        ),
    ),
    source="the-server-configuration-file.md",
    find=find,
)

"""``mid-tracking-proxy-disabled``: the mid gives no access to the tracking servers behind it.

What the box "Use this platform as a proxy" is called in the account is not public, so only the
instance's name is looked at: it must be on the tracking servers.
"""

from collections.abc import Iterator
from typing import Final

from campaign_tracking.diagnosis.cause import KnownCause, Sign
from campaign_tracking.diagnosis.owner import Owner
from campaign_tracking.diagnosis.text import Text
from campaign_tracking.facts import Facts
from campaign_tracking.server_files.settings import tracking_instances

OPTION: Final = "NmsTracking_Instance"
SEEN: Final = Text("{option} is {own} on the marketing instance, and {of_mid} on the mid.")
NOT_THERE: Final = Text("On the tracking servers there is no config-{own}.xml.")


def find(facts: Facts) -> Iterator[Sign]:
    """Find a marketing instance that names a tracking instance which is not there."""
    own, of_mid = _names(facts)
    there = tracking_instances((facts.machines or {}).values())
    if own and there and own not in {of_mid, *there}:
        yield Sign(
            subject=OPTION,
            evidence=(SEEN, NOT_THERE),
            values={"option": OPTION, "own": own, "of_mid": of_mid},
        )


def _names(facts: Facts) -> tuple[str, str]:
    there = facts.environment.mid_sourcing if facts.environment else None
    if there is None or facts.options is None or facts.tracking_options is None:
        return "", ""
    return facts.options.value(OPTION), facts.tracking_options.value(OPTION)


MID_TRACKING_PROXY_DISABLED = KnownCause(
    id=("mid-tracking-proxy-disabled",),
    statement=Text(
        "The mid-sourcing server gives no access to the tracking servers: it does not know the "
        "tracking instance {own}."
    ),
    owner=Owner.CAMPAIGN,
    steps=(
        Text(
            "In the deployment wizard of the marketing instance confirm the instance's name, "
            "{of_mid}, and enable the tracking instance."
        ),
        Text(
            "In the external account of the mid-sourcing server tick Use this platform as a proxy "
            "to access the tracking servers."
        ),
        Text("Restart the Tracking workflow."),
    ),
    source="mid-sourcing-server.md",
    find=find,
    registers=True,
)

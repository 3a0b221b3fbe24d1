"""``spare-server-missing``: a tracking server does not turn to another one for what it lacks."""

from collections.abc import Iterator

from campaign_tracking.diagnosis.cause import KnownCause, Sign
from campaign_tracking.diagnosis.click.spare_servers import (
    RELOAD,
    SAME_LIST,
    lists,
    once_for_each_list,
)
from campaign_tracking.diagnosis.owner import Owner
from campaign_tracking.diagnosis.read_machines import sign, trackers
from campaign_tracking.diagnosis.text import Text
from campaign_tracking.facts import Facts
from campaign_tracking.server_files import spare_lists
from campaign_tracking.server_files.machine import Machine
from campaign_tracking.server_files.spares import read_spares


def find(facts: Facts) -> Iterator[Sign]:
    """Find tracking servers whose list leaves another one out (R-35)."""
    yield from once_for_each_list(_signs(facts))


def _signs(facts: Facts) -> Iterator[tuple[Machine, Sign]]:
    environment = facts.environment
    if environment is None:
        return
    known = list((facts.machines or {}).values())
    for machine in lists(facts):
        spares = read_spares(machine)
        others = [other for other in trackers(facts) if other.name != machine.name]
        missing = spare_lists.not_listed(others, spares, environment)
        if missing and not spare_lists.unknown_hosts(spares, known, environment):
            seen = Text(
                "Of {count} spareServer entries there, none leads to {missing}.",
                count=str(len(spares)),
                missing=", ".join(missing),
            )
            yield machine, sign(machine, seen)


SPARE_SERVER_MISSING = KnownCause(
    id=("spare-server-missing",),
    statement=Text(
        "The tracking server {server} does not ask every other one for a delivery that it lacks, "
        "so that links fail now and then."
    ),
    owner=Owner.SERVER,
    steps=(SAME_LIST, RELOAD),
    source="configuring-campaign-server.md",
    find=find,
)

"""``spare-server-wrong-host``: a condition takes another server away than its own entry's."""

from collections.abc import Iterator

from campaign_tracking.diagnosis.cause import KnownCause, Sign
from campaign_tracking.diagnosis.click.spare_servers import RELOAD, signs_of_entries
from campaign_tracking.diagnosis.owner import Owner
from campaign_tracking.diagnosis.text import Text
from campaign_tracking.environment import Environment
from campaign_tracking.facts import Facts
from campaign_tracking.server_files.machine import Machine
from campaign_tracking.server_files.spare_lists import counting_itself, excludes_another
from campaign_tracking.server_files.spares import SpareServer, read_spares


def find(facts: Facts) -> Iterator[Sign]:
    """Find entries that do not exclude the server that they lead to (R-38, R-39)."""
    environment = facts.environment
    if environment is not None:
        known = list((facts.machines or {}).values())
        yield from signs_of_entries(facts, lambda machine: _wrong(machine, known, environment))


def _wrong(machine: Machine, known: list[Machine], environment: Environment) -> list[SpareServer]:
    itself = counting_itself(machine, environment)
    return [
        spare
        for spare in read_spares(machine)
        if excludes_another(spare, known, environment) or spare in itself
    ]


SPARE_SERVER_WRONG_HOST = KnownCause(
    id=("spare-server-wrong-host",),
    statement=Text(
        "On the tracking server {server} a spareServer's condition does not exclude the server "
        "that its URL names: a server asks itself, or leaves another one out."
    ),
    owner=Owner.SERVER,
    steps=(
        Text(
            "In each spareServer line name the same server in enabledIf and in url; in enabledIf "
            "as hostname -s prints it there, without the domain."
        ),
        RELOAD,
    ),
    source="configuring-campaign-server.md",
    find=find,
)

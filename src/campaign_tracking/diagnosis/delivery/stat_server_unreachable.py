"""``stat-server-unreachable``: the mta is not told where its statistics server is."""

from collections.abc import Iterator

from campaign_tracking.diagnosis.cause import KnownCause, Sign
from campaign_tracking.diagnosis.delivery.senders import STAT_SERVER, senders
from campaign_tracking.diagnosis.owner import Owner
from campaign_tracking.diagnosis.read_machines import held, sign
from campaign_tracking.diagnosis.text import Text
from campaign_tracking.facts import Facts
from campaign_tracking.server_files.identity import is_address
from campaign_tracking.server_files.settings import Setting, effective
from campaign_tracking.urls import parts


def names_a_server(setting: Setting) -> bool:
    """Whether *setting* holds a host, with a port or without (R-56)."""
    value = setting.value.strip()
    return is_address(value) or bool(parts(f"//{value}").hostname)


def find(facts: Facts) -> Iterator[Sign]:
    """Find servers whose mta is told no host."""
    for machine in senders(facts):
        setting = effective(machine, STAT_SERVER)
        if not names_a_server(setting):
            yield sign(machine, held(setting))


STAT_SERVER_UNREACHABLE = KnownCause(
    id=("stat-server-unreachable",),
    statement=Text("The mta of {server} does not know its statistics server: sending stalls."),
    owner=Owner.SERVER,
    steps=(
        Text("Enter mta/@statServerAddress on {server}: host, or host:port (7777 by default)."),
        Text("See there that stat runs: nlserver start stat@{instance}; restart the mta."),
    ),
    source="the-server-configuration-file.md",
    find=find,
)

"""``spare-server-duplicate-id``: two entries have one name."""

from functools import partial

from campaign_tracking.diagnosis.cause import KnownCause
from campaign_tracking.diagnosis.click.spare_servers import RELOAD, signs_of_entries
from campaign_tracking.diagnosis.owner import Owner
from campaign_tracking.diagnosis.text import Text
from campaign_tracking.server_files.machine import Machine
from campaign_tracking.server_files.spares import SpareServer, read_spares


def doubles(machine: Machine) -> list[SpareServer]:
    """Return the entries that share their id with another (R-36)."""
    spares = read_spares(machine)
    ids = [spare.id for spare in spares]
    return [spare for spare in spares if ids.count(spare.id) > 1]


SPARE_SERVER_DUPLICATE_ID = KnownCause(
    id=("spare-server-duplicate-id",),
    statement=Text(
        "On the tracking server {server} two spareServer entries have one id; which of them counts "
        "is not documented."
    ),
    owner=Owner.SERVER,
    steps=(Text("Number the spareServer lines on {server}: each has an id of its own."), RELOAD),
    source="configuring-campaign-server.md",
    find=partial(signs_of_entries, wrong=doubles),
)

"""``spare-server-quote-error``: a condition lacks a quote, as the documentation prints it."""

from functools import partial

from campaign_tracking.diagnosis.cause import KnownCause
from campaign_tracking.diagnosis.click.spare_servers import RELOAD, signs_of_entries
from campaign_tracking.diagnosis.owner import Owner
from campaign_tracking.diagnosis.text import Text
from campaign_tracking.server_files.machine import Machine
from campaign_tracking.server_files.spares import SpareServer, read_spares


def unbalanced(machine: Machine) -> list[SpareServer]:
    """Return the entries whose condition lacks a quote (R-37)."""
    return [spare for spare in read_spares(machine) if spare.enabled_if.count("'") % 2]


SPARE_SERVER_QUOTE_ERROR = KnownCause(
    id=("spare-server-quote-error",),
    statement=Text(
        "On the tracking server {server} a quote is missing in a spareServer's condition; whether "
        "the entry counts is not documented, so that links may fail now and then."
    ),
    owner=Owner.SERVER,
    steps=(
        Text("On {server} write both quotes around the name: $(hostname)!='name'."),
        RELOAD,
    ),
    source="about-message-tracking.md",
    find=partial(signs_of_entries, wrong=unbalanced),
)

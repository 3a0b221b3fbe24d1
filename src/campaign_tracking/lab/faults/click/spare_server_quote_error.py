"""Fault: a quote is missing in a spareServer line of the last tracking server."""

from campaign_tracking.lab.faults.fault import TWO_SERVERS_OR_MORE, Fault, Shown
from campaign_tracking.lab.machine import SERVER_FILE
from campaign_tracking.lab.platform import Platform


def apply(platform: Platform) -> None:
    """Copy the slip that about-message-tracking.md prints: the entry is ignored (A-13)."""
    first = platform.servers[0].machine.hostname
    platform.last.edit(SERVER_FILE, f"$(hostname)!='{first}'", f"$(hostname)!={first}'")


SPARE_SERVER_QUOTE_ERROR = Fault(
    id="spare-server-quote-error",
    summary="a quote is missing in the last tracking server's spareServer entry for the first",
    shown=(
        Shown(
            in_=TWO_SERVERS_OR_MORE,
            check="test_spare_server_conditions_are_well_formed[{last}]",
            says=r"a quote is missing: serverConf.xml, line \d+: spareServer/@enabledIf",
        ),
    ),
    apply=apply,
)

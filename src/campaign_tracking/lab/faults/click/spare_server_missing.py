"""Fault: the last tracking server has no spare server."""

from campaign_tracking.lab.conf.server_conf import spare_line
from campaign_tracking.lab.faults.fault import TWO_SERVERS_OR_MORE, Fault, Shown
from campaign_tracking.lab.machine import SERVER_FILE
from campaign_tracking.lab.platform import Platform


def apply(platform: Platform) -> None:
    """Take the line of the first server out of the last one's list."""
    first, machine = platform.servers[0].machine, platform.last
    machine.edit(SERVER_FILE, spare_line(machine, first.hostname), "")


SPARE_SERVER_MISSING = Fault(
    id="spare-server-missing",
    summary="the last tracking server has no spareServer entry for the first",
    shown=(
        Shown(
            in_=TWO_SERVERS_OR_MORE,
            check="test_every_other_tracking_server_is_a_spare[{last}]",
            says=r"no web/redirection/spareServer for {first} \(serverConf.xml, line \d+",
        ),
    ),
    apply=apply,
)

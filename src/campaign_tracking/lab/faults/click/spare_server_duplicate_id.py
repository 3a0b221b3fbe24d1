"""Fault: two spareServer lines of the last tracking server have one id."""

from campaign_tracking.lab.conf.server_conf import spare_line
from campaign_tracking.lab.faults.fault import TWO_SERVERS_OR_MORE, Fault, Shown
from campaign_tracking.lab.machine import SERVER_FILE
from campaign_tracking.lab.platform import Platform


def apply(platform: Platform) -> None:
    """Give the last server's own line the id of the first one's (L-62)."""
    machine = platform.last
    line = spare_line(machine, machine.hostname)
    number = len(platform.servers)
    machine.edit(SERVER_FILE, line, line.replace(f'id="{number}"', 'id="1"'))


SPARE_SERVER_DUPLICATE_ID = Fault(
    id="spare-server-duplicate-id",
    summary="two spareServer entries of the last tracking server have the same id",
    shown=(
        Shown(
            in_=TWO_SERVERS_OR_MORE,
            check="test_spare_server_ids_are_unique[{last}]",
            says=r"serverConf.xml, line \d+: spareServer/@id = '1'",
        ),
    ),
    apply=apply,
)

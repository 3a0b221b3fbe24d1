"""Fault: the last tracking server does not take itself out of its spare servers."""

from campaign_tracking.lab.faults.fault import TWO_SERVERS_OR_MORE, Fault, Shown
from campaign_tracking.lab.machine import SERVER_FILE
from campaign_tracking.lab.platform import Platform


def apply(platform: Platform) -> None:
    """Name another host than the URL's in the expression of the last server's own line."""
    machine = platform.last
    own = f"$(hostname)!='{machine.hostname}'"
    machine.edit(SERVER_FILE, own, f"$(hostname)!='{machine.hostname}.client.example'")


SPARE_SERVER_WRONG_HOST = Fault(
    id="spare-server-wrong-host",
    summary="the last tracking server's own spareServer entry names another host: it asks itself",
    shown=(
        Shown(
            in_=TWO_SERVERS_OR_MORE,
            check="test_spare_servers_exclude_the_server_that_they_name[{last}]",
            says=r"serverConf.xml, line \d+: spareServer/@enabledIf excludes",
        ),
    ),
    apply=apply,
)

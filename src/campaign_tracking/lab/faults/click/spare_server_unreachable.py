"""Fault: no other tracking server reaches the last one on its spare server's port."""

from urllib.parse import urlsplit

from campaign_tracking.lab.conf.server_conf import spare_line
from campaign_tracking.lab.faults.fault import TWO_SERVERS_OR_MORE, Fault, Shown
from campaign_tracking.lab.machine import SERVER_FILE
from campaign_tracking.lab.platform import Platform

_CLOSED_PORT = 9  # discard (RFC 863): nobody listens there


def apply(platform: Platform) -> None:
    """Have the same list everywhere lead to a port of the last server that is closed."""
    hostname, url = platform.last.hostname, platform.servers[-1].url
    closed = f"http://{urlsplit(url).hostname}:{_CLOSED_PORT}"
    for server in platform.servers:
        line = spare_line(server.machine, hostname)
        server.machine.edit(SERVER_FILE, line, line.replace(f'"{url}"', f'"{closed}"'))


SPARE_SERVER_UNREACHABLE = Fault(
    id="spare-server-unreachable",
    summary="the port of the last tracking server by which the others ask it is closed to them",
    shown=(
        Shown(
            in_=TWO_SERVERS_OR_MORE,
            check="test_spare_servers_can_be_reached[{first}]",
            says=rf"from {{first}}: http://127\.0\.0\.\d+:{_CLOSED_PORT}: refused",
        ),
    ),
    apply=apply,
)

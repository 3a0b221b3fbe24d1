"""The build that a web server runs beside the one that is installed there (upgrading.md)."""

from collections.abc import Mapping
from dataclasses import dataclass

from campaign_tracking.redirection.endpoint import Endpoint
from campaign_tracking.server_files.machine import Machine


@dataclass(frozen=True, slots=True, kw_only=True)
class Builds:
    """Both builds of one tracking server.

    Attributes:
        server: Its id.
        runs: What ``/r/test`` tells: that of the library in the web server.
        installed: What the banner of nlserver tells.
    """

    server: str
    runs: str
    installed: str


def told_twice(servers: Mapping[str, Endpoint], machines: Mapping[str, Machine]) -> list[Builds]:
    """Return the builds of the servers that tell both."""
    return [
        Builds(server=id_, runs=address.rtest.build, installed=machines[id_].processes.build)
        for id_, server in servers.items()
        for address in server.addresses[:1]
        if id_ in machines and machines[id_].processes.build
        if address.rtest and address.rtest.build
    ]

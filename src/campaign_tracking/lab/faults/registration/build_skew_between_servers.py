"""Fault: an upgrade left out the last tracking server."""

from typing import Final

from campaign_tracking.lab.faults.fault import HOSTED, TWO_SERVERS_OR_MORE, Fault, Shown
from campaign_tracking.lab.platform import Platform

_OLDER_BUILD: Final = "9187"


def apply(platform: Platform) -> None:
    """Leave the last server with the build before the upgrade."""
    platform.last.build = _OLDER_BUILD


BUILD_SKEW_BETWEEN_SERVERS = Fault(
    id="build-skew-between-servers",
    summary="the last tracking server was left out of an upgrade",
    shown=(
        Shown(
            in_=TWO_SERVERS_OR_MORE,
            check="test_servers_tell_the_same_build",
            says=r"{last}: build 9187",
        ),
        Shown(  # the balancer shows both servers, one by each public name
            in_=(HOSTED,),
            check="test_all_servers_run_the_same_build",
            says=r"builds differ: ",
            cause=("build-skew-between-servers", "web-server-old-library"),
        ),
    ),
    apply=apply,
)

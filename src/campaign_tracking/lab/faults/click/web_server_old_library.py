"""Fault: the web server of the last tracking server was not restarted after an upgrade."""

from campaign_tracking.lab.faults.fault import EVERYWHERE_WITH_FILES, HOSTED, Fault, Shown
from campaign_tracking.lab.platform import Platform

_OLDER_BUILD = "9187"


def apply(platform: Platform) -> None:
    """Leave the module in it that it loaded before the upgrade."""
    platform.servers[-1].loaded_build = _OLDER_BUILD


WEB_SERVER_OLD_LIBRARY = Fault(
    id="web-server-old-library",
    summary="the web server of the last tracking server still runs the module of an older build",
    shown=(
        Shown(
            in_=EVERYWHERE_WITH_FILES,
            check="test_web_servers_run_the_installed_build",
            says=r"{last}: /r/test tells build 9187, nlserver build \d{4}$",
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

"""Fault: the application server sends what is for tracking servers to its outgoing proxy."""

from campaign_tracking.lab.faults.fault import EVERYWHERE_WITH_FILES, Fault, Shown
from campaign_tracking.lab.faults.upload.hosted import hosted
from campaign_tracking.lab.machine import SERVER_FILE
from campaign_tracking.lab.platform import Platform


def apply(platform: Platform) -> None:
    """Switch the proxy on; its ``override`` names no tracking server."""
    platform.executing.machine.edit(
        SERVER_FILE, 'proxyConfig enabled="false"', 'proxyConfig enabled="true"'
    )


PROXY_CAPTURES_INTERNAL_TRAFFIC = Fault(
    id="proxy-captures-internal-traffic",
    summary="the application server calls tracking servers through its outgoing proxy: RED-520025",
    shown=(
        Shown(
            in_=EVERYWHERE_WITH_FILES,
            check="test_proxy_leaves_tracking_hosts_alone[{sending}]",
            says=r"serverConf.xml, line \d+: proxyConfig/@override = 'localhost\*'",
        ),
        hosted(
            ("tracking-host-unreachable", "proxy-captures-internal-traffic"),
            says=r"got RED-520025, naming 127\.0\.0\.11, 127\.0\.0\.12$",
        ),
    ),
    apply=apply,
)

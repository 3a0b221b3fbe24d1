"""Fault: the balancer asks the servers by a name of its own."""

from dataclasses import replace

from campaign_tracking.lab.faults.fault import BALANCED, HOSTED, Fault, Shown
from campaign_tracking.lab.platform import Platform


def apply(platform: Platform) -> None:
    """Have it write the name of its pool into the Host header, which no DNS mask matches."""
    platform.front = replace(platform.front, pool="tracking-pool")


BALANCER_CHANGES_HOST = Fault(
    id="balancer-changes-host",
    summary="the balancer writes a name of its own into the Host header",
    shown=(
        Shown(
            in_=(BALANCED, HOSTED),
            check="test_public_name_gets_through[external]",
            says=r"/r/test: asked as 127\.1\.0\.1:\d+, it was told tracking-pool, .* no instance",
        ),
    ),
    apply=apply,
)

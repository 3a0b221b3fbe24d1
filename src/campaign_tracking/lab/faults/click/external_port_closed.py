"""Fault: a firewall lets nothing through to the port of the secure external URL."""

from dataclasses import replace

from campaign_tracking.lab.faults.fault import EVERYWHERE, Fault, Shown
from campaign_tracking.lab.platform import Platform


def apply(platform: Platform) -> None:
    """Have nothing come back from that port, while the other one answers."""
    platform.front = replace(platform.front, secure_port_is_silent=True)


EXTERNAL_PORT_CLOSED = Fault(
    id="external-port-closed",
    summary="the port of the secure external URL is closed by a firewall",
    shown=(
        Shown(
            in_=EVERYWHERE,
            check="test_port_opens[external-secure]",
            says=r"timed out",
        ),
    ),
    apply=apply,
)

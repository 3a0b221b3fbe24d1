"""Fault: the name with which links begin is not in the DNS."""

from dataclasses import replace
from urllib.parse import urlsplit

from campaign_tracking.lab.faults.fault import EVERYWHERE, Fault, Shown
from campaign_tracking.lab.platform import Platform

_NAME = "t.client.invalid"  # no resolver knows a name below .invalid (RFC 6761)


def apply(platform: Platform) -> None:
    """Have wizard and verification agree on a name that does not resolve."""
    front = platform.front
    platform.front = replace(front, url=_named(front.url), secure_url=_named(front.secure_url))
    database = platform.executing.database
    database.set_option("NmsTracking_ServerUrl", platform.front.url)
    database.set_option("NmsTracking_SecureServerUrl", platform.front.secure_url)
    for server in platform.servers:
        machine = server.machine
        held = machine.files[machine.instance_file]
        machine.edit(
            machine.instance_file, 'hosts="', f'hosts="{_NAME}*,', occurrences=held.count('hosts="')
        )


def _named(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{_NAME}:{parts.port}"


EXTERNAL_DNS_WRONG = Fault(
    id="external-dns-wrong",
    summary="the name of the external URLs is not in the DNS",
    shown=(
        Shown(
            in_=EVERYWHERE,
            check="test_name_resolves[external]",
            says=r"t\.client\.invalid: ",
        ),
    ),
    apply=apply,
)

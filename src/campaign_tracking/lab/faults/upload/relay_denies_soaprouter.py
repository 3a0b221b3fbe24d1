"""Fault: the relay of the last tracking server keeps the application server out."""

import re
from typing import Final

from campaign_tracking.lab.faults.fault import EVERYWHERE_WITH_FILES, Fault, Shown
from campaign_tracking.lab.faults.upload.hosted import hosted
from campaign_tracking.lab.machine import SERVER_FILE
from campaign_tracking.lab.platform import Platform

_RULE: Final = re.compile(r'<url urlPath="/nl/jsp/\*\.jsp"[^>]*/>')
_DENIED: Final = '<url urlPath="*.jsp" deny="true"/>'
_NOBODY: Final = "192.0.2.1"


def apply(platform: Platform) -> None:
    """Let only tracking servers in where ``/nl/jsp/*.jsp`` is relayed, and deny the rest.

    The form is that of the hardening example in configuring-campaign-server.md.
    """
    servers = {server.machine.address for server in platform.servers}
    uploading = {instance.machine.address for instance in platform.instances}
    admitted = ",".join(sorted(servers - uploading)) or _NOBODY
    machine = platform.last
    (rule,) = _RULE.findall(machine.files[SERVER_FILE])
    limited = rule.replace('IPMask=""', f'IPMask="{admitted}"')
    machine.edit(SERVER_FILE, rule, f"{limited}\n      {_DENIED}")


RELAY_DENIES_SOAPROUTER = Fault(
    id="relay-denies-soaprouter",
    summary="the last tracking server denies soaprouter.jsp to the application server: RED-520025",
    shown=(
        Shown(
            in_=EVERYWHERE_WITH_FILES,
            check="test_relay_admits_uploads[{last}]",
            says=r"serverConf.xml, line \d+: web/relay/url\[.*\]/@deny = 'true' for 127.0.0.",
        ),
        hosted(),
    ),
    apply=apply,
)

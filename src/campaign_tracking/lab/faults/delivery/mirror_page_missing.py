"""Fault: the relay denies mirror pages."""

import re
from typing import Final

from campaign_tracking.lab.faults.fault import EVERYWHERE_WITH_FILES, HOSTED, Fault, Shown
from campaign_tracking.lab.machine import SERVER_FILE
from campaign_tracking.lab.platform import Platform

_RULE: Final = re.compile(r'<url urlPath="/nl/jsp/m\.jsp"[^>]*/>')


def apply(platform: Platform) -> None:
    """Let the rule for ``/nl/jsp/m.jsp`` deny it, on the server that is clicked."""
    for machine in platform.clicked:
        (rule,) = _RULE.findall(machine.files[SERVER_FILE])
        machine.edit(SERVER_FILE, rule, rule.replace('deny="false"', 'deny="true"'))


MIRROR_PAGE_MISSING = Fault(
    id="mirror-page-missing",
    summary="the relay of the first tracking server denies mirror pages",
    shown=(
        Shown(
            in_=EVERYWHERE_WITH_FILES,
            check="test_relay_admits_mirror_pages[{first}]",
            says=r"/nl/jsp/m\.jsp is refused: serverConf\.xml, line \d+",
        ),
        Shown(in_=(HOSTED,), check="test_mirror_page_is_served", says=r"got HTTP 403"),
    ),
    apply=apply,
)

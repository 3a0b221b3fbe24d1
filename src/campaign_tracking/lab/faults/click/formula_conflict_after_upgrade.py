"""Fault: an upgrade met a click formula of one's own, and the conflict was solved badly."""

from campaign_tracking.lab.faults.click.formulas import CLICK, replace_in
from campaign_tracking.lab.faults.fault import EVERYWHERE, Fault, Shown
from campaign_tracking.lab.platform import Platform

_BASE = "<%@ include option='NmsTracking_ServerUrl' %>"


def apply(platform: Platform) -> None:
    """Leave the formula without its base: neither the standard one nor that of a brand."""
    replace_in(platform, CLICK, _BASE, "")


FORMULA_CONFLICT_AFTER_UPGRADE = Fault(
    id="formula-conflict-after-upgrade",
    summary="the click formula lost its base in an upgrade",
    shown=(
        Shown(
            in_=EVERYWHERE,
            check="test_formulas_give_links_a_base",
            says=r"nothing stands before /r/ in NmsTracking_ClickFormula",
        ),
    ),
    apply=apply,
)

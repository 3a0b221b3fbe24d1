"""Fault: the click formula's code is not on one line."""

from campaign_tracking.lab.faults.click.formulas import CLICK, replace_in
from campaign_tracking.lab.faults.fault import EVERYWHERE, Fault, Shown
from campaign_tracking.lab.platform import Platform


def apply(platform: Platform) -> None:
    """Write a line feed between base and path: it gets into every link."""
    replace_in(platform, CLICK, "/r/", "\n/r/")


FORMULA_LINE_FEED = Fault(
    id="formula-line-feed",
    summary="the click formula has a line feed outside its code",
    shown=(
        Shown(
            in_=EVERYWHERE,
            check="test_formulas_are_on_one_line",
            says=r"a line feed outside <% %> in NmsTracking_ClickFormula",
        ),
    ),
    apply=apply,
)

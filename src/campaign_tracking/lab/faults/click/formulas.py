"""How faults change the tracking formulas, on every instance that has them."""

from typing import Final

from campaign_tracking.lab.platform import Platform

CLICK: Final = "NmsTracking_ClickFormula"
OPEN: Final = "NmsTracking_OpenFormula"


def replace_in(platform: Platform, option: str, old: str, new: str) -> None:
    """Replace *old* by *new* where it first stands in the formula of that option."""
    for instance in platform.instances:
        formula = instance.database.option(option)
        instance.database.set_option(option, formula.replace(old, new, 1))

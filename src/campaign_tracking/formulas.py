"""Tracking formulas, as far as they can be judged by their text (R-24)."""

import re
from collections.abc import Mapping
from typing import Final

from campaign_tracking.campaign.options import Options

CLICK, OPEN, WEB = (f"NmsTracking_{name}Formula" for name in ("Click", "Open", "Web"))
_CODE: Final = re.compile(r"<%.*?%>", re.DOTALL)
_NO_BASE: Final = re.compile(r"/+r/")


def formulas(options: Options) -> Mapping[str, str]:
    """Return the formulas by their options; not every platform has one for web tracking."""
    return {name: options.value(name) for name in (CLICK, OPEN, WEB)}


def has_line_feed(formula: str) -> bool:
    """Whether a line feed stands between the formula's pieces, outside ``<% %>``."""
    outside = _CODE.sub("", formula.strip("\r\n"))
    return "\n" in outside or "\r" in outside


def lacks_base(formula: str) -> bool:
    """Whether nothing at all stands before ``/r/``, where links have their host from."""
    return _NO_BASE.match(formula.strip()) is not None

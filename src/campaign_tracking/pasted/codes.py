"""What a line of a log says by itself: its code, how bad it is, whom it names.

Codes decide, words do not: the texts are in the instance's language (R-64).
"""

import re
from typing import Final

from campaign_tracking.campaign.named_servers import COMMUNICATION_FAILED

ERROR, WARNING, INFORMATION = 0, 1, 2  # logType (soap-wire.md, section 11)
ANALYSIS_COMPLETED: Final = "DLV-490119"  # in healthy runs, too: alone it is no fault (KA-19371)
WRAPPERS: Final = frozenset(("SOP-330011", "XSV-350122"))  # logged behind what went wrong
TRACKING: Final = "RED-"
# A paste may join a code to what stands before it; it opens the line's text (soap-wire.md).
CODE = re.compile(r"(?<![A-Za-z])[A-Z]{3}-\d{6}(?!\d)", re.ASCII)
# Around what a line quotes, in any language.
QUOTES: Final = (
    "'\"`\u00b4\u2018\u2019\u201a\u201c\u201d\u201e\u00ab\u00bb\u2039\u203a\u300c\u300d\u300e\u300f"
)
# A new line of the log begins at a code, unless another line quotes it; those of tracking always.
BEGINNING = re.compile(
    rf"(?<![A-Za-z])(?=RED-\d{{6}}(?!\d))|(?<![A-Za-z({QUOTES}])(?=[A-Z]{{3}}-\d{{6}}(?!\d))",
    re.ASCII,
)
_CUT_CODE = re.compile(
    r"(?<![A-Za-z])RED-(?:\d{1,5}(?![\dx])|$)|(?<!\d)5200(?:05|25)(?!\d)", re.ASCII
)
# No public page shows a line of a server's log file. Assumed: a cell of its own says how bad it is.
_LEVELS: Final = {
    "error": ERROR,
    "critical": ERROR,
    "fatal": ERROR,
    "warning": WARNING,
    "info": INFORMATION,
    "information": INFORMATION,
    "verbose": INFORMATION,
}
_CELL_ENDS = re.compile(r"\t|\|| {2,}")
# Assumed, too, for lines without a code: an error says so in capitals, or as its first word.
_SAYS_ERROR = re.compile(r"\bERROR\b")
_FIRST_WORD = re.compile(r"[\W\d_]*(?:(?:error|erreur|fehler|errore|erro)\b|エラー)", re.IGNORECASE)

_HOST: Final = r"(?:\[[0-9a-f:]{2,45}\]|[0-9a-f]{0,4}:[0-9a-f:]{2,40}|[\w*][\w.*-]{0,252})"
_ANNOUNCED = re.compile(
    r"Uploading tracking information on server\s{0,9}"
    rf"[{QUOTES}]({_HOST})(?::\d{{1,5}})?[{QUOTES}]",
    re.IGNORECASE,
)
# The same line in any language: a quoted address, and the dots of what goes on.
_GOES_ON = re.compile(
    rf"[{QUOTES}]({_HOST})(?::\d{{1,5}})?[{QUOTES}][^{QUOTES}\n]{{0,80}}?(?:\.\.\.|…)",
    re.IGNORECASE,
)
_ADDRESS = re.compile(
    r"[\dx*]{1,4}(?:\.[\dx*]{1,4}){3}|\[?[0-9a-f:]*:[0-9a-f:]*\]?|[^.]+(?:\.[^.]+){2,}|localhost",
    re.IGNORECASE,
)
_URL_BEGINS = re.compile(rf"([{QUOTES}]?)https?://([^\s{QUOTES}]*)", re.IGNORECASE)


def code_of(text: str) -> str:
    """Return the code that *text* is about; that of tracking first, for others wrap it."""
    codes = CODE.findall(text)
    return next(iter((*(code for code in codes if code.startswith(TRACKING)), *codes)), "")


def kind_of(line: str, code: str) -> int:
    """Return how bad a line is.

    Args:
        line: The whole line, with the cells around its text.
        code: Its code; empty if it has none.
    """
    if code.startswith(TRACKING):
        return ERROR
    cells = [cell.strip() for cell in _CELL_ENDS.split(line)]
    levels = [_LEVELS[cell.lower()] for cell in cells if cell.lower() in _LEVELS]
    if levels:
        return min(levels)
    if code:
        return WARNING if code == ANALYSIS_COMPLETED else ERROR
    bad = _SAYS_ERROR.search(line) or any(map(_FIRST_WORD.match, cells)) or _CUT_CODE.search(line)
    return ERROR if bad else INFORMATION


def announced_in(line: str) -> list[str]:
    """Return the servers to which *line* says that tracking information is uploaded."""
    found = [match[1] for match in _ANNOUNCED.finditer(line)]
    elsewhere = [match[1] for match in _GOES_ON.finditer(line)]
    return [*found, *(host for host in elsewhere if _ADDRESS.fullmatch(host))]


def without_cut_url(text: str) -> str:
    """Return the text of RED-520025 without a URL that is cut off: it would name another server."""
    if code_of(text) != COMMUNICATION_FAILED:
        return text
    match = _URL_BEGINS.search(text)
    if match is None or not match[1]:
        return text
    rest = text[match.end() :].strip()
    cut = not rest or rest[0] not in QUOTES or match[2].endswith(("..", "…"))
    return f"{text[: match.start()]}…" if cut else text

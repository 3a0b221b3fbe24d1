"""Lines of a log that look like errors, and that nothing here explains."""

from collections import Counter
from collections.abc import Iterable, Iterator

from campaign_tracking.campaign.delivery import ERROR_LINE, LogLine
from campaign_tracking.campaign.errors import MEANINGS
from campaign_tracking.campaign.named_servers import COMMUNICATION_FAILED
from campaign_tracking.diagnosis.delivery_log import WRONG_CONFIGURATION
from campaign_tracking.pasted.codes import WRAPPERS
from campaign_tracking.report.text import visible

MOST_LINES = 10
LONGEST_QUOTE = 300
_EXPLAINED = (COMMUNICATION_FAILED, WRONG_CONFIGURATION)


def unexplained_in(log: Iterable[LogLine]) -> tuple[str, ...]:
    """Return the errors of *log* that are not those of KA-19371, quoted.

    Wrappers, which are logged behind what went wrong, count only where nothing else did.
    """
    errors = [line for line in log if line.kind == ERROR_LINE or line.code.startswith("RED-")]
    others = [line for line in errors if line.code not in _EXPLAINED]
    causes = [line for line in others if line.code not in WRAPPERS]
    explained = causes or len(others) < len(errors)
    return tuple(_quoted(causes if explained else others))


def _quoted(lines: Iterable[LogLine]) -> Iterator[str]:
    times = Counter((line.code, line.text) for line in lines)
    for (code, text), count in list(times.items())[:MOST_LINES]:
        often = f" ({count} times)" if count > 1 else ""
        yield f"{visible(text, limit=LONGEST_QUOTE)}{often}"
        if code in MEANINGS:
            yield f"  {code}: {MEANINGS[code]}"
    if len(times) > MOST_LINES:
        yield f"… and {len(times) - MOST_LINES} other lines"

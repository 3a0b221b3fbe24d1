"""The work of ``campaign-tracking diagnose``: each file read and told, then all together."""

import io
import sys
from collections.abc import Sequence

from campaign_tracking.pasted.answer import Answer, answer
from campaign_tracking.pasted.comparison import compared, without_tracking
from campaign_tracking.pasted.reading import STANDARD_INPUT, UnreadableError, read
from campaign_tracking.pasted.telling import next_steps, row, told
from campaign_tracking.report.text import visible

FINE, FOUND, UNREADABLE = 0, 1, 2


def tell_all(files: Sequence[str], *, hosting: str | None) -> int:
    """Tell what each file says is broken; return the exit code.

    Args:
        files: Paths; ``-`` is standard input.
        hosting: Who hosts the tracking servers of a log; None if nobody said.
    """
    if isinstance(sys.stdout, io.TextIOWrapper):  # a terminal may not know every character
        sys.stdout.reconfigure(errors="backslashreplace")
    answers, unread = _answers(files, hosting)
    others = without_tracking(answers)
    texts = [told(each, next_steps=next_steps(each, compared=bool(others))) for each in answers]
    together = compared(answers)
    sys.stdout.write("\n".join((*texts, *([row("Together", together)] if together else []))))
    if unread:
        return UNREADABLE
    return FOUND if any(each.is_wrong for each in answers) else FINE


def _answers(files: Sequence[str], hosting: str | None) -> tuple[list[Answer], bool]:
    """Return what is told of each file, and whether one could not be read: it is named."""
    answers, unread = [], False
    for file in files:
        name = "standard input" if file == STANDARD_INPUT else file
        try:
            answers.append(answer(name, read(file), hosting))
        except UnreadableError as error:
            unread = True
            sys.stderr.write(f"campaign-tracking diagnose: {visible(f'{name} {error}')}\n")
    return answers, unread

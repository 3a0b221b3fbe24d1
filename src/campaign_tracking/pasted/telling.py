"""What the terminal shows: plain text, and nothing of a file's that a terminal would act on."""

from collections.abc import Iterator, Sequence
from typing import Final

from campaign_tracking.diagnosis.owner import Owner
from campaign_tracking.diagnosis.telling import TICKET
from campaign_tracking.pasted.answer import Answer
from campaign_tracking.pasted.findings import Finding
from campaign_tracking.report.text import visible

WITHOUT_TRACKING: Final = (
    "Send the same mail without tracking: a mail without tracking would tell tracking from mail "
    "(KA-19371)."
)
PROOF: Final = (
    "Once it is repaired, send a mail that contains a tracked URL: pytest checks/ does that, and "
    "proves it."
)
SHOW_THEM: Final = (
    "Show these lines to the Campaign administrator; where Adobe hosts the platform, to Adobe "
    "support."
)
NO_TRACKING: Final = (
    "No line of it is about tracking servers: if it is tracking that fails, copy the whole log of "
    "a delivery with tracking."
)
LONGEST_ROW = 1_000
_Row = tuple[str, str]  # a word in the margin, and what it is about


def told(answer: Answer, *, next_steps: Sequence[str]) -> str:
    """Return all that is told of one file, with what to do next."""
    blocks = [
        _named("Verdict", answer.notes),
        _named("Servers", answer.servers),
        *(list(_finding(finding, answer)) for finding in answer.findings),
        _unexplained(answer),
        [] if answer.is_wrong else [("Result", _nothing_wrong(answer))],
        _named("Next", next_steps),
    ]
    shown = ("\n".join(_line(word, text) for word, text in block) for block in blocks if block)
    return "\n\n".join((f"{visible(answer.name)}: {visible(answer.what)}", *shown)) + "\n"


def next_steps(answer: Answer, *, compared: bool) -> tuple[str, ...]:
    """Return what to do next with a file's answer.

    Args:
        answer: What is told of it.
        compared: Whether a log without tracking was given beside it.
    """
    if not answer.is_log:
        return ()
    if answer.findings:
        return (PROOF,) if compared else (WITHOUT_TRACKING, PROOF)
    if answer.unexplained:
        return (SHOW_THEM,)
    return () if answer.tells_of_tracking else (NO_TRACKING,)


def row(word: str, texts: Sequence[str]) -> str:
    """Return lines with one word in their margin."""
    return "".join(f"{_line(*line)}\n" for line in _named(word, texts))


def _named(word: str, texts: Sequence[str]) -> list[_Row]:
    return [("" if number else word, text) for number, text in enumerate(texts)]


def _line(word: str, text: str) -> str:
    indent = text[: len(text) - len(text.lstrip())]
    return f"  {word:<11}{indent}{visible(text, limit=LONGEST_ROW)}".rstrip()


def _finding(finding: Finding, answer: Answer) -> Iterator[_Row]:
    ids = [f"[{', '.join(finding.ids)}]"] if finding.ids else []
    yield from _named("Likely" if finding.likely else "Cause", (finding.statement, *ids))
    yield from _named("Seen", finding.evidence)
    if finding.supported and answer.adobe_hosts is None:
        yield "Who", f"if Adobe hosts the tracking servers: {Owner.SUPPORT}"
        yield "", f"otherwise: {finding.owner}"
        yield "Do", f"if Adobe hosts them: {TICKET.told()}"
        yield "", "otherwise:"
        yield from (("", f"  {step}") for step in _numbered(finding.steps))
    elif finding.supported and answer.adobe_hosts:
        yield "Who", Owner.SUPPORT
        yield "Do", TICKET.told()
    else:
        yield "Who", finding.owner
        yield from _named("Do", _numbered(finding.steps))
    if finding.told_apart_by:
        yield "To be sure", finding.told_apart_by


def _numbered(steps: Sequence[str]) -> list[str]:
    return [f"{number}. {step}" for number, step in enumerate(steps, 1)]


def _unexplained(answer: Answer) -> list[_Row]:
    if not answer.unexplained:
        return []
    what = "cause unknown: nothing here explains what it said:"
    return [("Unknown", what), *(("", f"  {text}") for text in answer.unexplained)]


def _nothing_wrong(answer: Answer) -> str:
    return f"nothing wrong seen in {answer.what.rpartition(', ')[2]}"

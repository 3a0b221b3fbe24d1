"""docs/faults.md: every known fault, how it shows, and which cause must be named.

``python -m tests.lab.faults_page > docs/faults.md`` writes it again.
"""

import sys
from collections.abc import Iterator

from campaign_tracking.lab.faults import FAULTS
from campaign_tracking.lab.faults.fault import Fault, Shown
from tests.lab.not_built import NOT_BUILT

HEAD = """\
# Faults that the lab can have, and what must be said of each

Each is switched on by `campaign-tracking lab --fault ID`, in the smallest topology in which it can
occur or in the one that `--topology` names. `make test` runs each in its smallest topology, `make
matrix` in all of them: exactly one check fails, everything else holds or points at it, and the
cause stands first. This page is made of the faults themselves: `python -m tests.lab.faults_page`.

In the checks' names `last` and `first` stand for a tracking server, `sending` for the server that
sends (the mid-sourcing server where there is one), `application` for the one that users work with.
"""


def page() -> str:
    """Return the whole page."""
    return "\n".join([HEAD, *_faults(), *_ties_told(), *_not_built()])


def _faults() -> Iterator[str]:
    yield "| fault | what is broken | where | check that fails | cause that is named |"
    yield "| --- | --- | --- | --- | --- |"
    for fault in FAULTS:
        for shown in fault.shown:
            yield f"| {' | '.join(_row(fault, shown))} |"
    yield ""


def _row(fault: Fault, shown: Shown) -> list[str]:
    checks = [check for check in (shown.check, shown.also) if check]
    return [
        f"`{fault.id}`",
        fault.summary.replace("|", "\\|"),
        ", ".join(shown.in_),
        ", ".join(f"`{check}`" for check in checks) or "none: the run is green",
        _cause(fault, shown),
    ]


def _cause(fault: Fault, shown: Shown) -> str:
    if not shown.check:
        return "none"
    if len(shown.cause) > 1:
        return f"tie {_ties().index(shown.cause) + 1}"
    return f"`{shown.cause[0]}`" if shown.cause not in {(), (fault.id,)} else "its own"


def _ties() -> list[tuple[str, ...]]:
    return sorted({shown.cause for fault in FAULTS for shown in fault.shown if shown.cause[1:]})


def _ties_told() -> Iterator[str]:
    """Tell where causes share all evidence; each stands alone in some other topology."""
    yield "## Ties"
    yield ""
    yield "Where nothing that may be seen tells them apart, all of them are named as likely, with"
    yield "what would tell. Each that the lab can have stands alone where the servers' files may be"
    yield "read."
    yield ""
    for number, tie in enumerate(_ties(), 1):
        yield f"{number}. {', '.join(f'`{id_}`' for id_ in tie)}"
    yield ""


def _not_built() -> Iterator[str]:
    yield "## Known faults that the lab cannot have"
    yield ""
    yield "| fault | why not |"
    yield "| --- | --- |"
    yield from (f"| `{id_}` | {reason} |" for id_, reason in NOT_BUILT.items())
    yield ""


if __name__ == "__main__":
    sys.stdout.write(page())

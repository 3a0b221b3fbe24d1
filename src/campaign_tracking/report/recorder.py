"""What became of each check: judged from facts, told to pytest, and remembered."""

import inspect
import re
from collections.abc import Generator
from pathlib import Path

import pytest

from campaign_tracking.diagnosis import diagnose
from campaign_tracking.diagnosis.cause import Cause
from campaign_tracking.judgement import Judged, Judgement, LookUp, judge, label
from campaign_tracking.report.junit import failure_text, skip_without_path
from campaign_tracking.report.results import CheckResult, Outcome
from campaign_tracking.report.state import RunState
from campaign_tracking.report.text import visible

LONGEST_REASON = 2_000
LOOK_UP = pytest.StashKey[LookUp]()
JUDGEMENT = pytest.StashKey[Judgement]()
OUTCOMES = {
    Judged.HOLDS: Outcome.PASSED,
    Judged.FAILS: Outcome.FAILED,
    Judged.BLOCKED: Outcome.BLOCKED,
    Judged.NOT_APPLICABLE: Outcome.NOT_APPLICABLE,
    Judged.NOT_CONFIGURED: Outcome.NOT_CONFIGURED,
}
LETTERS = {
    Outcome.BLOCKED: ("b", "BLOCKED"),
    Outcome.NOT_APPLICABLE: ("-", "NOT APPLICABLE"),
    Outcome.NOT_CONFIGURED: ("c", "NOT CONFIGURED"),
    Outcome.NOT_RUN: ("s", "NOT RUN"),
}


class Recorder:
    """Judges checks and remembers their results; a pytest plugin, for runs of checks/ only.

    Attributes:
        results: What became of each check, by its node id, in the order in which they ran.
    """

    def __init__(self, state: RunState) -> None:
        """Begin with nothing recorded."""
        self.results: dict[str, CheckResult] = {}
        self._state = state

    @pytest.hookimpl(tryfirst=True)
    def pytest_pyfunc_call(self, pyfuncitem: pytest.Function) -> bool:
        """Judge the check instead of merely calling it."""
        judgement = judge(pyfuncitem.function, subject_of(pyfuncitem), pyfuncitem.stash[LOOK_UP])
        pyfuncitem.stash[JUDGEMENT] = judgement
        if judgement.judged is Judged.FAILS:
            pytest.fail(judgement.why, pytrace=False)
        if judgement.judged is not Judged.HOLDS:
            pytest.skip(self._clean(judgement.reason))
        return True

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(
        self, item: pytest.Item, call: pytest.CallInfo[None]
    ) -> Generator[None, pytest.TestReport, pytest.TestReport]:
        """Let every reader of the report see the same words, without a secret in them."""
        report = yield
        skip_without_path(report)
        if report.failed:
            reason = self._reason(item, call)
            judged = self._outcome(item, report) is Outcome.FAILED
            cause, advice = (self._cause(item), advice_of(item)) if judged else (None, "")
            text = failure_text(check_id(item), reason, cause, advice)
            report.longrepr = self._state.redactor(text)
        report.sections = [(name, self._state.redactor(text)) for name, text in report.sections]
        self._remember(item, report, call)
        return report

    def pytest_report_teststatus(
        self, report: pytest.TestReport | pytest.CollectReport
    ) -> tuple[str, str, str] | None:
        """Tell apart, in the terminal, what pytest calls skipped."""
        result = self.results.get(report.nodeid)
        if report.skipped and result is not None and result.outcome in LETTERS:
            letter, word = LETTERS[result.outcome]
            return str(result.outcome), letter, word
        return None

    def _remember(
        self, item: pytest.Item, report: pytest.TestReport, call: pytest.CallInfo[None]
    ) -> None:
        before = self.results.get(item.nodeid)
        elapsed_s = report.duration + (before.elapsed_s if before else 0.0)
        if report.when == "teardown" and report.passed:
            return
        outcome = self._outcome(item, report)
        reason = "" if outcome is Outcome.PASSED else self._reason(item, call)
        self.results[item.nodeid] = CheckResult(
            check=check_id(item),
            file=Path(str(item.path)).relative_to(item.config.rootpath).as_posix(),
            stage=stage_of(item),
            statement=" ".join(_paragraphs(item)[:1]),
            outcome=outcome,
            reason=reason,
            advice=advice_of(item) if outcome in {Outcome.FAILED, Outcome.BLOCKED} else "",
            elapsed_s=round(elapsed_s, 4),
        )

    def _outcome(self, item: pytest.Item, report: pytest.TestReport) -> Outcome:
        judgement = item.stash.get(JUDGEMENT, None)
        if report.failed:
            judged = judgement is not None and judgement.judged is Judged.FAILS
            return Outcome.FAILED if judged and report.when == "call" else Outcome.ERROR
        if report.skipped:
            return OUTCOMES[judgement.judged] if judgement else Outcome.NOT_RUN
        holds = judgement is not None and judgement.judged is Judged.HOLDS
        return Outcome.PASSED if holds else Outcome.NOT_RUN  # its setup alone proves nothing

    def _reason(self, item: pytest.Item, call: pytest.CallInfo[None]) -> str:
        """Return why a check did not pass, in words that are safe to show anywhere."""
        judgement = item.stash.get(JUDGEMENT, None)
        if judgement is not None and judgement.judged is not Judged.HOLDS and call.when == "call":
            failed = judgement.judged is Judged.FAILS
            return self._clean(judgement.why if failed else judgement.reason)
        if call.excinfo is None:
            return ""
        error = call.excinfo.value
        said = str(getattr(error, "msg", None) or error)
        ours = isinstance(error, pytest.fail.Exception | pytest.skip.Exception)
        where = call.excinfo.traceback[-1]
        place = f" ({Path(str(where.path)).name}, line {where.lineno + 1})"
        return self._clean(said if ours else f"{type(error).__name__}: {said}{place}")

    def _clean(self, text: str) -> str:
        return visible(self._state.redactor(text), limit=LONGEST_REASON)

    def _cause(self, item: pytest.Item) -> Cause | None:
        """Return what explains a failed check by the facts that are known by now."""
        judgement = item.stash.get(JUDGEMENT, None)
        said = f"{check_id(item)} {judgement.why if judgement else ''}"
        causes = diagnose(self._state.notebook.facts)
        return next((cause for cause in causes if cause.explains(said)), None)


def subject_of(item: pytest.Item) -> str:
    """Return the id of the server or machine that a check is about; empty if about none."""
    callspec = getattr(item, "callspec", None)
    params = callspec.params if callspec else {}
    return str(params.get("server_id") or params.get("machine_id") or "")


def check_id(item: pytest.Item) -> str:
    """Return the check's id as every report prints it."""
    return label(getattr(item, "originalname", item.name), subject_of(item))


def stage_of(item: pytest.Item) -> str:
    """Return the stage of the walk that a check belongs to, as its marker says."""
    marker = item.get_closest_marker("stage")
    return str(marker.args[0]) if marker and marker.args else ""


def advice_of(item: pytest.Item) -> str:
    """Return what to do if the check fails: the paragraph of its docstring that says so."""
    said = [text for text in _paragraphs(item)[1:] if text.startswith("If it fails")]
    return (
        re.sub(r"^If it fails[^:]*: (.)", lambda first: first[1].upper(), said[0]) if said else ""
    )


def _paragraphs(item: pytest.Item) -> list[str]:
    text = inspect.getdoc(getattr(item, "function", None)) or ""
    return [" ".join(paragraph.split()) for paragraph in text.split("\n\n")]

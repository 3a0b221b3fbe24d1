"""report.html: verdict, cause, owner and next step on the first screen, everything else below."""

import base64
import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path, PurePosixPath
from urllib.parse import quote

from jinja2 import Environment, PackageLoader, StrictUndefined

from campaign_tracking.report.folder import write_whole
from campaign_tracking.report.mail_way import mail_ways
from campaign_tracking.report.results import CheckResult, Conclusion, Outcome, Report
from campaign_tracking.report.text import visible

TEMPLATES = files("campaign_tracking.report") / "templates"
FACTS_LIMIT = 20_000  # characters a stage; the rest is in facts.json
GLYPHS = {
    Outcome.FAILED: "✗",
    Outcome.ERROR: "!",
    Outcome.BLOCKED: "⊘",
    Outcome.NOT_RUN: "□",
    Outcome.NOT_CONFIGURED: "○",
    Outcome.NOT_APPLICABLE: "-",
    Outcome.PASSED: "✓",
}
HEADLINES = {
    Conclusion.VERIFIED: ("good", "✓", "Verified"),
    Conclusion.SIMULATION_PASSED: ("calm", "≈", "The simulation passed"),
    Conclusion.PARTIAL: ("warn", "◐", "Partly checked"),
    Conclusion.INCOMPLETE: ("warn", "!", "Incomplete"),
    Conclusion.NOT_VERIFIED: ("bad", "✗", "Not verified"),
    Conclusion.INTERRUPTED: ("bad", "■", "Run not finished"),
}
_BLOCKED_BY = re.compile(r"blocked by (?P<root>.+?): ")


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """A check that failed.

    Attributes:
        check: The check.
        hanging: The checks that are blocked by it.
    """

    check: CheckResult
    hanging: tuple[CheckResult, ...]


def write(report: Report, folder: Path) -> None:
    """Write report.html, and report.css for readers that forbid inline style."""
    write_whole(folder / "report.html", render(report))
    write_whole(folder / "report.css", _asset("report.css"))


def render(report: Report) -> str:
    """Return the page: one file that opens from anywhere and needs nothing else."""
    environment = Environment(
        loader=PackageLoader("campaign_tracking.report"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"visible": visible, "anchor": anchor}
    environment.filters |= {"duration": duration, "exact": exact}
    css, js = _asset("report.css"), _asset("report.js")
    return environment.get_template("report.html.j2").render(
        report=report,
        headline=headline(report),
        glyphs=GLYPHS,
        counts=_counts(report.checks),
        groups=_grouped(report.checks),
        ways=mail_ways(report.facts),
        facts={stage: _pretty(facts) for stage, facts in report.facts.items()},
        evidence=[(name, _link(name)) for name in report.evidence],
        css=css,
        js=js,
        csp=f"default-src 'none'; style-src 'self' {_hash(css)}; script-src {_hash(js)}; "
        "img-src data:; base-uri 'none'; form-action 'none'",
        **_what_is_wrong(report),
    )


def headline(report: Report) -> tuple[str, str, str]:
    """Return tone, sign and words of the verdict; good only if nothing speaks against it."""
    conclusion, outcomes = report.verdict.conclusion, {check.outcome for check in report.checks}
    if not outcomes:
        return "bad", "■", "Nothing was checked"
    if report.run.stopped:
        conclusion = Conclusion.INTERRUPTED
    elif conclusion is Conclusion.VERIFIED and report.run.simulation:
        conclusion = Conclusion.SIMULATION_PASSED
    tone, sign, words = HEADLINES[conclusion]
    unproven = outcomes & {Outcome.FAILED, Outcome.ERROR, Outcome.BLOCKED, Outcome.NOT_RUN}
    if tone in ("good", "calm") and (unproven or Outcome.PASSED not in outcomes):
        return HEADLINES[Conclusion.NOT_VERIFIED]
    return tone, sign, words


def anchor(check: str) -> str:
    """Return the id of a check's element: its name, which stays the same from run to run."""
    return re.sub(r"\s", "_", visible(check))


def duration(seconds: float) -> str:
    """Return a time as people say it."""
    minutes, rest = divmod(round(seconds), 60)
    if not minutes:
        return f"{seconds:.1f} s"
    return f"{minutes} min {rest} s" if minutes < 60 else f"{minutes // 60} h {minutes % 60} min"  # noqa: PLR2004  (minutes of an hour)


def exact(seconds: float) -> str:
    """Return a number of seconds as it was told: no digit too many, none too few."""
    return f"{seconds:.6f}".rstrip("0").rstrip(".")


def _what_is_wrong(report: Report) -> dict[str, object]:
    """Return causes with the failed checks that they explain, and whatever no cause explains."""
    problems = _problems(report.checks)
    findings = []
    for cause in report.causes:
        explained = [problem for problem in problems if cause.explains(_said(problem))]
        problems = [problem for problem in problems if problem not in explained]
        findings.append((cause, explained))
    failed = {check.check for check in report.checks if _is_red(check)}
    return {
        "findings": findings,
        "unexplained": problems,
        "hanging_elsewhere": {
            root: checks for root, checks in _hanging(report.checks).items() if root not in failed
        },
        "not_configured": _by_reason(report.checks, Outcome.NOT_CONFIGURED),
        "not_run": _by_reason(report.checks, Outcome.NOT_RUN),
    }


def _problems(checks: Iterable[CheckResult]) -> list[Problem]:
    """Return the failed checks in their order, each with what hangs on it."""
    hanging = _hanging(checks)
    return [
        Problem(check=check, hanging=tuple(hanging.get(check.check, ())))
        for check in checks
        if _is_red(check)
    ]


def _is_red(check: CheckResult) -> bool:
    return check.outcome in (Outcome.FAILED, Outcome.ERROR)


def _said(problem: Problem) -> str:
    """Return what is said of a failed check: its name, and why."""
    return f"{problem.check.check} {problem.check.reason}"


def _hanging(checks: Iterable[CheckResult]) -> dict[str, list[CheckResult]]:
    """Return the blocked checks by the check that they hang on."""
    hanging: dict[str, list[CheckResult]] = {}
    for check in checks:
        if check.outcome is Outcome.BLOCKED:
            named = _BLOCKED_BY.match(check.reason)
            hanging.setdefault(named["root"] if named else check.reason, []).append(check)
    return hanging


def _by_reason(checks: Iterable[CheckResult], outcome: Outcome) -> dict[str, list[CheckResult]]:
    """Return the checks of an outcome by what they say after its name."""
    found: dict[str, list[CheckResult]] = {}
    for check in checks:
        if check.outcome is outcome:
            found.setdefault(check.reason.removeprefix(f"{outcome}: "), []).append(check)
    return found


def _grouped(checks: Iterable[CheckResult]) -> dict[tuple[str, str], list[CheckResult]]:
    """Return the checks by stage and file, in the order in which these first came."""
    groups: dict[tuple[str, str], list[CheckResult]] = {}
    for check in checks:
        groups.setdefault((check.stage, check.file), []).append(check)
    return groups


def _counts(checks: Iterable[CheckResult]) -> dict[Outcome, int]:
    """Return how many checks have each outcome that occurs, the worst first."""
    counted = Counter(check.outcome for check in checks)
    return {outcome: counted[outcome] for outcome in GLYPHS if counted[outcome]}


def _pretty(facts: object) -> str:
    """Return a stage's facts as people read JSON."""
    text = json.dumps(facts, indent=2, ensure_ascii=False, default=str)
    return visible(text, limit=FACTS_LIMIT, one_line=False)


def _link(name: str) -> str:
    """Return the address of a file below the reports; empty for one that is elsewhere."""
    path = PurePosixPath(name)
    outside = path.is_absolute() or ".." in path.parts
    return "" if outside else quote(name, errors="replace")


def _asset(name: str) -> str:
    """Return a file that lies beside the template."""
    return (TEMPLATES / name).read_text("utf-8")


def _hash(source: str) -> str:
    """Return what the content policy knows an inline style or script by."""
    digest = hashlib.sha256(source.encode("utf-8")).digest()
    return f"'sha256-{base64.b64encode(digest).decode('ascii')}'"

"""``ticket.md``: a support case where Adobe hosts the platform, else an order for who repairs it.

A function of what the run left; nothing in it is asked again.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import dropwhile
from operator import not_

from campaign_tracking.diagnosis.cause import Cause
from campaign_tracking.diagnosis.owner import Owner
from campaign_tracking.diagnosis.text import Text
from campaign_tracking.facts import Facts
from campaign_tracking.language import Translate
from campaign_tracking.report import ticket_texts as texts
from campaign_tracking.report.results import CheckResult, Conclusion, Outcome, Report
from campaign_tracking.report.stages import STAGES
from campaign_tracking.report.text import visible

TICKET = "ticket.md"
MOST_LINES = 40
LONGEST_LINE = 1_000
_ERROR = 0  # kind of a line in a delivery's log


@dataclass(frozen=True, slots=True, kw_only=True)
class Ticket:
    """Writes one ticket.

    Attributes:
        report: What came of the run.
        facts: What was seen.
        causes: What is broken, in the language of the ticket.
        translate: Gives the translation of an English text.
    """

    report: Report
    facts: Facts
    causes: tuple[Cause, ...]
    translate: Translate

    @property
    def text(self) -> str:
        """The whole ticket, in Markdown."""
        parts = (
            self._head(),
            self._section(texts.SUMMARY, self._summary()),
            self._section(texts.IMPACT, [self._told(_impact(self.report.checks))]),
            self._section(texts.SINCE, self._since()),
            self._section(texts.PLATFORM, self._platform()),
            self._section(texts.EVIDENCE, self._evidence()),
            self._section(texts.RULED_OUT, self._ruled_out()),
            self._section(texts.REQUEST, self._request()),
            self._section(texts.CONFIRMATION, self._confirmation()),
        )
        return "\n\n".join("\n".join(part) for part in parts) + "\n"

    def _told(self, text: Text, **values: str) -> str:
        return text.told(self.translate, **values)

    def _section(self, title: Text, lines: Iterator[str] | Sequence[str]) -> list[str]:
        return [f"## {self._told(title)}", "", *dropwhile(not_, lines)]

    def _head(self) -> list[str]:
        run = self.report.run
        title = texts.CASE if self._is_for_support else texts.ORDER
        lines = [f"# {self._told(title, environment=run.environment)}"]
        if run.simulation:
            lines += ["", self._told(texts.SIMULATION)]
        return lines

    @property
    def _is_for_support(self) -> bool:
        return self.report.run.hosting == "adobe"

    def _summary(self) -> Iterator[str]:
        failed = [check for check in self.report.checks if check.outcome is Outcome.FAILED]
        yield self._told(
            texts.FAILED,
            at=f"{self.report.run.started_at:%Y-%m-%d %H:%M}",
            failed=str(len(failed)),
            checks=str(len(self.report.checks)),
        )
        yield ""
        for cause in self.causes:
            word = texts.LIKELY if cause.likely else texts.CAUSE
            yield f"- {self._told(word)}: {visible(cause.statement)} `[{', '.join(cause.id)}]`"
        if not self.causes:
            yield f"- {self._told(texts.UNKNOWN)}"

    def _since(self) -> Iterator[str]:
        changes, run = self.report.changes, self.report.run
        began = changes.broken_since or run.started_at
        yield f"- {self._told(texts.BROKEN_AT, at=f'{began:%Y-%m-%d %H:%M}')}"
        worked = changes.last_worked_at
        if worked:
            yield f"- {self._told(texts.WORKED_AT, at=f'{worked:%Y-%m-%d %H:%M}')}"
        else:
            yield f"- {self._told(texts.NEVER_WORKED)}"

    def _platform(self) -> Iterator[str]:
        environment, platform = self.facts.environment, self.facts.platform
        if environment is None:
            yield self._told(texts.NOT_SEEN)
            return
        yield self._row(texts.APPLICATION_SERVER, str(environment.campaign.url))
        yield self._row(texts.INSTANCE, environment.campaign.instance)
        if platform and platform.build:
            yield self._row(texts.BUILD, f"{platform.release} {platform.build}".strip())
        hosts = (environment.tracking.url, environment.tracking.secure_url)
        yield self._row(texts.TRACKING_URL, ", ".join(str(url) for url in hosts if url))
        for name, url in environment.tracking.internal_urls.items():
            yield self._row(texts.INTERNAL_URL, f"{name}: {url}")

    def _row(self, name: Text, value: str) -> str:
        return f"- {self._told(name)}: {visible(value)}"

    def _evidence(self) -> Iterator[str]:
        for cause in self.causes:
            yield from (f"- {visible(line)}" for line in cause.evidence)
        log = self.facts.tracked.log if self.facts.tracked else ()
        errors = [line for line in log if line.kind == _ERROR]
        if errors:
            yield from ("", self._told(texts.LOG), "", *_fenced(line.text for line in errors))
        failed = [check for check in self.report.checks if check.outcome is Outcome.FAILED]
        said = (f"{check.check}: {check.reason}" for check in failed)
        yield from ("", self._told(texts.CHECKS), "", *_fenced(said))

    def _ruled_out(self) -> Iterator[str]:
        passed = [stage for stage in STAGES if _is_proved(stage, self.report.checks)]
        yield from (f"- {self._told(texts.STAGE_NAMES[stage])}" for stage in passed)
        if not passed:
            yield self._told(texts.NOTHING_RULED_OUT)

    def _request(self) -> Iterator[str]:
        if self._is_for_support:
            yield self._told(texts.EXAMINE)
        for cause in self.causes:
            yield from self._order(cause)
        if not self.causes and not self._is_for_support:
            yield self._told(texts.LOOK_AT_CHECKS)

    def _order(self, cause: Cause) -> Iterator[str]:
        """Yield what one cause asks for; what support is asked for stands above, once."""
        steps = cause.remedy[:-1]  # the last is the proof, which is ours
        if cause.owner != self.translate(Owner.SUPPORT):
            yield from ("", f"**{self._told(texts.FOR)} {cause.owner}**", "")
            yield from (f"{number}. {visible(step)}" for number, step in enumerate(steps, 1))
        if cause.told_apart_by:
            yield from ("", f"{self._told(texts.TO_BE_SURE)}: {visible(cause.told_apart_by)}")

    def _confirmation(self) -> Iterator[str]:
        run = self.report.run
        yield self._told(texts.RUN_AGAIN, command=f"pytest checks/ --environment {run.environment}")
        yield ""
        yield self._told(texts.ATTACHED)


def is_wanted(report: Report) -> bool:
    """Whether there is something to be repaired, and so a ticket to be written."""
    return report.verdict.conclusion is Conclusion.NOT_VERIFIED


def _fenced(lines: Iterator[str]) -> Iterator[str]:
    """Yield other people's lines in a block that shows them as they are, and a bounded number."""
    shown = [visible(line, limit=LONGEST_LINE) for line in lines]
    yield "```text"
    yield from shown[:MOST_LINES]
    if len(shown) > MOST_LINES:
        yield f"… (+{len(shown) - MOST_LINES})"
    yield "```"


def _is_proved(stage: str, checks: Sequence[CheckResult]) -> bool:
    """Whether a check of the stage passed, and none is red or left open."""
    outcomes = {check.outcome for check in checks if check.stage == stage}
    open_ = {Outcome.FAILED, Outcome.ERROR, Outcome.BLOCKED, Outcome.NOT_RUN}
    return Outcome.PASSED in outcomes and not outcomes & open_


def _impact(checks: Sequence[CheckResult]) -> Text:
    """Return what people notice, by the first stage of the mail's way that is not proved."""
    for stage, text in texts.IMPACTS.items():
        if not _is_proved(stage, checks):
            return text
    return texts.NO_IMPACT

"""What a run amounts to: a function of results and facts."""

from collections import Counter
from collections.abc import Iterator, Sequence

from campaign_tracking.facts import Facts
from campaign_tracking.mailbox import MailSilence
from campaign_tracking.report.interruptions import interruptions
from campaign_tracking.report.results import CheckResult, Conclusion, Outcome, Run, Verdict
from campaign_tracking.report.stages import MANDATORY

GREEN = (Conclusion.VERIFIED, Conclusion.SIMULATION_PASSED, Conclusion.PARTIAL)
OPEN = (Outcome.BLOCKED, Outcome.NOT_RUN)  # neither passed nor rightly left out


def judge_run(run: Run, checks: Sequence[CheckResult], facts: Facts) -> Verdict:
    """Say what *checks* amount to."""
    conclusion = _conclusion(run, checks)
    sentence = _SENTENCES[conclusion].format(
        environment=run.environment, failed=_failed(checks), missing=_still_missing(run, checks)
    )
    return Verdict(conclusion=conclusion, sentence=sentence, notes=tuple(_notes(run, facts)))


def missing(checks: Sequence[CheckResult]) -> list[str]:
    """Return the mandatory stages that these checks do not prove.

    A stage is proved if a check of it passed and none of it was left open.
    """
    passed = {check.stage for check in checks if check.outcome is Outcome.PASSED}
    unproved = {
        check.stage
        for check in checks
        if check.outcome in OPEN or check.outcome is Outcome.NOT_CONFIGURED
    }
    return [stage for stage in MANDATORY if stage not in passed or stage in unproved]


def _conclusion(run: Run, checks: Sequence[CheckResult]) -> Conclusion:
    outcomes = {check.outcome for check in checks}
    if run.stopped:
        return Conclusion.INTERRUPTED
    if outcomes & {Outcome.FAILED, Outcome.ERROR}:
        return Conclusion.NOT_VERIFIED
    left_open = any(check.outcome in OPEN for check in checks)
    if Outcome.PASSED not in outcomes or left_open or _not_configured(checks):
        return Conclusion.INCOMPLETE
    if run.selection:
        return Conclusion.PARTIAL
    if missing(checks):
        return Conclusion.INCOMPLETE
    return Conclusion.SIMULATION_PASSED if run.simulation else Conclusion.VERIFIED


def _not_configured(checks: Sequence[CheckResult]) -> bool:
    return any(
        check.outcome is Outcome.NOT_CONFIGURED and check.stage in MANDATORY for check in checks
    )


_SENTENCES = {
    Conclusion.VERIFIED: "E-mail tracking on {environment} works: the servers answer, the "
    "configuration is valid, and a tracked mail was sent, received, clicked and logged.",
    Conclusion.SIMULATION_PASSED: "The simulation passed; nothing was checked on a server of "
    "yours.",
    Conclusion.PARTIAL: "What was selected holds. It was not everything, so tracking on "
    "{environment} is not verified.",
    Conclusion.INCOMPLETE: "Nothing that ran failed, but not everything was proved{missing}.",
    Conclusion.NOT_VERIFIED: "E-mail tracking on {environment} is not verified: {failed}.",
    Conclusion.INTERRUPTED: "The run was stopped before its end; nothing is verified.",
}


def _notes(run: Run, facts: Facts) -> Iterator[str]:
    tracked, control = _arrived(facts, "tracked"), _arrived(facts, "control")
    if tracked is False and control is False:
        yield "The control mail without tracking failed, too: tracking is not what is broken."
    if tracked is False and control is True:
        yield "The same mail without tracking was sent and received: it is tracking that is broken."
    yield from _in_the_junk_folder(facts)
    yield from interruptions(facts)
    for server in (facts.servers or {}).values():
        for address in server.addresses:
            if address.rtest and address.rtest.location_followed:
                yield f"{server.url} redirects to {address.rtest.redirected_to}, which was asked."
                break
    if run.selection:
        yield f"Not everything was selected: {run.selection}."
    if run.stopped:
        yield f"{run.stopped[:1].upper()}{run.stopped[1:]}."
        left = [each.token for each in (facts.tracked, facts.control) if each and each.started_at]
        if left:
            yield f"What it left on the platform: the started deliveries {' and '.join(left)}."


def _in_the_junk_folder(facts: Facts) -> Iterator[str]:
    receptions = {"tracked": facts.tracked_reception, "control": facts.control_reception}
    for what, reception in receptions.items():
        if reception and reception.mail and reception.mail.is_junk:
            folder = reception.mail.folder
            yield f"The {what} mail arrived in the folder for junk, {folder!r}."


def _arrived(facts: Facts, which: str) -> bool | None:
    """Whether that mail was received; None if nobody tried to send it, or there is no mailbox."""
    delivery, reception, sending = (
        getattr(facts, f"{which}{suffix}") for suffix in ("", "_reception", "_sending")
    )
    if delivery is None:
        return None
    if reception is not None and reception.silence is not MailSilence.MAILBOX_UNREADABLE:
        return reception.silence is None
    return False if delivery.started_at is None else sending and sending.sent


def _failed(checks: Sequence[CheckResult]) -> str:
    """Say how many checks failed, could not be judged, and hang on others."""
    counted = Counter(check.outcome for check in checks)
    words = {
        Outcome.FAILED: "failed",
        Outcome.ERROR: "could not be judged",
        Outcome.BLOCKED: "hang on it" if counted[Outcome.FAILED] == 1 else "hang on those",
    }
    said = [f"{counted[outcome]} {word}" for outcome, word in words.items() if counted[outcome]]
    return f"of {len(checks)} checks {', '.join(said)}"


def _still_missing(run: Run, checks: Sequence[CheckResult]) -> str:
    selected = {check.stage for check in checks}
    stages = [stage for stage in missing(checks) if stage in selected or not run.selection]
    return f"; still missing: {', '.join(stages)}" if stages else ""

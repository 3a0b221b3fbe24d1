"""The way of the mails that were received, ready to be shown: who vouches, and when it was where.

Read from the facts of a report, which hold no secret any more: a value that was masked there is no
time or text any more, and is left out. Nothing is judged.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import accumulate, pairwise

from campaign_tracking.mailbox.authentication_results import MAX_RESULTS, METHODS
from campaign_tracking.mailbox.message import MAX_RECEIVED
from campaign_tracking.report.authentication_words import in_words

MAILS = {
    "tracked_mail": "The tracked mail",
    "control_mail": "The control mail, without tracking",
}
NO_TIME, SECOND = timedelta(), timedelta(seconds=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """What the receiving server says of one method.

    Attributes:
        method: ``SPF``, ``DKIM`` or ``DMARC``.
        result: The server's word, such as ``pass``; empty if it says nothing of this method.
        words: What that means; empty for a word that we do not know.
        domain: What it was looked at for; empty if the server does not say.
    """

    method: str
    result: str = ""
    words: str = ""
    domain: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One server that took the mail over, and its place in the drawing.

    Attributes:
        by_server: As it calls itself; empty if it does not.
        from_server: From whom it had the mail; empty if it does not say.
        at: When, by its own clock, in UTC.
        since_last_s: Seconds since the step before, negative where clocks differ; None at first.
        start_percent: Where its bar begins, of the width of the drawing.
        end_percent: Where its bar ends.
    """

    by_server: str
    from_server: str
    at: datetime
    since_last_s: float | None
    start_percent: float
    end_percent: float


@dataclass(frozen=True, slots=True, kw_only=True)
class MailWay:
    """What is told of one mail.

    Attributes:
        title: Which mail it is.
        authority: Who says the statements, as it calls itself; empty if it does not.
        statements: At least one for each method; none if the receiving server says nothing.
        steps: First server first.
        drawn_s: Seconds that the whole width of the drawing stands for; 0 if there is none.
        without_time: How many further servers took it over and give no time that can be read.
    """

    title: str
    authority: str
    statements: tuple[Statement, ...]
    steps: tuple[Step, ...]
    drawn_s: float
    without_time: int


def mail_ways(facts: Mapping[str, object]) -> tuple[MailWay, ...]:
    """Return the ways of the mails that were received, the tracked one first."""
    mails = ((title, facts.get(name)) for name, title in MAILS.items())
    return tuple(_mail_way(title, mail) for title, mail in mails if isinstance(mail, Mapping))


def scale(times: Sequence[datetime]) -> tuple[tuple[float, float], ...]:
    """Return begin and end of each step's bar in percent of the time that all steps took.

    A step that seems to end before it began took no time; if none took any, all bars are at 0.

    Args:
        times: When each server took the mail over, in UTC, first server first.
    """
    ends = list(accumulate(max(gap, NO_TIME) for gap in _gaps(times)))
    whole = max(ends, default=NO_TIME) or timedelta.resolution
    return tuple(pairwise([0.0, *(round(100 * (end / whole), 2) for end in ends)]))


def _gaps(times: Sequence[datetime]) -> list[timedelta]:
    """Return the time from each step's predecessor to it; none for the first."""
    return [at - before for before, at in zip([*times[:1], *times[:-1]], times, strict=True)]


def _mail_way(title: str, mail: Mapping[str, object]) -> MailWay:
    authority, statements = _authentication(mail.get("authentication"))
    hops = [hop for value in _items(mail.get("transit"), MAX_RECEIVED) if (hop := _hop(value))]
    gaps = _gaps([at for at, _, _ in hops])
    received = len(_items(mail.get("received_headers"), MAX_RECEIVED))
    return MailWay(
        title=title,
        authority=authority,
        statements=statements,
        steps=_steps(hops, gaps),
        drawn_s=sum((max(gap, NO_TIME) for gap in gaps), NO_TIME) / SECOND,
        without_time=max(received - len(hops), 0),
    )


def _steps(
    hops: Sequence[tuple[datetime, str, str]], gaps: Sequence[timedelta]
) -> tuple[Step, ...]:
    bars = scale([at for at, _, _ in hops])
    return tuple(
        Step(
            by_server=by_server,
            from_server=from_server,
            at=at,
            since_last_s=gap / SECOND if number else None,
            start_percent=start,
            end_percent=end,
        )
        for number, ((at, by_server, from_server), gap, (start, end)) in enumerate(
            zip(hops, gaps, bars, strict=True)
        )
    )


def _authentication(value: object) -> tuple[str, tuple[Statement, ...]]:
    """Return the authority and its statements in the order of the methods."""
    match value:
        case {"server": str(server), "results": results}:
            said = [told for each in _items(results, MAX_RESULTS) if (told := _statement(each))]
        case _:
            said, server = [], ""
    if not said:
        return server, ()
    by_method = (
        [each for each in said if each.method == method] or [Statement(method=method)]
        for method in map(str.upper, METHODS)
    )
    return server, tuple(statement for each in by_method for statement in each)


def _statement(value: object) -> Statement | None:
    match value:
        case {"method": str(method), "result": str(result), "domain": str(domain)}:
            words = in_words(method, result)
            return Statement(method=method.upper(), result=result, words=words, domain=domain)
    return None


def _hop(value: object) -> tuple[datetime, str, str] | None:
    """Return when, by whom and from whom a mail was taken over; None if the time is none."""
    match value:
        case {"at": str(at), "by_server": str(by_server), "from_server": str(from_server)}:
            try:
                return _in_utc(datetime.fromisoformat(at)), by_server, from_server
            except (ValueError, OverflowError):
                return None
    return None


def _in_utc(time: datetime) -> datetime:
    return time.astimezone(UTC) if time.tzinfo else time.replace(tzinfo=UTC)


def _items(value: object, limit: int) -> Sequence[object]:
    """Return at most *limit* items of a list; none of anything else."""
    return value[:limit] if isinstance(value, list | tuple) else ()

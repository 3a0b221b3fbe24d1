"""Waiting for a mail has an end, and what came of it is a fact."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter

from campaign_tracking import mailbox
from campaign_tracking.mailbox import (
    FoundMail,
    Instead,
    MailboxAwayError,
    MailboxError,
    MailSilence,
    Reception,
    wait_for,
)

FACTS = TypeAdapter(Reception)
HOUR_S = 3600


def found(raw: bytes) -> FoundMail:
    """A mail in a mailbox."""
    return FoundMail(source=raw.decode("latin-1"), found_at=datetime.now(UTC))


@dataclass
class Scripted:
    """A mailbox that answers as written down."""

    answers: list[FoundMail | MailboxError | None]
    tokens: list[str] = field(default_factory=list)
    came: Instead = field(default_factory=Instead)

    def find(self, token: str) -> FoundMail | None:
        """Give the next answer; the last one again and again."""
        self.tokens.append(token)
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if isinstance(answer, MailboxError):
            raise answer
        return answer

    def rest(self, *, waited_s: float, at_most_s: float) -> None:
        """Rest a little."""
        assert waited_s >= 0
        time.sleep(min(0.05, at_most_s))

    def instead(self, token: str) -> Instead:
        """Tell of what the script says."""
        assert token == self.tokens[-1]
        return self.came

    def describe(self) -> str:
        """Say which."""
        return "a script"


def pass_by() -> None:
    """Show nothing."""


def wait(script: Scripted, limit_s: float, tick: Callable[[], None] = pass_by) -> Reception:
    """Wait as a run does."""
    return wait_for(script, "token-1", deadline=time.monotonic() + limit_s, tick=tick)


def test_arrives() -> None:
    """The mail comes at the third look; before each pause somebody is told."""
    waits: list[float] = []
    ours = found(b"\xff")

    seen = wait(Scripted([None, None, ours]), 5, lambda: waits.append(time.monotonic()))

    assert (seen.mail, seen.silence, seen.words) == (ours, None, "")
    assert (seen.mailbox, seen.token, seen.looks) == ("a script", "token-1", 3)
    assert len(waits) == seen.looks - 1
    assert seen.waited_s > 0


def test_never_arrives() -> None:
    """At the deadline there is one more look, and then it has not arrived."""
    script = Scripted([None])

    seen = wait(script, 0.15)

    assert (seen.mail, seen.silence) == (None, MailSilence.NOT_ARRIVED)
    assert seen.looks == len(script.tokens) > 1


def test_one_look_at_least() -> None:
    """A deadline that has passed leaves one look, and no pause."""
    assert wait(Scripted([found(b"x")]), -1, pytest.fail).mail
    assert wait(Scripted([None]), -1, pytest.fail).silence is MailSilence.NOT_ARRIVED


def test_unreadable() -> None:
    """A mailbox that cannot be read will not be readable in a minute: nobody waits."""
    seen = wait(Scripted([None, MailboxError("no such folder")]), 60)

    assert (seen.silence, seen.words) == (MailSilence.MAILBOX_UNREADABLE, "no such folder")


def test_away_for_a_moment() -> None:
    """A mailbox that is out of reach for a moment is waited for, and then found again."""
    away, ours = MailboxAwayError("not reachable"), found(b"x")

    seen = wait(Scripted([None, away, away, ours]), 60)

    assert (seen.mail, seen.silence, seen.looks) == (ours, None, 4)


def test_away_for_good() -> None:
    """One that stays out of reach is not waited for until the mail's own limit."""
    script = Scripted([None, MailboxAwayError("not reachable")])
    deadline, away_s = time.monotonic() + HOUR_S, 0.2

    seen = wait_for(script, "token-1", deadline=deadline, tick=pass_by, longest_away_s=away_s)

    assert (seen.silence, seen.words) == (MailSilence.MAILBOX_UNREADABLE, "not reachable")
    assert away_s <= seen.waited_s < HOUR_S
    assert seen.told == "a script: mailbox not readable after 0 s not reachable"


def test_returned() -> None:
    """A mail that was returned is not waited for, and it is told what came instead of it."""
    returned = Instead(lines=("a bounce of this mail: 5.1.1",), is_returned=True)

    seen = wait(Scripted([None], came=returned), 60)

    assert (seen.silence, seen.looks) == (MailSilence.RETURNED, 1)
    assert seen.told.endswith("after 0 s; instead came a bounce of this mail: 5.1.1")


def test_others_are_told_only_without_the_mail() -> None:
    """What came beside the test mail is nobody's business."""
    others = Instead(lines=("a mail: Lunch",))

    assert wait(Scripted([found(b"x")], came=others), 0).instead == ()
    assert wait(Scripted([None], came=others), 0).instead == others.lines


@given(st.binary())
def test_goes_to_json_and_back(raw: bytes) -> None:
    """Every message survives facts.json, byte for byte."""
    seen = wait(Scripted([found(raw)]), 0)
    loaded = FACTS.validate_json(FACTS.dump_json(seen))

    assert loaded == seen
    assert loaded.mail
    assert loaded.mail.raw == raw


def test_names_are_complete() -> None:
    """What the package offers is there, and sorted by ruff's rule."""
    assert all(hasattr(mailbox, name) for name in mailbox.__all__)

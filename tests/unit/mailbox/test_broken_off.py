"""A look into the mailbox that is broken off is made good by the next one, and that is told."""

import re
import time

import httpx
import pytest
from pytest_httpx import HTTPXMock

from campaign_tracking.mailbox import MailboxAwayError, MailSilence, try_mailbox, wait_for
from campaign_tracking.mailbox.errors import MailboxBrokenOffError
from campaign_tracking.mailbox.mailpit import MailpitMailbox

TOKEN = "ctc-0123456789ab-tracked"
MAIL = f"Subject: check {TOKEN}\r\n\r\nCheck: {TOKEN}\r\n".encode()
LISTS = re.compile(r".*/api/v1/(messages|search)\?.*")
GONE = httpx.RemoteProtocolError("Server disconnected without sending a response.")
RESET = httpx.ReadError("[Errno 104] Connection reset by peer")
WORDS = "not reachable: Server disconnected without sending a response."


@pytest.fixture
def mailbox() -> MailpitMailbox:
    """A Mailpit that wants no login."""
    return MailpitMailbox("http://mailpit.example:8025", httpx.Client(), None)


def listed(*ids: str) -> dict[str, object]:
    """Write a list of messages."""
    return {"messages": [{"ID": id_} for id_ in ids]}


@pytest.mark.parametrize("error", [GONE, RESET], ids=["closed", "reset"])
def test_the_first_look(
    httpx_mock: HTTPXMock, mailbox: MailpitMailbox, error: httpx.HTTPError
) -> None:
    """A mailbox that breaks the first look off can be read all the same."""
    httpx_mock.add_exception(error)
    httpx_mock.add_response(url=LISTS, json=listed(), is_reusable=True)

    state = try_mailbox(mailbox)

    assert (state.trouble, state.asked_again) == ("", f"not reachable: {error}")


def test_twice_in_a_row(httpx_mock: HTTPXMock, mailbox: MailpitMailbox) -> None:
    """Two are a failure, and there is no third look."""
    httpx_mock.add_exception(GONE, is_reusable=True)

    state = try_mailbox(mailbox)

    assert (state.trouble, state.asked_again) == (WORDS, "")
    assert len(httpx_mock.get_requests()) == 2  # noqa: PLR2004  (the first and one more)


@pytest.mark.parametrize(
    "error", [httpx.ReadTimeout("late"), httpx.ConnectError("refused")], ids=["late", "refused"]
)
def test_other_silence(
    httpx_mock: HTTPXMock, mailbox: MailpitMailbox, error: httpx.HTTPError
) -> None:
    """What was not broken off is not looked at again."""
    httpx_mock.add_exception(error)

    with pytest.raises(MailboxAwayError) as raised:
        mailbox.find(TOKEN)

    assert not isinstance(raised.value, MailboxBrokenOffError)


def test_while_a_mail_is_waited_for(httpx_mock: HTTPXMock, mailbox: MailpitMailbox) -> None:
    """The mail is found by a later look, and the one that was broken off is told."""
    httpx_mock.add_exception(GONE)
    httpx_mock.add_response(url=LISTS, json=listed("a"), is_reusable=True)
    httpx_mock.add_response(url=re.compile(r".*/message/a/raw"), content=MAIL)

    seen = wait_for(mailbox, TOKEN, deadline=time.monotonic() + 30, tick=lambda: None)

    assert seen.mail is not None
    assert (seen.silence, seen.asked_again) == (None, WORDS)


def test_a_mailbox_that_stays_away(httpx_mock: HTTPXMock, mailbox: MailpitMailbox) -> None:
    """One that breaks off every look is not readable: nothing was made good."""
    httpx_mock.add_exception(GONE, is_reusable=True)

    seen = wait_for(mailbox, TOKEN, deadline=time.monotonic(), tick=lambda: None)

    assert (seen.silence, seen.words) == (MailSilence.MAILBOX_UNREADABLE, WORDS)
    assert seen.asked_again == ""

"""A mailbox in Mailpit is read by its documented API, each message once, and never changed."""

import re
import ssl
import time
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pytest_httpx import HTTPXMock

from campaign_tracking.mailbox import MailboxAwayError, MailboxError, mailpit, wait_for
from campaign_tracking.mailbox.mailpit import MailpitMailbox
from campaign_tracking.redirection.client import make_client

URL = "http://mailpit.example:8025"
TOKEN = "ctc-0123456789ab-tracked"
MAIL = f"Subject: check {TOKEN}\r\n\r\nCheck: {TOKEN}\r\n".encode()
OTHER = b"Subject: Lunch\r\n\r\nToday?\r\n"
LISTED = re.compile(r".*/api/v1/messages\?limit=50$")
SEARCHED = re.compile(r".*/api/v1/search\?query=%22ctc-0123456789ab-tracked%22&limit=50$")


@pytest.fixture
def client(trusting: ssl.SSLContext) -> Iterator[httpx.Client]:
    """A client as a run makes it."""
    with make_client(trusting, connect_s=2, answer_s=2) as made:
        yield made


@pytest.fixture
def mailbox(client: httpx.Client) -> MailpitMailbox:
    """A Mailpit that wants no login."""
    return MailpitMailbox(f"{URL}/", client, None)


def listed(*ids: str) -> dict[str, Any]:
    """Write a list of messages as Mailpit's OpenAPI description has it."""
    rows = [
        {
            "ID": id_,
            "MessageID": f"{id_}@client.example",
            "Read": False,
            "From": {"Name": "Client", "Address": "news@client.example"},
            "To": [{"Name": "", "Address": "check@client.example"}],
            "Subject": "x",
            "Created": "2026-11-25T15:00:00.123Z",
            "Size": 512,
            "Attachments": 0,
            "Snippet": "Hello",
            "Tags": [],
        }
        for id_ in ids
    ]
    count = len(rows)
    numbers = {"total": 9, "unread": 1, "count": count, "messages_count": count, "start": 0}
    return {**numbers, "tags": [], "messages": rows}


def test_finds_what_arrives(httpx_mock: HTTPXMock, mailbox: MailpitMailbox) -> None:
    """The mail is found by its token once it is listed; what came beside it is read once."""
    httpx_mock.add_response(url=LISTED, json=listed("old"))
    httpx_mock.add_response(url=SEARCHED, json=listed(), is_reusable=True)
    httpx_mock.add_response(url=LISTED, json=listed("other", "old"))
    httpx_mock.add_response(url=f"{URL}/api/v1/message/other/raw", content=OTHER)
    httpx_mock.add_response(url=LISTED, json=listed("ours", "other", "old"))
    httpx_mock.add_response(url=f"{URL}/api/v1/message/ours/raw", content=MAIL)

    assert mailbox.find(TOKEN) is None
    assert mailbox.find(TOKEN) is None
    found = mailbox.find(TOKEN)

    assert found
    assert (found.raw, found.folder, found.is_junk) == (MAIL, "", False)
    assert mailbox.instead(TOKEN).lines == ("a mail: Lunch",)
    assert {request.method for request in httpx_mock.get_requests()} == {"GET"}


def test_finds_what_was_there_before(httpx_mock: HTTPXMock, mailbox: MailpitMailbox) -> None:
    """A mail that was there at the first look is found by Mailpit's own search."""
    httpx_mock.add_response(url=LISTED, json=listed("ours", "old"))
    httpx_mock.add_response(url=SEARCHED, json=listed("ours"))
    httpx_mock.add_response(url=f"{URL}/api/v1/message/ours/raw", content=MAIL)

    assert mailbox.find(TOKEN)


def test_finds_what_others_hide(httpx_mock: HTTPXMock, mailbox: MailpitMailbox) -> None:
    """A mail that more came after than are listed is found by Mailpit's own search."""
    httpx_mock.add_response(url=LISTED, json=listed("old"))
    httpx_mock.add_response(url=SEARCHED, json=listed())
    httpx_mock.add_response(url=LISTED, json=listed(*(f"other-{n}" for n in range(50))))
    httpx_mock.add_response(url=SEARCHED, json=listed("ours"))
    httpx_mock.add_response(url=f"{URL}/api/v1/message/ours/raw", content=MAIL)

    assert mailbox.find(TOKEN) is None
    assert mailbox.find(TOKEN)


def test_reads_each_message_once(httpx_mock: HTTPXMock, mailbox: MailpitMailbox) -> None:
    """What the search finds and is not ours is read once, and told as new only if it is."""
    httpx_mock.add_response(url=LISTED, json=listed("old"), is_reusable=True)
    httpx_mock.add_response(url=SEARCHED, json=listed("old"))
    httpx_mock.add_response(url=SEARCHED, json=listed("other", "old"), is_reusable=True)
    httpx_mock.add_response(url=f"{URL}/api/v1/message/old/raw", content=b"Subject: Old\r\n\r\n")
    httpx_mock.add_response(url=f"{URL}/api/v1/message/other/raw", content=OTHER)

    for _ in range(3):
        assert mailbox.find(TOKEN) is None

    assert mailbox.instead(TOKEN).lines == ("a mail: Lunch",)


def test_list_that_is_too_long(
    httpx_mock: HTTPXMock, mailbox: MailpitMailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A list that we do not read to its end is told as that, and not as no list."""
    monkeypatch.setattr(mailpit, "MAX_LIST_BYTES", 1_048_576)
    httpx_mock.add_response(url=LISTED, json=listed(*(str(n) for n in range(5_000))))

    with pytest.raises(MailboxError, match="its list of messages is longer than 1 MB"):
        mailbox.find(TOKEN)


def test_mails_to_many_recipients(httpx_mock: HTTPXMock, mailbox: MailpitMailbox) -> None:
    """Fifty mails to a thousand recipients each are no list that is too long."""
    rows = listed(*map(str, range(50)))
    recipients = [{"Name": "", "Address": f"user{n}@example.com"} for n in range(1_000)]
    many = [row | {"To": recipients} for row in rows["messages"]]
    httpx_mock.add_response(url=LISTED, json=rows | {"messages": many})
    httpx_mock.add_response(url=SEARCHED, json=listed())

    assert mailbox.find(TOKEN) is None


def test_tolerates_what_vanishes(httpx_mock: HTTPXMock, mailbox: MailpitMailbox) -> None:
    """A message that was deleted meanwhile is passed by."""
    httpx_mock.add_response(url=LISTED, json=listed())
    httpx_mock.add_response(url=SEARCHED, json=listed("gone"))
    httpx_mock.add_response(url=f"{URL}/api/v1/message/gone/raw", status_code=404, text="not found")

    assert mailbox.find(TOKEN) is None


def test_logs_on(httpx_mock: HTTPXMock, client: httpx.Client) -> None:
    """Login and password are sent with every question."""
    httpx_mock.add_response(
        url=LISTED, json=listed(), match_headers={"Authorization": "Basic Y2hlY2s6c2VjcmV0"}
    )
    httpx_mock.add_response(
        url=SEARCHED, json=listed(), match_headers={"Authorization": "Basic Y2hlY2s6c2VjcmV0"}
    )

    assert MailpitMailbox(URL, client, httpx.BasicAuth("check", "secret")).find(TOKEN) is None


def test_refused_login(httpx_mock: HTTPXMock, client: httpx.Client) -> None:
    """A wrong password is told as that where one is declared."""
    httpx_mock.add_response(url=LISTED, status_code=401, text="Unauthorised")
    mailbox = MailpitMailbox(URL, client, httpx.BasicAuth("check", "wrong"))

    with pytest.raises(MailboxError, match=r"login or password refused: correct .mailbox. login"):
        mailbox.find(TOKEN)


@pytest.mark.parametrize("status", [429, 502, 503, 504])
def test_busy_for_a_moment(httpx_mock: HTTPXMock, mailbox: MailpitMailbox, status: int) -> None:
    """What stands before Mailpit may be busy, or not reach it, for a moment."""
    httpx_mock.add_response(url=LISTED, status_code=status, text="upstream restarting")
    httpx_mock.add_response(url=LISTED, json=listed())
    httpx_mock.add_response(url=SEARCHED, json=listed("ours"))
    httpx_mock.add_response(url=f"{URL}/api/v1/message/ours/raw", content=MAIL)

    seen = wait_for(mailbox, TOKEN, deadline=time.monotonic() + 60, tick=lambda: None)

    assert seen.mail


@pytest.mark.parametrize(
    ("status", "text", "message"),
    [
        (401, "Unauthorised", "wants a login: .mailbox. login, and the password's variable"),
        (404, "page not found", "/api/v1/messages answers 404 page not found"),
        (302, "", "/api/v1/messages answers 302$"),
        (200, "<html>", "answers no list of messages: is this Mailpit"),
        (200, '{"messages": 1}', "is this Mailpit"),
        (200, "[" * 100_000, "is this Mailpit"),
    ],
)
def test_says_what_is_wrong(
    httpx_mock: HTTPXMock, mailbox: MailpitMailbox, status: int, text: str, message: str
) -> None:
    """Another answer than a list is told, shortened; a redirect is not followed."""
    httpx_mock.add_response(url=LISTED, status_code=status, text=text)

    with pytest.raises(MailboxError, match=message) as error:
        mailbox.find(TOKEN)

    assert not isinstance(error.value, MailboxAwayError)


@pytest.mark.parametrize(
    ("error", "kind", "message"),
    [
        (httpx.ConnectError("Connection refused"), MailboxAwayError, "reachable: Connection refu"),
        (httpx.ReadTimeout("timed out"), MailboxAwayError, "no answer in time .ReadTimeout"),
        (httpx.ConnectError("[SSL: CERTIFICATE_VERIFY_FAILED] x"), MailboxError, "not trusted"),
    ],
)
def test_silence(
    httpx_mock: HTTPXMock,
    mailbox: MailpitMailbox,
    error: Exception,
    kind: type[Exception],
    message: str,
) -> None:
    """What is out of reach may come back; a certificate of a stranger does not."""
    httpx_mock.add_exception(error, url=LISTED)

    with pytest.raises(kind, match=message) as raised:
        mailbox.find(TOKEN)

    assert type(raised.value) is kind


def test_a_token_is_plain(mailbox: MailpitMailbox) -> None:
    """What could change a query is our own mistake, and never sent."""
    with pytest.raises(ValueError, match="a token is made of letters"):
        mailbox.find('x" OR "')


def test_says_which(mailbox: MailpitMailbox) -> None:
    """People are told where we look."""
    assert mailbox.describe() == f"Mailpit {URL}"


JSON = st.recursive(
    st.none() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["messages", "ID", "x"]), inner, max_size=3)
    ),
    max_leaves=8,
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=50)
@given(JSON)
def test_any_list(httpx_mock: HTTPXMock, mailbox: MailpitMailbox, answer: object) -> None:
    """Whatever the list is, it is a list of messages or told to be none."""
    httpx_mock.add_response(url=LISTED, json=answer)
    httpx_mock.add_response(url=SEARCHED, json=answer, is_optional=True)
    httpx_mock.add_response(url=re.compile(".*/raw$"), status_code=404, is_optional=True)
    try:
        mailbox.find(TOKEN)
    except MailboxError as error:
        assert "is this Mailpit" in str(error)  # noqa: PT017  (either is fine)
    httpx_mock.reset()

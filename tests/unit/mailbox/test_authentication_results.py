"""SPF, DKIM and DMARC are read as the receiving server wrote them."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaign_tracking.mailbox import read_mail
from campaign_tracking.mailbox.authentication_results import (
    METHODS,
    AuthenticationResults,
    read_authentication_results,
)

GMAIL = (
    "mx.google.com; dkim=pass header.i=@news.client.example header.s=s1 header.b=abc; "
    "spf=pass (google.com: domain of b@bounce.client.example designates 192.0.2.1 as permitted "
    "sender) smtp.mailfrom=b@bounce.client.example; "
    "dmarc=pass (p=NONE sp=NONE dis=NONE) header.from=client.example"
)
EXCHANGE = (
    "spf=fail (sender IP is 192.0.2.1) smtp.mailfrom=client.example; dkim=none (message not "
    "signed) header.d=none;dmarc=fail action=none header.from=client.example;compauth=fail"
)
POSTFIX = "mx.client.example 1; DKIM=Pass (1024-bit key; secure (x)) header.d=client.example"
YAHOO_JAPAN = "mta1.mail.example from=client.example; domainkeys=neutral; dkim=permerror"


def told(read: AuthenticationResults) -> list[tuple[str, str, str]]:
    """Return the results as plain values."""
    return [(each.method, each.result, each.domain) for each in read.results]


@pytest.mark.parametrize(
    ("header", "server", "results"),
    [
        (
            GMAIL,
            "mx.google.com",
            [
                ("dkim", "pass", "news.client.example"),
                ("spf", "pass", "bounce.client.example"),
                ("dmarc", "pass", "client.example"),
            ],
        ),
        (
            EXCHANGE,
            "",
            [
                ("spf", "fail", "client.example"),
                ("dkim", "none", "none"),
                ("dmarc", "fail", "client.example"),
            ],
        ),
        (POSTFIX, "mx.client.example", [("dkim", "pass", "client.example")]),
        (YAHOO_JAPAN, "mta1.mail.example", [("dkim", "permerror", "")]),
        ("mx.client.example; none", "mx.client.example", []),
        ("", "", []),
    ],
    ids=["gmail", "exchange", "postfix", "yahoo-japan", "none", "empty"],
)
def test_reads(header: str, server: str, results: list[tuple[str, str, str]]) -> None:
    """Each server's way of writing it is read; one that does not name itself has no name."""
    read = read_authentication_results(header)

    assert (read.server, told(read)) == (server, results)


def test_only_the_topmost_of_a_mail() -> None:
    """Headers below came with the mail: whoever sent it may have written them."""
    raw = (
        f"Authentication-Results: mx.client.example;\r\n spf=softfail smtp.mailfrom=a.example\r\n"
        f"Received: from x by mx.client.example\r\nAuthentication-Results: {GMAIL}\r\n\r\n"
    ).encode()

    read = read_mail(raw, datetime.now(UTC)).authentication

    assert read is not None
    assert told(read) == [("spf", "softfail", "a.example")]
    assert read_mail(b"Subject: x\r\n\r\n", datetime.now(UTC)).authentication is None


@given(st.text(max_size=200) | st.text("(); =@spfdkmarc.", max_size=80))
def test_any_header(header: str) -> None:
    """Whatever stands there, it does not fail, and only what we know is told."""
    read = read_authentication_results(header)

    assert {result.method for result in read.results} <= set(METHODS)

"""The way of a mail is read from its Received headers, as a timeline."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaign_tracking.mailbox import read_mail
from campaign_tracking.mailbox.transit import read_transit

AT_GOOGLE = (
    "from mta.client.example (mta.client.example. [192.0.2.1]) by mx.google.com with ESMTPS id y "
    "for <check@client.example> (version=TLS1_3); Wed, 25 Nov 2026 15:00:03 +0000"
)
HEADERS = (
    "by 2002:a05:6402:1 with SMTP id x1csp1; Wed, 25 Nov 2026 07:00:05 -0800 (PST)",
    AT_GOOGLE,
    "from app (localhost [127.0.0.1]) by mta.client.example; Thu, 26 Nov 2026 00:00:06 +0900",
)


def test_timeline() -> None:
    """Servers come first to last; zones are evened out, and a clock that is ahead is told."""
    hops = read_transit(HEADERS)

    assert [(hop.from_server, hop.by_server, hop.since_last_s) for hop in hops] == [
        ("app", "mta.client.example", None),
        ("mta.client.example", "mx.google.com", -3.0),
        ("", "2002:a05:6402:1", 2.0),
    ]
    assert hops[0].at == datetime(2026, 11, 25, 15, 0, 6, tzinfo=UTC)


def test_of_a_mail() -> None:
    """A mail tells its way, folded headers and all; others of its headers do not."""
    folded = HEADERS[1].replace("; Wed", ";\r\n Wed")
    raw = f"Received: {folded}\r\nDate: x\r\n\r\n".encode()

    assert [hop.by_server for hop in read_mail(raw, datetime.now(UTC)).transit] == ["mx.google.com"]


@pytest.mark.parametrize(
    "header",
    [
        "from a by b",
        "from a by b; soon",
        "from a by b; Wed, 99 Nov 2026 15:00:00 +0000",
        "from a by b; Wed, 25 Nov 99999 15:00:00 +0000",
        "from a by b; Fri, 31 Dec 9999 23:59:59 -1200",
        "",
    ],
)
def test_without_a_time(header: str) -> None:
    """A header whose time cannot be read is left out; the time between its neighbours is told."""
    hops = read_transit((HEADERS[0], header, HEADERS[1]))

    assert [hop.since_last_s for hop in hops] == [None, 2.0]


@given(
    st.lists(
        st.text(max_size=60)
        | st.builds(
            "from a by b; {} {}".format, st.datetimes(), st.text("+-0123456789", max_size=6)
        )
        | st.builds("by b; {}".format, st.text("0123456789 :+-JanWed,", max_size=40)),
        max_size=4,
    )
)
def test_any_headers(headers: list[str]) -> None:
    """Whatever stands there, it does not fail."""
    hops = read_transit(headers)

    assert len(hops) <= len(headers)
    assert all(hop.at.tzinfo is UTC for hop in hops)

"""The mail's way on the page: in words for everybody, drawn for those who see, judged by nobody."""

import re
from collections.abc import Sequence
from dataclasses import replace

import pytest
from selectolax.lexbor import LexborHTMLParser, LexborNode

from campaign_tracking.facts import Facts, to_json
from campaign_tracking.mailbox import read_mail
from campaign_tracking.report.authentication_words import in_words
from campaign_tracking.report.html import exact, render
from campaign_tracking.report.results import Report
from campaign_tracking.report.text import visible
from tests.unit.report.test_html import BROKEN, HOSTILE, KIB, VERIFIED
from tests.unit.samples import AT

RESULTS = "spf=neutral smtp.helo=bounce.example; dkim=pass header.d=news.example; dkim=strange"
HEADERS = (
    "Received: by mx2.client.example with SMTP; Wed, 25 Nov 2026 07:02:05 -0800 (PST)",
    f"Authentication-Results: mx2.client.example; {RESULTS}",
    "Received: from mta.client.example by mx1.client.example; Wed, 25 Nov 2026 15:00:03 +0000",
    "Received: from app by mta.client.example; Wed, 25 Nov 2026 15:00:06 +0000",
    "Received: from x by y",
)


def a_report(tracked: Sequence[str], control: Sequence[str] = (), base: Report = BROKEN) -> Report:
    """Return the report of a run that received mails with these headers."""
    tracked_mail, control_mail = (
        read_mail("\r\n".join((*headers, "", "")).encode("utf-8", "replace"), AT)
        for headers in (tracked, control)
    )
    return replace(base, facts=to_json(Facts(tracked_mail=tracked_mail, control_mail=control_mail)))


def section_of(report: Report) -> LexborNode:
    """Return the section of the page."""
    (section,) = LexborHTMLParser(render(report)).css("section[aria-labelledby=way]")
    return section


def texts(node: LexborNode, selector: str) -> list[str]:
    """Return the text of each element that is selected, with single spaces."""
    return [" ".join(found.text().split()) for found in node.css(selector)]


def test_each_mail_that_was_received() -> None:
    """Both mails have their part, after the checks and before the facts as JSON."""
    page = LexborHTMLParser(render(a_report(HEADERS)))

    assert texts(section_of(a_report(HEADERS)), "h3") == [
        "The tracked mail",
        "The control mail, without tracking",
    ]
    headings = [heading.text() for heading in page.css("h2")]
    assert headings[-4:] == ["All checks", "The mail's way", "What was seen", "Evidence"]


def test_no_mail_no_section() -> None:
    """Where nothing was received, nothing is said of its way."""
    nothing = replace(BROKEN, facts=to_json(Facts()))

    assert "The mail's way" not in render(nothing)
    assert "The mail's way" not in render(BROKEN)


def test_who_says_what() -> None:
    """Each result stands in words, with the server's own and with who says so."""
    section = section_of(a_report(HEADERS))

    assert texts(section, "caption") == ["SPF, DKIM and DMARC, as mx2.client.example says"]
    assert texts(section, "tbody th") == ["SPF", "DKIM", "DKIM", "DMARC"]
    assert texts(section, "td") == [
        f"neutral for bounce.example: {in_words('spf', 'neutral')}",
        "pass for news.example: the mail is signed, and the signature is right",
        "strange",
        "the receiving server says nothing",
    ]
    assert [len(section.css(f"th[scope={scope}]")) for scope in ("col", "row")] == [2, 4]


@pytest.mark.parametrize(
    ("headers", "told"),
    [
        ((), "SPF, DKIM and DMARC: the receiving server says nothing."),
        (
            ("Authentication-Results: mx.example; none",),
            "SPF, DKIM and DMARC: the receiving server mx.example says nothing.",
        ),
        (
            ("Authentication-Results: spf=pass",),
            "SPF, DKIM and DMARC, as the receiving server, which does not name itself, says",
        ),
    ],
    ids=["no header", "no result", "no name"],
)
def test_who_does_not_say(headers: Sequence[str], told: str) -> None:
    """A server that says nothing, or not who it is, is told as such."""
    assert told in texts(section_of(a_report(headers)), ".way")[0]


def test_the_way_is_told() -> None:
    """Each hop has server, time and seconds in words; clocks that differ are called that."""
    (tracked, _) = section_of(a_report(HEADERS)).css(".way")

    assert texts(tracked, "li") == [
        "mta.client.example, from app 2026-11-25 15:00:06 UTC, the first that says when",
        "mx1.client.example, from mta.client.example 2026-11-25 15:00:03 UTC, clocks differ by 3 s",
        "mx2.client.example 2026-11-25 15:02:05 UTC, 122 s since the one before (2 min 2 s)",
    ]
    assert texts(tracked, ".quiet") == [
        "The width of the drawing stands for 122 s.",
        "Further servers that took it over and give no time that can be read: 1.",
    ]
    assert tracked.css("time")[0].attributes["datetime"] == "2026-11-25T15:00:06+00:00"


def test_the_way_is_drawn() -> None:
    """One drawing for each hop, which nobody has to hear and no style has to colour."""
    drawings = section_of(a_report(HEADERS)).css("svg")

    assert [drawing.attributes["aria-hidden"] for drawing in drawings] == ["true"] * 3
    assert {drawing.attributes["fill"] for drawing in drawings} == {"currentColor"}
    bars = [drawing.css("rect")[1].attributes for drawing in drawings]
    assert [(bar["x"], bar["width"]) for bar in bars] == [
        ("0.0%", "0.00%"),
        ("0.0%", "0.00%"),
        ("0.0%", "100.00%"),
    ]
    dots = [drawing.css("circle")[0].attributes["cx"] for drawing in drawings]
    assert dots == ["0.0%", "0.0%", "100.0%"]


@pytest.mark.parametrize(
    "headers", [HEADERS[2:3], (HEADERS[2], HEADERS[2]), HEADERS[2:4], HEADERS[4:]]
)
def test_nothing_to_draw(headers: Sequence[str]) -> None:
    """Where no hop took any time there is no scale; how many give no time is told."""
    section = section_of(a_report(headers))

    assert not section.css("svg")
    assert len(section.css("li")) == sum("2026" in header for header in headers)
    if headers == HEADERS[4:]:
        assert "Servers that took it over and give no time that can be read: 1." in section.text()


def test_it_is_no_failure() -> None:
    """What is not "pass" changes neither verdict nor counts, and has no colour of an outcome."""
    failing = "Authentication-Results: mx; spf=fail; dkim=fail; dmarc=fail"
    passing = failing.replace("fail", "pass")
    pages = [render(a_report((header,), base=VERIFIED)) for header in (failing, passing)]

    before_it = [page.partition('<section aria-labelledby="way">')[0] for page in pages]
    assert before_it[0] == before_it[1]
    classes = {
        str(node.attributes["class"]) for node in section_of(a_report((failing,))).css("[class]")
    }
    assert classes == {"way", "quiet"}


@pytest.mark.parametrize("said", [HOSTILE, "x" * 1_000], ids=["hostile", "long"])
def test_nothing_that_a_server_said_becomes_markup(said: str) -> None:
    """Names, words and domains are text, marked where they are invisible, and bounded."""
    result = {"method": "spf", "result": said, "domain": said}
    hop = {"at": "2026-11-25T15:00:03Z", "by_server": said, "from_server": said}
    authentication = {"server": said, "results": [result]}
    nothing_said = {"authentication": {"server": said, "results": []}}
    mail = {"authentication": authentication, "transit": [hop, hop]}
    facts = {"tracked_mail": mail, "control_mail": nothing_said}
    section = section_of(replace(BROKEN, facts=facts))

    assert not section.css("script, img, b, style, a, [style], [onerror]")
    assert section.text().count(visible(said, limit=255)) == 7  # noqa: PLR2004  (all but the word)
    assert texts(section, "code") == [visible(said, limit=40)]
    assert not re.search("[\x1b\u202e]|x{256}", section.text())


def test_a_long_way_stays_small() -> None:
    """Fifty hops make a page that can still be mailed."""
    hop = "Received: from a.example by b.example; Wed, 25 Nov 2026 15:00:{:02} +0000"
    headers = [hop.format(59 - number) for number in range(50)]
    report = a_report(headers)

    way = str(section_of(report).html)
    assert way.count("<li>") == way.count("<svg") == 50  # noqa: PLR2004
    assert len(way) < 30 * KIB


@pytest.mark.parametrize(
    ("seconds", "told"),
    [(0.0, "0"), (2.0, "2"), (100.0, "100"), (0.25, "0.25"), (3e11, "3" + "0" * 11)],
)
def test_seconds_are_exact(seconds: float, told: str) -> None:
    """No digit is lost and none is invented."""
    assert exact(seconds) == told

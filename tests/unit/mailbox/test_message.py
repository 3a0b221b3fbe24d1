"""Whatever arrives is read; links come back exactly as they were written."""

from datetime import UTC, datetime
from email.message import EmailMessage
from html import escape

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from pydantic import TypeAdapter

from campaign_tracking.mailbox.arrivals import classify
from campaign_tracking.mailbox.links import MAX_LINKS, MailLink, links_in_html
from campaign_tracking.mailbox.message import MAX_HEADER_CHARACTERS, ReceivedMail, read_mail

NOW = datetime(2030, 1, 2, 3, 4, 5, tzinfo=UTC)
LINK = "https://t.example/r/?id=h1,2,3&p1=Ad%C3%A9&copy=1&sig=aB%2f=="
# The parser reads a carriage return as a line feed and NUL as a replacement, as HTML has it.
HREFS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r\0"), min_size=1)
FACTS = TypeAdapter(ReceivedMail)
# Names and values of parameters that declare what a body is, well or badly.
DECLARED = st.builds(
    "{}={}".format,
    st.sampled_from(["charset", "charset*", "charset*0*", "charset*1", "format", "delsp"])
    | st.sampled_from(["boundary", "boundary*", "report-type", "a"]),
    st.sampled_from(["utf-8", "us-ascii'en'utf-8", "us-ascii''utf", "-8", "''", "x'y'%ff"])
    | st.sampled_from(["idna", "undefined", "punycode", "zlib", "utf-7", "hz", '"a\0b"', "no-such"])
    | st.sampled_from(["flowed", "yes", "x", '"x', "é", "delivery-status", ""]),
)
TYPES = ["text/plain", "text/html", "multipart/mixed", "multipart/report"]
PARTS = st.builds(
    "Content-Type: {}; {}\nContent-Transfer-Encoding: {}\n\n{}\n".format,
    st.sampled_from([*TYPES, "message/rfc822", "message/delivery-status", "text", "é/x"]),
    st.lists(DECLARED, max_size=3).map("; ".join),
    st.sampled_from(["8bit", "quoted-printable", "base64", "x-uuencode", "é"]),
    st.sampled_from(["café", "Y2Fmw6k=", "x", "é..", "Action: faïled\nStatus: é"]),
)
HEADERS = [b"Subject", b"From", b"To", b"Date", b"Content-Type", b"Content-Transfer-Encoding"]
BYTES = st.binary(max_size=60) | st.text('a/;="?_()<>@,.: -', max_size=40).map(str.encode)


def read(message: EmailMessage | bytes) -> ReceivedMail:
    """Read *message* as it would have arrived."""
    return read_mail(message if isinstance(message, bytes) else message.as_bytes(), NOW)


def mail(html: str = "", text: str = "Hello") -> EmailMessage:
    """Write a mail as a platform would."""
    message = EmailMessage()
    message["Subject"], message["From"] = "Caf\u00e9 [token-1]", "Caf\u00e9 <c@campaign.example>"
    message["To"], message["Message-ID"] = "Ada <ada@client.example>", "<1.prod@campaign.example>"
    message["Date"] = "Wed, 02 Jan 2030 03:04:05 +0000"
    message.set_content(text)
    if html:
        message.add_alternative(html, subtype="html")
    return message


def test_reads_a_mail() -> None:
    """Headers are decoded, both texts are found, and every link says where it stands."""
    message = mail(
        f'<p><a href="{escape(LINK)}">Read <b>more</b></a><map><area href="x"></map>'
        f'<img src="https://t.example/r/?id=h1,2,1" alt="dot"></p>',
        f"Read more ({LINK}) or {{http://w.example}}.",
    )
    message["Received"] = "from mx by client"

    seen = read(message)

    assert (seen.subject, seen.sender) == ("Caf\u00e9 [token-1]", "Caf\u00e9 <c@campaign.example>")
    assert (seen.to, seen.message_id) == ("Ada <ada@client.example>", "<1.prod@campaign.example>")
    assert (seen.date, seen.received_at) == ("Wed, 02 Jan 2030 03:04:05 +0000", NOW)
    assert seen.received_headers == ("from mx by client",)
    assert seen.size_bytes == len(message.as_bytes())
    assert seen.links == (
        MailLink(href=LINK, where="html", tag="a", label="Read more"),
        MailLink(href="x", where="html", tag="area", label=""),
        MailLink(href="https://t.example/r/?id=h1,2,1", where="html", tag="img", label="dot"),
        MailLink(href=LINK, where="text", tag="", label=""),
        MailLink(href="http://w.example", where="text", tag="", label=""),
    )


@pytest.mark.parametrize("encoding", ["base64", "quoted-printable", "8bit"])
def test_undoes_the_transfer_encoding(encoding: str) -> None:
    """A link survives every way in which mail is packed."""
    message = EmailMessage()
    message.set_content(f"<a href='{escape(LINK)}'>{'x' * 100}</a>\n", subtype="html", cte=encoding)

    assert [link.href for link in read(message).links] == [LINK]


@given(HREFS, st.sampled_from("\"'"))
@example("https://t.example/r/?a=1&amp;b=2", '"')
@example(" x\n", "'")
def test_a_link_comes_back_exactly(href: str, quote: str) -> None:
    """Entities are undone once, and nothing else is touched: white space, case, encoding."""
    html = f"<a href={quote}{escape(href)}{quote}>x</a>"

    assert [link.href for link in links_in_html(html)] == [href]


@given(HREFS)
def test_a_link_comes_back_through_mail(href: str) -> None:
    """The same through a whole message."""
    written = escape(href).replace("\n", "&#10;")

    assert read(mail(f'<a href="{written}">x</a>')).links[0].href == href


@given(st.binary(max_size=400))
@example(b"Content-Type: text/html; charset=no-such\r\n\r\n<a href=x>")
@example(b"Content-Type: text/html; charset=punycode\r\n\r\n<a href=x>")
@example(b"Content-Type: text/html; charset=zlib\r\n\r\n<a href=x>")
@example(b"Content-Type: text/html; charset=utf-7\r\n\r\n<a href='+2AA-'>")
@example(b"Content-Type: text/html; charset*=x'y'%ff\r\n\r\n<a href=x>")
@example(b"Content-Transfer-Encoding: base64\r\n\r\n\xff=a=")
@example(b"Content-Transfer-Encoding: uuencode\r\n\r\nbegin\n\xff")
@example(b"Subject: =?utf-7?q?+2AA-?= \xff\r\nTo: <<<,\r\n\r\n")
@example(b"Content-Type: multipart/mixed\r\n\r\n--x")
def test_anything_is_read(raw: bytes) -> None:
    """Whatever arrives is read, and survives facts.json."""
    seen = read(raw)

    assert FACTS.validate_json(FACTS.dump_json(seen)) == seen


@given(st.lists(st.tuples(st.sampled_from(HEADERS), BYTES)), st.binary(max_size=60))
def test_anything_like_a_mail_is_read(headers: list[tuple[bytes, bytes]], body: bytes) -> None:
    """The same for what comes closer to a mail."""
    raw = b"".join(b"%b: %b\r\n" % header for header in headers) + b"\r\n" + body

    assert read(raw).size_bytes == len(raw)


@given(st.lists(PARTS, min_size=1, max_size=3), st.sampled_from(["utf-8", "latin-1"]))
@example(["Content-Type: text/plain; charset*=us-ascii'en'utf-8\n\ncafé"], "utf-8")
@example(['Content-Type: text/plain; charset="a\0b"\n\ncafé'], "utf-8")
@example(["Content-Type: text/plain; charset=undefined\n\ncafé"], "utf-8")
@example(["Content-Type: text/plain; charset=idna\n\nü.."], "utf-8")
def test_any_declaration_is_read(parts: list[str], written_in: str) -> None:
    """Whatever a mail says of its bodies, it is read, and told what it is."""
    raw = "--x\n".join(parts).encode(written_in, "replace")

    seen = read(raw)

    assert FACTS.validate_json(FACTS.dump_json(seen)) == seen
    assert classify(raw, seen).words.encode() is not None


def test_a_charset_in_extended_form() -> None:
    """A body of eight bits whose charset is declared as RFC 2231 has it is not lost."""
    raw = "Content-Type: text/plain; charset*=us-ascii'en'utf-8\r\n\r\ncaf\u00e9"

    assert read(raw.encode()).text == "caf\u00e9"


def test_headers_are_bounded() -> None:
    """A header of a megabyte is cut before anybody decodes it."""
    seen = read(b"To: " + b"(" * 1_000_000 + b"\r\nSubject: " + b"a," * 500_000 + b"\r\n\r\n")

    assert (len(seen.to), len(seen.subject)) == (MAX_HEADER_CHARACTERS, MAX_HEADER_CHARACTERS)


def test_parts_inside_parts_have_an_end() -> None:
    """A mail of thousands of nested parts is given up, not followed."""
    nested = b"".join(
        b'Content-Type: multipart/mixed; boundary="%d"\r\n\r\n--%d\r\n' % (n, n)
        for n in range(3000)
    )

    assert read(nested).links == ()


def test_links_are_bounded() -> None:
    """A mail that is nothing but links does not fill the report."""
    assert len(read(mail("<a href=x>" * 30_000, "http://x " * 30_000)).links) == 2 * MAX_LINKS


def test_not_into_what_is_attached() -> None:
    """A mail that came back holds ours as an attachment; its links are not this mail's."""
    returned = mail(text="could not be delivered")
    returned.add_attachment(mail('<a href="http://x">'))
    returned.add_attachment("<a href='http://y'>", subtype="html", filename="page.html")

    assert read(returned).links == ()


def test_raw_bytes_in_headers() -> None:
    """Headers that are UTF-8 without saying so are read as what they are."""
    assert read("Subject: Caf\u00e9\r\n\r\n".encode()).subject == "Caf\u00e9"
    assert (
        read("Subject: Caf\u00e9\r\n\r\n".encode("latin-1")).subject
        == "Caf\N{REPLACEMENT CHARACTER}"
    )

"""A mail is cut to its limits before it is parsed; an ordinary one is parsed as it is."""

import email
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaign_tracking.mailbox.bodies import children
from campaign_tracking.mailbox.parsing import (
    MAX_BOUNDARIES,
    MAX_HEADER_CHARACTERS,
    MAX_LINES,
    MAX_PARAMETERS,
    parsed,
    within_limits,
)

CORPUS = sorted((Path(__file__).parent / "corpus").glob("*.eml"))
BEYOND = 100
IN_A_PART = b"Content-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\n"


@pytest.mark.parametrize("file", CORPUS, ids=lambda file: file.stem)
def test_ordinary_mails_are_whole(file: Path) -> None:
    """Nothing of a mail as mail programs write it is cut off, or parsed in another way."""
    raw = file.read_bytes()

    assert within_limits(raw) == raw
    assert parsed(raw).as_bytes() == email.message_from_bytes(raw).as_bytes()


@pytest.mark.parametrize("before", [b"", IN_A_PART], ids=["mail", "part"])
@pytest.mark.parametrize("blank", [b"", b"\r\n "], ids=["one-line", "folded"])
def test_headers_are_cut(before: bytes, blank: bytes) -> None:
    """A header of any length is cut, with what is folded, in the mail and in its parts."""
    words = (b"x" * 70 + blank) * MAX_HEADER_CHARACTERS

    message = parsed(before + b"Subject: " + words + b"\r\nTo: a@client.example\r\n\r\n")
    part = children(message)[0] if before else message

    assert len(part["Subject"]) == MAX_HEADER_CHARACTERS
    assert part["To"] == "a@client.example"


@pytest.mark.parametrize("before", [b"", IN_A_PART], ids=["mail", "part"])
@pytest.mark.parametrize("name", [b"Content-Type", b"content-disposition"])
@pytest.mark.parametrize("piece", [b";", b";a=b", b'"a;', b";a*1=b"])
def test_parameters_are_cut(before: bytes, name: bytes, piece: bytes) -> None:
    """Of parameters no more than anybody writes are parsed, quoted or not."""
    message = parsed(before + name + b': x; a="' + piece * (MAX_PARAMETERS + BEYOND) + b'"\r\n\r\n')
    part = children(message)[0] if before else message

    assert part[name.decode()].count(";") == MAX_PARAMETERS


def test_parameters_within_the_limit() -> None:
    """The last parameter within the limit is read; other headers have as many semicolons as any."""
    many = b";a=b" * (MAX_PARAMETERS - 1)
    raw = b"X: " + many * 2 + b"\r\nContent-Type: text/html" + many + b";charset=utf-8\r\n\r\n"

    message = parsed(raw)

    assert message.get_content_charset() == "utf-8"
    assert message["X"].encode() == many * 2


@pytest.mark.parametrize("end", [b"\n", b"\r", b"\r\n"])
def test_lines_are_cut(end: bytes) -> None:
    """A mail of nothing but lines is read so far, and no farther."""
    assert within_limits(end * (MAX_LINES + BEYOND)) == end * MAX_LINES


@pytest.mark.parametrize(
    "word", [b"boundary=", b"BOUNDARY =", b"boundary*0*=", b"boundary\r\n\t=", b"boundary*="]
)
def test_multiparts_are_cut(word: bytes) -> None:
    """Of multiparts in multiparts there is an end, however a boundary is declared."""
    part = b'Content-Type: multipart/mixed;\r\n %b"x"\r\n\r\n--x\r\n' % word

    assert within_limits(part * (MAX_BOUNDARIES + BEYOND)).count(word) == MAX_BOUNDARIES
    assert within_limits(part * MAX_BOUNDARIES) == part * MAX_BOUNDARIES


@given(
    st.binary(max_size=300) | st.lists(st.sampled_from([b"boundary=", b"\r\n", b"x"])).map(b"".join)
)
def test_anything_is_parsed(raw: bytes) -> None:
    """What is within the limits stays whole, and whatever it is, it is parsed."""
    is_within = len(re.findall(b"boundary=", raw)) <= MAX_BOUNDARIES

    assert (within_limits(raw) == raw) == is_within
    assert parsed(raw) is not None


def test_too_deep_to_be_parsed() -> None:
    """Mails within mails within mails, beyond what the parser can follow, are a mail of nothing."""
    assert parsed(b"Content-Type: message/rfc822\r\n\r\n" * 3_000).items() == []

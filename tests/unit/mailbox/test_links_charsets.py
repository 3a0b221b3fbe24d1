"""A text is read by its charset, even if another is declared: a link may hang on it."""

import codecs
from email.message import Message

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from campaign_tracking.mailbox.bodies import MAX_PARTS, text_of
from campaign_tracking.mailbox.charsets import decoded

LINK = "http://t.example.com/r/?id=h1,2,3"
HERE = "\u3053\u3061\u3089\u3042"
NAMES = st.sampled_from(
    ["", "utf-8", "us-ascii", "iso-8859-1", "iso-2022-jp", "Shift_JIS", "EUC-JP", "utf-16", "utf-7"]
) | st.text(max_size=12)


@given(st.binary(max_size=200), NAMES)
@example(b"x", "zlib")
@example(b"x", "punycode")
@example(b"\x00\xd8", "utf-16-le")
@example(b"x", "a\0b")
def test_anything_is_decoded(content: bytes, declared: str) -> None:
    """Whatever the bytes and the declaration are, there is a text, and ASCII stays what it is."""
    assert isinstance(decoded(content, declared), str)


@given(st.text(st.characters(min_codepoint=32, max_codepoint=126), max_size=60), NAMES)
def test_ascii_stays(text: str, declared: str) -> None:
    """A link in plain ASCII is the same in every charset that mails use."""
    if declared in {"utf-16", "utf-7"} or not _is_like_ascii(declared):
        return

    assert decoded(text.encode(), declared) == text


@pytest.mark.parametrize(
    ("written_in", "declared"),
    [
        *((charset, charset) for charset in ("utf-8", "iso-2022-jp", "shift_jis", "euc_jp")),
        *((charset, "") for charset in ("utf-8", "utf-8-sig", "iso-2022-jp", "utf-16", "utf-32")),
        ("utf-16-le", "utf-16"),
        ("utf-16-be", "utf-16"),
        ("utf-16-be", "utf-8"),
        ("utf-32-be", "utf-32"),
        ("utf-8", "shift_jis"),
        ("utf-8", "euc-jp"),
        ("utf-8", "us-ascii"),
        ("utf-8", "no-such-charset"),
        ("iso-2022-jp", "utf-8"),
        ("iso-2022-jp", "shift_jis"),
    ],
)
def test_written_and_declared(written_in: str, declared: str) -> None:
    """A text is read as it was written, with a letter right before the link."""
    text = f"{HERE}{LINK}\n{HERE}\n" + "x" * 60

    assert decoded(text.encode(written_in), declared) == text


@pytest.mark.parametrize(
    ("content", "declared", "text"),
    [
        pytest.param(b"\x87\x40~\\", "Shift_JIS", "\u2460~\\", id="windows-31j"),
        pytest.param(b"\x93x\x94", "iso-8859-1", "\u201cx\u201d", id="windows-1252"),
        pytest.param(b"\x1b(I\x4a\x1b(B", "iso-2022-jp", "\uff8a", id="half-width"),
        pytest.param(b"caf\xe9", "", "caf\ufffd", id="undeclared"),
        pytest.param(b"caf\xe9", "utf-8", "caf\ufffd", id="not-what-is-declared"),
        pytest.param(
            b'<meta charset="euc-jp">\xa4\xa2', "", '<meta charset="euc-jp">\u3042', id="meta"
        ),
        pytest.param(codecs.BOM_UTF16_LE + b"a\0", "utf-8", "a", id="mark-before-declaration"),
        pytest.param(b"", "utf-16", "", id="empty"),
    ],
)
def test_as_mail_programs_do(content: bytes, declared: str, text: str) -> None:
    """Names of charsets mean what mail programs make of them."""
    assert decoded(content, declared) == text


def test_parts_are_bounded() -> None:
    """A mail of endless parts is read so far, and no farther."""
    message = Message()
    message.set_type("multipart/mixed")
    for _ in range(MAX_PARTS + 50):
        part = Message()
        part.set_payload("x")
        message.attach(part)

    assert text_of(message, "text/plain").count("x") == MAX_PARTS


def _is_like_ascii(declared: str) -> bool:
    try:
        return "az~\\+-&".encode(declared) == b"az~\\+-&"
    except (LookupError, ValueError):
        return True

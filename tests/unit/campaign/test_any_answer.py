"""Whatever comes back from the wire, it is an answer or one of our own errors: nothing else."""

import contextlib
import re

import pytest
import responses
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from campaign_tracking.campaign.calls import Tokens
from campaign_tracking.campaign.credentials import Credentials, Opened
from campaign_tracking.campaign.envelope import Value, read, text
from campaign_tracking.campaign.errors import CampaignError
from campaign_tracking.campaign.platform import visit
from campaign_tracking.campaign.query import select
from campaign_tracking.campaign.session import Session
from campaign_tracking.campaign.transport import Transport
from tests.unit.campaign.answers import ROUTER, URL, a_fault, answer, logon, rows, string
from tests.unit.campaign.ways import password, session_token

ENVELOPES = (
    answer("GetOption", string("pstrValue", "https://t.example.com") + string("pbtType", "6")),
    a_fault("SOP-330011 Error while executing", "DLV-490009 No target\nXSV-350008 expired"),
    rows(
        "delivery",
        "<delivery id='1' state='45'/>",
        "<delivery id='2'><folder label='F'/></delivery>",
    ),
    logon(),
)
NAMES = ("Envelope", "Body", "Fault", "faultstring", "GetOptionResponse", "pdomOutput", "xsi:type")
STATUSES = st.sampled_from([200, 201, 400, 401, 403, 404, 500, 502, 503, 504])
QUIET = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
TAG = re.compile(r"<[^>]*>")


@st.composite
def with_bytes_flipped(draw: st.DrawFn) -> bytes:
    """An envelope, some of whose bytes are others."""
    body = bytearray(draw(st.sampled_from(ENVELOPES)).encode())
    for _ in range(draw(st.integers(1, 6))):
        body[draw(st.integers(0, len(body) - 1))] = draw(st.integers(0, 255))
    return bytes(body)


@st.composite
def with_tags_changed(draw: st.DrawFn) -> bytes:
    """An envelope with tags removed, written twice, or put somewhere else."""
    body = draw(st.sampled_from(ENVELOPES))
    for _ in range(draw(st.integers(1, 4))):
        tag = draw(st.sampled_from([*TAG.finditer(f"{body}<>")]))
        instead = draw(st.sampled_from(["", tag[0] * 2, "<x/>", "</x>", "<x>", "text", "&amp;"]))
        body = body[: tag.start()] + instead + body[tag.end() :]
    return body.encode()


@st.composite
def with_names_changed(draw: st.DrawFn) -> bytes:
    """An envelope in which names are others."""
    body = draw(st.sampled_from(ENVELOPES))
    for name in draw(st.sets(st.sampled_from(NAMES), min_size=1)):
        body = body.replace(name, draw(st.sampled_from(["Envelope", "Body", "Fault", "x", ""])))
    return body.encode()


@st.composite
def cut_off(draw: st.DrawFn) -> bytes:
    """An envelope that ends, or begins, anywhere."""
    body = draw(st.sampled_from(ENVELOPES)).encode()
    at = draw(st.integers(0, len(body)))
    return body[:at] if draw(st.booleans()) else body[at:]


@st.composite
def otherwise_encoded(draw: st.DrawFn) -> bytes:
    """An envelope in another encoding than it says, or that says another."""
    body = draw(st.sampled_from(ENVELOPES)).replace("Error", "Fehler: ü日")
    said = draw(st.sampled_from(["utf-8", "utf-16", "latin-1", "ISO-8859-1", "x-none", "\u00fc"]))
    body = body.replace("<?xml version='1.0'?>", f"<?xml version='1.0' encoding='{said}'?>")
    encodings = ["utf-8", "utf-8-sig", "utf-16", "utf-16-be", "utf-32", "cp500", "utf-7"]
    return body.encode(draw(st.sampled_from(encodings)), "replace")


@st.composite
def with_entities(draw: st.DrawFn) -> bytes:
    """An envelope that declares entities, or uses those that nobody declared."""
    body = draw(st.sampled_from(ENVELOPES))
    types = (
        "<!DOCTYPE a [<!ENTITY b 'cccccccccc'><!ENTITY d '&b;&b;&b;&b;&b;&b;&b;&b;'>]>",
        "<!DOCTYPE a SYSTEM 'file:///etc/passwd'>",
        "<!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]>",
        "",
    )
    used = draw(st.sampled_from(["&b;", "&d;", "&#0;", "&#xFFFF;", "&nbsp;", "&", "]]>"]))
    body = body.replace("?>", f"?>{draw(st.sampled_from(types))}", 1)
    return body.replace("</", f"{used}</", draw(st.integers(1, 3))).encode()


@st.composite
def overgrown(draw: st.DrawFn) -> bytes:
    """An envelope with something in it that is far too much of its kind."""
    size = draw(st.sampled_from([1_000, 20_000, 200_000]))
    much = draw(
        st.sampled_from(
            [
                f"<x y='{'z' * size}'/>",
                "<x>" * min(size, 20_000) + "</x>" * min(size, 20_000),
                "<x>" * min(size, 20_000),
                "<x/>" * min(size, 20_000),
                "9" * size,
                "<x " + " ".join(f"a{n}='1'" for n in range(min(size, 20_000))) + "/>",
            ]
        )
    )
    body = draw(st.sampled_from(ENVELOPES))
    tags = list(TAG.finditer(body))
    return (body[: (end := draw(st.sampled_from(tags)).end())] + much + body[end:]).encode()


MUTATED = (
    with_bytes_flipped()
    | with_tags_changed()
    | with_names_changed()
    | cut_off()
    | otherwise_encoded()
    | with_entities()
)
LINES = st.sampled_from(["XSV-350008", "XSV-350012", "OK", "<html>", "\ufeff", "\x00", "\r\n", "-"])
BODIES = (
    MUTATED
    | st.binary(max_size=80)
    | st.text(max_size=60).map(str.encode)
    | st.lists(LINES, max_size=6).map(lambda lines: "".join(lines).encode())
)


def read_all(body: str, status: int) -> list[Value]:
    """Read an envelope, and everything that our code does with its values."""
    values = read(body, "GetOption", status)
    for value in values:
        assert value.text == value.text.strip()
        list(value.elements("delivery"))
        with contextlib.suppress(CampaignError):
            assert "}" not in value.child.tag
    return values


@QUIET
@given(MUTATED, STATUSES)
@example(ENVELOPES[0].replace("'1.0'?", "'1.0' encoding='x-none'?").encode(), 200)
@example(b"\xff\xfe<\x00?\x00", 200)
def test_any_envelope(body: bytes, status: int) -> None:
    """A mutated envelope is read, or refused with a word."""
    with contextlib.suppress(CampaignError):
        read_all(body.decode("utf-8", "replace"), status)


@settings(max_examples=25, deadline=None)
@given(overgrown(), STATUSES)
def test_overgrown_envelope(body: bytes, status: int) -> None:
    """What is far too much of its kind is read, or refused with words that are not."""
    try:
        read_all(body.decode(), status)
    except CampaignError as error:
        words = str(error)
    else:
        words = ""

    assert len(words) < len(body)


@QUIET
@given(BODIES, STATUSES, st.sampled_from([password(), session_token()]))
def test_any_call(transport: Transport, body: bytes, status: int, how: Credentials) -> None:
    """Whatever the router answers, to the call and to the renewal, it is our own error at worst."""
    with responses.RequestsMock() as wire:
        wire.post(ROUTER, body, status=status)
        told: list[str] = []
        opened = Opened(tokens=Tokens(session="___x", security="@x"), values=())
        session = Session(transport, how, opened, told.append)

        for _ in range(2):
            with contextlib.suppress(CampaignError):
                session.call("xtk:session#GetOption", [text("name", "x")])
            with contextlib.suppress(CampaignError):
                select(session, "nms:delivery", ("@id", "[folder/@label]", "label"), ())

        assert len(wire.calls) <= 12  # noqa: PLR2004  (each of four at most with its renewal)


@QUIET
@given(BODIES, STATUSES, BODIES, STATUSES)
def test_any_visit(
    transport: Transport, body: bytes, status: int, page: bytes, page_status: int
) -> None:
    """Whatever answers, the visit ends with a platform that says what came of it."""
    with responses.RequestsMock(assert_all_requests_are_fired=False) as wire:
        wire.post(ROUTER, body, status=status)
        for path in ("/nl/jsp/ping.jsp", "/r/test"):
            wire.get(URL + path, page, status=page_status)
        told: list[str] = []

        platform, session = visit(transport, password, told.append)

        assert (session is None) is bool(platform.words) is not platform.logged_on


@QUIET
@given(BODIES, STATUSES)
@example(b"OK\xff\n", 200)
@example(b"OK\n", 500)
@example(b"OK\n", 201)
@example(b"\xef\xbb\xbfOK\n2024-05-06 07:08:09.123Z\n", 200)
def test_any_ping(transport: Transport, page: bytes, status: int) -> None:
    """Whatever ping.jsp answers, it is in order only if its first line says so, at status 200."""
    with responses.RequestsMock() as wire:
        wire.post(ROUTER, logon())
        wire.get(f"{URL}/nl/jsp/ping.jsp", page, status=status)
        told: list[str] = []

        platform, session = visit(transport, password, told.append)

        assert session is not None
        first = page.decode("utf-8-sig", "replace").strip().split("\n")[0].strip().lower()
        assert platform.ping_ok is (status == 200 and first == "ok")  # noqa: PLR2004  (fine)


def test_half_a_character() -> None:
    """Text that cannot be written as UTF-8 is refused as any other that is no XML."""
    with pytest.raises(CampaignError):
        read(ENVELOPES[0].replace("https", "\udc80"), "GetOption", 200)


def test_mutants_are_not_all_refused() -> None:
    """The mutations leave enough alone for the reading to be tested, too."""
    readable = ENVELOPES[0].replace("pstrValue", "x")

    assert [value.text for value in read_all(readable, 200)] == ["https://t.example.com", "6"]
    with pytest.raises(CampaignError):
        read_all(readable[:-1], 200)

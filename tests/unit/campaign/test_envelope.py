"""Envelopes: what we write arrives as it was meant, what we read is Campaign's or refused."""

import contextlib
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaign_tracking.campaign.envelope import (
    boolean,
    build,
    document,
    element,
    number,
    read,
    text,
)
from campaign_tracking.campaign.errors import (
    AddressRefused,
    BrokenAnswer,
    CampaignError,
    Fault,
    MethodMissing,
    NotCampaign,
    SessionExpired,
    WrongPassword,
)
from campaign_tracking.campaign.not_soap import LONGEST_LINE, SHOWN
from campaign_tracking.safe_xml import MAX_DEPTH, NotXmlError, local_name, parse
from tests.unit.campaign.answers import a_fault, answer, string

XML_TEXT = st.text(
    st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff"), max_size=50
)


@given(XML_TEXT, XML_TEXT)
def test_what_is_built_can_be_read(token: str, value: str) -> None:
    """Any text survives the envelope; the session token is always the first parameter."""
    root = parse(build("xtk:session", "GetOption", token, [text("name", value), number("n", 7)]))

    call = root[0][0]
    assert [local_name(part) for part in call] == ["sessiontoken", "name", "n"]
    assert [part.text or "" for part in call] == [token, value, "7"]


def test_interface_call_keeps_its_pipe() -> None:
    """The namespace of an interface call holds a pipe, as Adobe's own client sends it."""
    entity = ET.Element("delivery", {"id": "1"})
    request = build("xtk:jobInterface|nms:delivery", "Submit", "", [document("document", entity)])

    assert 'xmlns:m="urn:xtk:jobInterface|nms:delivery"' in request
    assert '<document xsi:type="" SOAP-ENV:encodingStyle=' in request
    assert '<delivery id="1" />' in request


def test_other_parameters() -> None:
    """Elements are literal, booleans are words."""
    request = build("x", "M", "", [element("content"), boolean("exists", value=False)])

    assert '<content xsi:type="ns:Element" SOAP-ENV:encodingStyle=' in request
    assert '<exists xsi:type="xsd:boolean">false</exists>' in request


def test_values_come_in_order() -> None:
    """Values are read by position and local name, whatever their namespace; tokens are trimmed."""
    body = answer("GetOption", string("pstrValue", "\nvalue\n") + string("pbtType", "6"))

    values = read(body, "GetOption", 200)

    assert [(value.name, value.text) for value in values] == [
        ("pstrValue", "value"),
        ("pbtType", "6"),
    ]


def test_element_inside_a_value_is_local() -> None:
    """An element inside a value inherits the answer's namespace, which says nothing."""
    body = answer("ExecuteQuery", "<pdomOutput><delivery id='1'><folder/></delivery></pdomOutput>")

    child = read(body, "ExecuteQuery", 200)[0].child

    assert (child.tag, child[0].tag, child.get("id")) == ("delivery", "folder", "1")


@pytest.mark.parametrize(
    ("body", "kind", "codes"),
    [
        (a_fault("SOP-330011 Error", "DLV-490009 no target"), Fault, ("SOP-330011", "DLV-490009")),
        (a_fault("SOP-330006 not defined"), MethodMissing, ("SOP-330006",)),
        (a_fault("XSV-350008 expired"), SessionExpired, ("XSV-350008",)),
        (a_fault("XSV-350026 no right"), Fault, ("XSV-350026",)),
        (
            "XSV-350012 Invalid login or password. Connection denied.",
            WrongPassword,
            ("XSV-350012",),
        ),
        ("XSV-350013 The '192.0.2.1' IP address via which", AddressRefused, ("XSV-350013",)),
    ],
)
def test_faults(body: str, kind: type[Fault], codes: tuple[str, ...]) -> None:
    """A fault is told by its type, and by all codes of its string and its detail."""
    with pytest.raises(Fault) as error:
        read(body, "Logon", 403)

    assert (type(error.value), error.value.codes, error.value.status_code) == (kind, codes, 403)


@pytest.mark.parametrize(
    "body",
    [
        pytest.param("", id="empty"),
        pytest.param("<html><body>Sign in</body></html>", id="login-page"),
        pytest.param("<!DOCTYPE html><p>502 Bad Gateway", id="proxy"),
        pytest.param(answer("GetOption", string("v", "x"))[:200], id="cut-off"),
        pytest.param(answer("GetUserInfo", ""), id="another-answer"),
        pytest.param("<a xmlns='x'><b/></a>", id="other-xml"),
        pytest.param(f"<!DOCTYPE a [<!ENTITY b 'c'>]>{answer('GetOption', '')}", id="entities"),
    ],
)
def test_something_else(body: str) -> None:
    """Whatever else answers is not Campaign, and the error shows how it begins."""
    with pytest.raises(NotCampaign, match=r"HTTP 200|came where"):
        read(body, "GetOption", 200)


@given(st.text())
def test_any_answer(body: str) -> None:
    """Whatever comes is an answer or one of our errors; nothing else happens."""
    with pytest.raises(CampaignError):
        read(body, "GetOption", 200)


@given(st.binary(max_size=300), st.sampled_from(["utf-8", "utf-16", "latin-1"]))
def test_any_xml(raw: bytes, encoding: str) -> None:
    """Whatever claims to be XML is read or refused."""
    with contextlib.suppress(NotXmlError):
        parse(raw.decode(encoding, "replace"))


@pytest.mark.parametrize("deep", [1, MAX_DEPTH - 1, MAX_DEPTH])
def test_xml_may_be_deep(deep: int) -> None:
    """As deep as an answer may be, and with as many elements beside each other as may come."""
    root = parse("<a>" * deep + "</a>" * deep)
    beside = parse(f"<a>{'<b><c/></b>' * 2 * MAX_DEPTH}</a>")

    assert sum(1 for _ in root.iter()) == deep
    assert len(beside) == 2 * MAX_DEPTH


@pytest.mark.parametrize("deep", [MAX_DEPTH + 1, 5_000, 100_000])
@pytest.mark.parametrize("closed", [True, False])
def test_xml_has_a_bottom(deep: int, *, closed: bool) -> None:
    """What is deeper than Python can follow is refused, and not followed."""
    with pytest.raises(NotXmlError, match=f"more than {MAX_DEPTH} elements deep"):
        parse("<a>" * deep + "</a>" * deep * closed)


def test_deep_answer_is_our_own_error() -> None:
    """An answer without a bottom is told as one that cannot be read."""
    deep = answer("GetOption", "<a>" * 5_000 + "</a>" * 5_000)

    with pytest.raises(BrokenAnswer, match="elements deep"):
        read(deep, "GetOption", 200)


@pytest.mark.parametrize(
    ("string_", "detail", "words"),
    [
        ("", "", "a fault without a word"),
        ("", "XYZ-123456 so", "a fault without a word\nXYZ-123456 so"),
        (" \n", "so", "a fault without a word\nso"),
        ("so", "", "so"),
        ("so", "it is", "so\nit is"),
    ],
)
def test_words_of_a_fault(string_: str, detail: str, words: str) -> None:
    """The detail never stands where the fault string was due: what opens a fault counts."""
    with pytest.raises(Fault) as error:
        read(a_fault(string_, detail), "GetOption", 200)

    assert error.value.text == words


@pytest.mark.parametrize(
    ("begins", "status", "limit"),
    [
        pytest.param("no soap", 200, SHOWN, id="text"),
        pytest.param("no soap", 403, SHOWN, id="refusal"),
        pytest.param("Bad Gateway", 502, SHOWN, id="proxy"),
        pytest.param("<a>", 200, SHOWN, id="cut-off"),
        pytest.param("XSV-350012 Invalid login", 403, LONGEST_LINE, id="session-layer"),
    ],
)
def test_what_is_shown_ends_with_a_word(begins: str, status: int, limit: int) -> None:
    """Half a secret is not known for one, and would not be masked."""
    said = f"{begins} {'word ' * (limit // 5 - 8)}{'canary-' * 20} so"

    with pytest.raises(CampaignError) as error:
        read(said, "GetOption", status)

    assert "word ..." in str(error.value)
    assert "canary" not in str(error.value)


def test_xml_has_an_end() -> None:
    """A document that is too long is refused before it is read."""
    with pytest.raises(NotXmlError, match="longer than"):
        parse("<a>" + " " * 8_000_000 + "</a>")

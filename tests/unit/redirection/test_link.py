"""Properties that hold for every tracked link, not just for those we thought of."""

import contextlib
from urllib.parse import urlencode

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from pydantic import TypeAdapter

from campaign_tracking.redirection.link import NotATrackedLinkError, TrackedLink

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
ID = st.integers(min_value=0, max_value=2**64 - 1)
ORIGIN = st.sampled_from(["https://t.example", "http://t.example:8080", "https://t.xn--e1a"])
NEARLY_LINKS = st.text("0aZ,&=%+-[]:@#").map("https://t.example/r/?id=h1,2,3{}".format)


@st.composite
def links(draw: st.DrawFn) -> str:
    """Write a link as a platform would."""
    ids = f"{draw(st.sampled_from('hts'))}{draw(ID):x},{draw(ID):x},{draw(ID):x}"
    names = TEXT.filter(lambda name: name != "id")
    parameters = draw(st.lists(st.tuples(names, TEXT)))
    path = draw(st.sampled_from(["/r/", "//r/"]))
    return f"{draw(ORIGIN)}{path}?{urlencode([('id', ids), *parameters], safe=',')}"


@given(links())
def test_keeps_what_was_received(text: str) -> None:
    """A link is clicked as it stands in the mail; a changed one is refused by its server."""
    assert TrackedLink.parse(text).text == text


@given(ORIGIN, st.sampled_from("htSz"), ID, ID, ID)
def test_reads_the_ids(
    origin: str, kind: str, message_id: int, delivery_id: int, url_id: int
) -> None:
    """The three ids are hexadecimal, in this order: message, delivery, URL."""
    link = TrackedLink.parse(f"{origin}/r/?id={kind}{message_id:x},{delivery_id:X},{url_id:x}")

    assert (link.origin, link.kind) == (origin, kind.lower())
    assert (link.message_id, link.delivery_id, link.url_id) == (message_id, delivery_id, url_id)
    assert link.is_open is (url_id == 1)


@given(st.lists(st.tuples(TEXT.filter(lambda name: name != "id"), TEXT)))
def test_keeps_parameters_in_order(parameters: list[tuple[str, str]]) -> None:
    """Whatever else stands in a link is kept: values, unknown names, a signature."""
    link = TrackedLink.parse(f"http://t.example/r/?id=h1,2,3&{urlencode(parameters)}")

    assert link.parameters == tuple(parameters)


@given(st.text() | NEARLY_LINKS)
@example("https://[t.example/r/?id=h1,2,3")
@example("https://:80/r/?id=h1,2,3")
@example("http://t.example/r/?" + "&" * 5000 + "id=h1,2,3")
def test_refuses_instead_of_crashing(text: str) -> None:
    """Whatever stands in a mail either is a link or is refused; nothing else happens."""
    with contextlib.suppress(NotATrackedLinkError):
        TrackedLink.parse(text)


@given(links(), st.sampled_from("\n\r\t \x00\x7f\u2028"), st.data())
def test_refuses_a_broken_line(text: str, gap: str, data: st.DataObject) -> None:
    """A line feed or a blank anywhere is refused, as some web mail does."""
    cut = data.draw(st.integers(min_value=0, max_value=len(text)))

    with pytest.raises(NotATrackedLinkError, match="white space"):
        TrackedLink.parse(text[:cut] + gap + text[cut:])


@given(links())
def test_refuses_a_second_id(text: str) -> None:
    """A landing page parameter that is called ``id``, too, makes a link ambiguous."""
    with pytest.raises(NotATrackedLinkError, match="exactly one"):
        TrackedLink.parse(f"{text}&id=42")


@pytest.mark.parametrize(
    "text",
    [
        "ftp://t.example/r/?id=h1,2,3",
        "http:///r/?id=h1,2,3",
        "http://t.example/R/?id=h1,2,3",
        "http://t.example/r?id=h1,2,3",
        "http://t.example/x/r/?id=h1,2,3",
        "http://t.example/r/a?id=h1,2,3",
        "http://t.example/r/?tagid=x",
        "http://t.example/r/?id=1,2,3",
        "http://t.example/r/?id=h1,2",
        "http://t.example/r/?id=h1,2,3,4",
        "http://t.example/r/?id=h,2,3",
        "http://t.example/r/?id=h12345678901234567,2,3",
        "http://t.example/r/?id=\u0125\u0661,2,3",
    ],
)
def test_refuses_what_is_no_tracked_link(text: str) -> None:
    """Web tracking, other pages, and ids of another form are somebody else's."""
    with pytest.raises(NotATrackedLinkError):
        TrackedLink.parse(text)


def test_goes_to_json_and_back() -> None:
    """The fact survives facts.json."""
    facts = TypeAdapter(TrackedLink)
    link = TrackedLink.parse("https://T.example//r/?id=h1f69f0f9,87536dde,1&p1=A%20b")

    assert facts.validate_python(facts.dump_python(link, mode="json")) == link
    assert (link.origin, link.host, link.is_open) == ("https://T.example", "t.example", True)

"""What a tracking formula's text tells: a line feed between its pieces, and what it begins with."""

from hypothesis import given
from hypothesis import strategies as st

from campaign_tracking.formulas import CLICK, OPEN, WEB, formulas, has_line_feed, lacks_base
from tests.unit.checks.healthy import options

CODE = st.text("ab()\n\r ", max_size=8).map(lambda inner: f"<%{inner}%>")
PLAIN = st.text("abc/?=&", max_size=8)
FEED = st.sampled_from(["\n", "\r", "\r\n"])


@given(st.lists(st.one_of(CODE, PLAIN), max_size=5))
def test_line_feeds_in_code_are_none(pieces: list[str]) -> None:
    """Inside of code, and around the whole, a line feed does no harm."""
    assert not has_line_feed("\n".join(["", "".join(pieces), ""]))


@given(st.lists(PLAIN, max_size=3), FEED, st.lists(CODE, max_size=3))
def test_line_feeds_between_pieces_are_found(
    before: list[str], feed: str, after: list[str]
) -> None:
    """Between two pieces one gets into the link."""
    assert has_line_feed(f"a{''.join(before)}{feed}{''.join(after)}b")


@given(st.sampled_from(["", " ", "\n"]), st.sampled_from(["/", "//"]), PLAIN)
def test_nothing_before_the_path(blank: str, slashes: str, rest: str) -> None:
    """A formula that begins with the path gives links no base."""
    assert lacks_base(f"{blank}{slashes}r/{rest}")


@given(st.one_of(CODE, PLAIN.filter(lambda text: not text.startswith("/") and text)), PLAIN)
def test_something_before_the_path(base: str, rest: str) -> None:
    """Whatever stands before it may be a base."""
    assert not lacks_base(f"{base}/r/{rest}")


def test_formulas_by_their_options() -> None:
    """All three, an absent one empty."""
    held = formulas(options(NmsTracking_WebFormula=""))

    assert list(held) == [CLICK, OPEN, WEB]
    assert held[WEB] == ""

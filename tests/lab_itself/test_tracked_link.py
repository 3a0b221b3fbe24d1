"""The tracked link and its signature."""

import re

from hypothesis import given
from hypothesis import strategies as st

from campaign_tracking.lab.redirection.tracked_link import (
    Signer,
    TrackedLink,
    placeholders,
    read_link,
    target,
)

IDS = st.integers(min_value=1, max_value=2**63 - 1)
SIGNER = Signer(b"key", "s")


@given(IDS, IDS, IDS, st.sampled_from("ht"))
def test_ids_survive(broad_log: int, delivery: int, url: int, content: str) -> None:
    """What is written in hex is read again, signed or not, and has the documented form."""
    link = TrackedLink(content=content, broad_log_id=broad_log, delivery_id=delivery, url_id=url)
    text = link.path_and_query()
    assert re.fullmatch(r"/r/\?id=[ht][0-9a-f]+,[0-9a-f]+,[0-9a-f]+", text)
    assert read_link(text.partition("?")[2]) == link
    assert read_link(SIGNER.signed(text).partition("?")[2]) == link


def test_documented_example() -> None:
    """The documentation's own link."""
    link = TrackedLink(
        content="h",
        broad_log_id=0x617791,
        delivery_id=0x71FFA3,
        url_id=0x71FFA8,
        values=("CustomerName",),
    )
    assert link.path_and_query() == "/r/?id=h617791,71ffa3,71ffa8&p1=CustomerName"


def test_negative_id_is_unsigned() -> None:
    """A negative message id is written as unsigned 32 bits, as by the standard formula."""
    link = TrackedLink(content="h", broad_log_id=-1, delivery_id=1, url_id=1)
    assert link.path_and_query() == "/r/?id=hffffffff,1,1"


@given(st.text(st.sampled_from("/r?id=h1,2&p%AbZ"), min_size=1), st.integers(min_value=0))
def test_any_change_breaks_the_signature(text: str, at: int) -> None:
    """The signature covers every letter, and its case."""
    signed = SIGNER.signed(text)
    assert SIGNER.is_as_signed(signed)
    place = at % len(signed)
    changed = f"{signed[:place]}{signed[place].swapcase()}{signed[place + 1 :]}"
    assert SIGNER.is_as_signed(changed) is (changed == signed)
    assert not SIGNER.is_as_signed(text)
    assert not SIGNER.is_as_signed(f"{signed}&utm=1")


def test_personalised_parts() -> None:
    """Values take the places of the personalised parts, in order."""
    source = "https://x.example/?a=<%= escapeUrl(recipient.email) %>&b=<%=recipient.id%>"
    assert placeholders(source) == ["<%= escapeUrl(recipient.email) %>", "<%=recipient.id%>"]
    assert target(source, ("A%40x", "7")) == "https://x.example/?a=A%40x&b=7"
    assert target(source, ()) == "https://x.example/?a=&b="


def test_other_queries_are_no_links() -> None:
    """No id, two ids, an id of another form."""
    assert [
        read_link(query) for query in ("", "p1=1", "id=h1,2", "id=h1,2,3&id=h1,2,3", "id=h1,2,x")
    ] == [None] * 5

"""Queries: a row has every field that was asked for, and a value stays a value."""

import pytest
import responses

from campaign_tracking.campaign.query import literal, select
from campaign_tracking.campaign.session import Session
from tests.unit.campaign.answers import ROUTER, rows


def test_select_reads_fields(wire: responses.RequestsMock, session: Session) -> None:
    """A row has every field that was asked for, through links and memo elements."""
    wire.post(
        ROUTER,
        rows(
            "trackingUrl",
            "<trackingUrl id='7' delivery-id='9'><sourceURL>http://x/?a=1&amp;b"
            "</sourceURL><folder label='F'/></trackingUrl>",
        ),
    )
    fields = ("@id", "[@delivery-id]", "sourceURL", "[folder/@label]", "[other/@label]", "@none")

    found = select(session, "nms:trackingUrl", fields, ("@id > 0",), line_count=10)

    assert [list(row.values()) for row in found] == [["7", "9", "http://x/?a=1&b", "F", "", ""]]
    assert 'lineCount="10"' in str(wire.calls[0].request.body)


def test_select_finds_nothing(wire: responses.RequestsMock, session: Session) -> None:
    """No rows is an answer."""
    wire.post(ROUTER, rows("delivery"))

    assert select(session, "nms:delivery", ("@id",), ()) == []


@pytest.mark.parametrize(
    ("value", "expected"), [("a", "'a'"), ("o'neil", "'o\\'neil'"), ("\\", "'\\\\'")]
)
def test_literals_are_escaped(value: str, expected: str) -> None:
    """A value stays a value inside of an expression."""
    assert literal(value) == expected

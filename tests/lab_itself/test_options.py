"""What a document of ``xtk:option`` sets, in the forms that clients write."""

import pytest

from campaign_tracking.lab.application.options import type_and_value
from campaign_tracking.safe_xml import parse


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ('dataType="6" stringValue="v"/>', (6, "v")),
        ('dataType="3" longValue="7"/>', (3, "7")),
        (
            'dataType="12"><memoValue>a &lt;b&gt;</memoValue></option>',
            (12, "a <b>"),
        ),
        ('dataType="12" memoValue="a &lt;b&gt;"/>', (12, "a <b>")),
        ('stringValue="v"/>', (6, "v")),
    ],
)
def test_value(value: str, expected: tuple[int, str]) -> None:
    """A value stands in the attribute of its type; a memo in an element, or as the SDK has it."""
    assert type_and_value(parse(f'<option name="Mine" {value}')) == expected

"""Tracking formulas write what stands in them, and the ids that their code names."""

from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaign_tracking.lab.delivery.formula import written
from campaign_tracking.lab.wizard_options import ROUTING_URL

BASE: Final = "https://t.client.example"
OPTION: Final = "<%@ include option='NmsTracking_ServerUrl' %>"
IDS: Final = {"contentLetter": "h", "messageId": "1f", "deliveryId": "2e", "urlId": "3d"}
SUM: Final = "contentLetter + messageId + ',' + deliveryId + ',' + urlId"


@pytest.mark.parametrize(
    ("formula", "link"),
    [
        (f"{OPTION}/r/?id=<% document.write({SUM}) %>", f"{BASE}/r/?id=h1f,2e,3d"),
        (f"{ROUTING_URL}/r/?id=<% document.write({SUM}); %>", f"{BASE}/r/?id=h1f,2e,3d"),
        ("/r/?id=<% document.write(contentLetter + 1) %>", "/r/?id=h1"),
        (f"{OPTION}\n/r/", f"{BASE}\n/r/"),
        ("<% document.write(nobodyKnows) %>&amp;cid=7", "&amp;cid=7"),
        ("<% whatever() %>", ""),
        ("<%@ include option='NmsServer_URL' %>/x", "/x"),
    ],
)
def test_written(formula: str, link: str) -> None:
    """Base, ids and literal text, each in its place."""
    assert written(formula, BASE, IDS) == link


@given(st.text("abc/?&= \n<", max_size=20).filter(lambda text: "<%" not in text))
def test_what_is_no_code_stays(text: str) -> None:
    """Outside of code every character gets into the link, whatever it is."""
    assert written(text, BASE, IDS) == text

"""What goes to a mid and comes back, as text and as ids."""

import contextlib

from hypothesis import given
from hypothesis import strategies as st

from campaign_tracking.lab import stamps
from campaign_tracking.lab.database import OPEN_URL_ID, Delivery, Recipient, TrackingUrl
from campaign_tracking.lab.delivery.job import Severity
from campaign_tracking.lab.markup import element, serialised
from campaign_tracking.lab.mid_sourcing.counterparts import Counterparts
from campaign_tracking.lab.mid_sourcing.delivery_part import (
    Part,
    Result,
    delivery_document,
    read_part,
    read_result,
    written_part,
    written_result,
)
from campaign_tracking.safe_xml import parse

IDS = st.integers(min_value=0, max_value=2**31)
TEXTS = st.text(st.sampled_from("aé &<>\"'%="), max_size=8)
RECIPIENTS = st.builds(Recipient, id=IDS, email=TEXTS, first_name=TEXTS, last_name=TEXTS)
URLS = st.builds(
    TrackingUrl, id=IDS, delivery_id=st.just(0), type=IDS, source_url=TEXTS, label=TEXTS
)
PARTS = st.builds(
    Part,
    recipients=st.dictionaries(IDS, RECIPIENTS, max_size=3),
    urls=st.lists(URLS, max_size=3).map(tuple),
)
RESULTS = st.builds(
    Result,
    delivery_id=IDS,
    messages=st.dictionaries(IDS, IDS, max_size=3),
    urls=st.dictionaries(IDS, IDS, max_size=3),
    lines=st.lists(st.tuples(TEXTS, st.sampled_from(Severity)), max_size=3).map(tuple),
)


@given(part=PARTS, result=RESULTS)
def test_what_is_written_is_read(part: Part, result: Result) -> None:
    """Through the text on the wire and back."""
    assert read_part(parse(serialised(written_part(part)))) == part
    assert read_result(parse(serialised(written_result(result)))) == result


@given(attributes=st.dictionaries(st.sampled_from(["id", "type", "midId", "logType"]), TEXTS))
def test_what_is_no_part_is_refused(attributes: dict[str, str]) -> None:
    """With a ValueError, whatever the attributes are."""
    for name in ("message", "trackingUrl", "log"):
        document = element("part", {"deliveryId": "1"}, element(name, attributes))
        for read in (read_part, read_result):
            with contextlib.suppress(ValueError):
                read(document)


def test_logs_of_others_are_not_ours() -> None:
    """A mid serves several instances: what has no counterpart is left out."""
    known = Counterparts(
        deliveries={1: 101}, messages={102: 2}, urls={OPEN_URL_ID: OPEN_URL_ID, 103: 3}
    )
    own = {"delivery-id": "101", "broadLog-id": "102", "url-id": "103", "id": "9"}
    found = known.own_log(element("log", own))
    assert found is not None
    assert found.attrib == {"delivery-id": "1", "broadLog-id": "2", "url-id": "3", "id": "9"}
    for name in ("delivery-id", "broadLog-id", "url-id"):
        assert known.own_log(element("log", own | {name: "104"})) is None


def test_what_the_mid_is_told_of_a_delivery() -> None:
    """Label, code and content; neither ids nor routing nor target, and the mode is its own."""
    content = "<content><html/></content>"
    document = parse(
        f"<delivery deliveryMode='4' deliveryProvider-id='7'>{content}<targets/></delivery>"
    )
    now = stamps.now()
    row = Delivery(
        id=5,
        internal_name="DM5",
        label="Tracking check",
        code="CODE1",
        created=now,
        last_modified=now,
        document=document,
    )
    told = delivery_document(row)
    assert told.attrib == {
        "xtkschema": "nms:delivery",
        "label": "Tracking check",
        "deliveryCode": "CODE1",
        "isModel": "0",
        "deliveryMode": "1",
    }
    assert [child.tag for child in told] == ["content"]

"""The account that a delivery is routed through, and the tracking URL of its brand."""

from dataclasses import replace

import pytest
import requests
import responses
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from campaign_tracking.campaign.delivery import Delivery
from campaign_tracking.campaign.routing_account import RoutingAccount, read_routing_account
from campaign_tracking.campaign.session import Session
from tests.unit.campaign.answers import ROUTER, a_fault, rows
from tests.unit.campaign.calls import inside, queried
from tests.unit.samples import TOKEN

TRACKED = Delivery(token=TOKEN, tracked=True, id=9001)
REFUSED = "XSV-350026 The operator has no right to read this"
UNKNOWN = "XTK-170036 Unknown field '@trackingURL' in schema 'nms:extAccount'."
BRAND = "https://brand.example.net"
TIMED_OUT = requests.ReadTimeout("timed out")


def routed(provider: str) -> str:
    """Return a delivery that names this account."""
    return rows("delivery", f"<delivery deliveryProvider-id='{provider}'/>")


def account(*urls: str) -> str:
    """Return external accounts with these tracking URLs."""
    return rows("extAccount", *(f"<extAccount trackingURL='{url}'/>" for url in urls))


@pytest.mark.parametrize(
    ("bodies", "expected"),
    [
        ([routed("7"), account(BRAND)], RoutingAccount(id=7, tracking_url=BRAND)),
        ([routed("-7"), account(f" {BRAND}/ ")], RoutingAccount(id=-7, tracking_url=f"{BRAND}/")),
        ([routed("7"), account("brand")], RoutingAccount(id=7, tracking_url="brand")),
        ([routed("7"), account("")], RoutingAccount(id=7)),
        ([routed("7"), rows("extAccount", "<extAccount/>")], RoutingAccount(id=7)),
        (
            [routed("7"), account()],
            RoutingAccount(id=7, trouble="there is no external account with the id 7"),
        ),
        ([routed("0")], RoutingAccount()),
        ([routed("")], RoutingAccount()),
        ([rows("delivery", "<delivery/>")], RoutingAccount()),
        ([rows("delivery")], RoutingAccount()),
        (
            [routed("bulk")],
            RoutingAccount(trouble="'bulk' came where a whole number was due"),
        ),
        ([a_fault(REFUSED)], RoutingAccount(trouble=REFUSED)),
        ([routed("7"), a_fault(REFUSED)], RoutingAccount(id=7, trouble=REFUSED)),
    ],
)
def test_account(
    wire: responses.RequestsMock, session: Session, bodies: list[str], expected: RoutingAccount
) -> None:
    """The account has a tracking URL, or none; what cannot be read is told, and is no error."""
    for body in bodies:
        wire.post(ROUTER, body)

    assert read_routing_account(session, TRACKED) == expected
    asked = [("nms:delivery", ["@id = 9001"]), ("nms:extAccount", [f"@id = {expected.id}"])]
    assert [queried(call.request) for call in wire.calls] == asked[: len(bodies)]


def test_what_is_asked_for(wire: responses.RequestsMock, session: Session) -> None:
    """Of the account its tracking URL, of the delivery the account, in the brackets it needs."""
    wire.post(ROUTER, routed("7"))
    wire.post(ROUTER, account(BRAND))

    read_routing_account(session, TRACKED)

    nodes = [inside(call.request).iter("node") for call in wire.calls]
    assert [next(each).get("expr") for each in nodes] == ["[@deliveryProvider-id]", "@trackingURL"]


def test_platform_without_the_attribute(wire: responses.RequestsMock, session: Session) -> None:
    """Without multi-branding the schema has no tracking URL: the fault is told as it came."""
    wire.post(ROUTER, routed("7"))
    wire.post(ROUTER, a_fault("SOP-330011 Error while executing the method", UNKNOWN))

    found = read_routing_account(session, TRACKED)

    assert (found.id, found.tracking_url) == (7, "")
    assert UNKNOWN in found.trouble
    assert session.life.lost == session.life.silent == ""


def test_silence(wire: responses.RequestsMock, session: Session) -> None:
    """A platform that does not answer is no error of the run, either."""
    wire.post(ROUTER, body=TIMED_OUT)

    assert "timed out" in read_routing_account(session, TRACKED).trouble


def test_delivery_that_was_not_created(session: Session) -> None:
    """Where there is no delivery, nothing is asked."""
    assert read_routing_account(session, replace(TRACKED, id=None)) == RoutingAccount()


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.text("0123456789-+_ a\u0663", max_size=6), st.text("htps:/.& []\u00fc", max_size=12))
def test_any_value(session: Session, provider: str, url: str) -> None:
    """Whatever the two hold, it is read or told, and only a number becomes a part of a question."""
    with responses.RequestsMock(assert_all_requests_are_fired=False) as wire:
        wire.post(ROUTER, routed(provider))
        wire.post(ROUTER, account(url.replace("&", "&amp;")))

        found = read_routing_account(session, TRACKED)

        asked = [queried(call.request)[1] for call in wire.calls]
    if found.id is None:
        assert asked == [["@id = 9001"]]
        assert found.tracking_url == ""
    else:
        assert asked[1:] == [[f"@id = {found.id}"]]
        assert found.tracking_url == url.strip()

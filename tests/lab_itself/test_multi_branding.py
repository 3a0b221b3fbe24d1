"""A routing account with a tracking URL: links begin with it, and the tracking servers know it."""

import dataclasses
from urllib.parse import urlsplit

import pytest

from campaign_tracking.lab.database import ExternalAccount
from campaign_tracking.lab.wizard_options import ROUTING_URL
from tests.lab_itself.client import Client, FaultError
from tests.lab_itself.contents import fragment
from tests.lab_itself.running import FAST, in_lab, links, part, sent

BRAND = "http://brand.example:8080"
BRANDED = dataclasses.replace(FAST, routing_tracking_url=BRAND)
FORMULAS = ("NmsTracking_ClickFormula", "NmsTracking_OpenFormula")


async def routing(client: Client, delivery_id: str) -> str:
    """Return the condition by which a delivery's account is found."""
    provider = "@deliveryProvider-id"
    where = f"@id = {delivery_id}"
    delivery = await client.query("nms:delivery", "get", f"[{provider}]", where=where)
    return f"@id = {delivery.get(provider[1:])}"


def change_account(client: Client, tracking_url: str) -> ExternalAccount:
    """Enter another tracking URL into the one account."""
    accounts = client.lab.platform.database.accounts
    (account,) = accounts.values()
    accounts[account.id] = dataclasses.replace(account, tracking_url=tracking_url)
    return account


def test_links_begin_with_it() -> None:
    """Both formulas take it from the delivery's account; so do http, https and the pixel."""

    async def scenario(client: Client) -> None:
        delivery_id, mail = await sent(client, fragment())
        where = await routing(client, delivery_id)
        account = await client.query("nms:extAccount", "get", "@trackingURL", where=where)
        assert account.get("trackingURL") == BRAND
        assert {link.partition("/r/")[0] for link in links(mail)} == {BRAND}
        assert f"({BRAND}/r/?id=t" in part(mail, "text/plain")
        assert all([ROUTING_URL in await client.option(name) for name in FORMULAS])
        assert ROUTING_URL not in await client.option("NmsTracking_WebFormula")

    in_lab(scenario, BRANDED)


def test_every_tracking_server_answers_for_it() -> None:
    """Its host is among the masks of the instance: a click by that name is redirected."""

    async def scenario(client: Client) -> None:
        _, mail = await sent(client, fragment())
        landing = urlsplit(links(mail)[0])
        for server in client.lab.tracking:
            for host, status in ((landing.netloc, 302), ("another.example", 404)):
                url = f"{server.url}{landing.path}?{landing.query}"
                answer = await client.http.get(url, headers={"Host": host})
                assert answer.status_code == status, host

    in_lab(scenario, BRANDED)


def test_formula_without_a_brand() -> None:
    """An account without a tracking URL leaves links without a host: they lead nowhere."""

    async def scenario(client: Client) -> None:
        change_account(client, "")
        _, mail = await sent(client, fragment())
        assert links(mail) == []
        assert 'href="/r/?id=h' in part(mail, "text/html")

    in_lab(scenario, BRANDED)


def test_formula_that_does_not_ask_for_it() -> None:
    """What an account holds counts for nothing while the formulas take the option."""

    async def scenario(client: Client) -> None:
        change_account(client, BRAND)
        _, mail = await sent(client, fragment())
        first = client.lab.tracking[0]
        bases = {link.partition("/r/")[0] for link in links(mail)}
        assert bases == {first.url, first.secure_url}

    in_lab(scenario)


def test_without_the_extension() -> None:
    """As installed, nms:extAccount has no such attribute: XTK-170036; the formulas take none."""

    async def scenario(client: Client) -> None:
        with pytest.raises(FaultError, match=r"XTK-170036 Unknown field '@trackingURL'"):
            await client.query("nms:extAccount", "select", "@trackingURL")
        assert not any([ROUTING_URL in await client.option(name) for name in FORMULAS])

    in_lab(scenario)

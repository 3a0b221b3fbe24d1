"""What stands between a marketing instance and its mid, and what is done twice or half."""

import dataclasses
from collections.abc import Callable

import pytest

from campaign_tracking.lab.assumptions import WORKFLOW_STARTED
from campaign_tracking.lab.database import ExternalAccount
from campaign_tracking.lab.mid_sourcing.first_rows import (
    ACCOUNT,
    DELIVERIES_WORKFLOW,
    LOGS_WORKFLOW,
)
from campaign_tracking.lab.redirection.log_files import LogFiles
from campaign_tracking.lab.scheduled_workflow import STOPPED
from tests.lab_itself.client import Client, FaultError, literal, log_lines, string
from tests.lab_itself.contents import fragment
from tests.lab_itself.mid import (
    MID,
    PENDING,
    at_the_mid,
    in_error,
    message,
    on_both,
    state,
    workflow,
)
from tests.lab_itself.running import in_lab, sent
from tests.lab_itself.test_tracking_log import hit

Change = Callable[[ExternalAccount], ExternalAccount]
UNREACHABLE = (
    "Error during the call of method '{}' on the mid sourcing server: 'Communication error with "
    "the server: please check this one is correctly configured. {}'"
)


def wrong_password(account: ExternalAccount) -> ExternalAccount:
    """Return an account whose password was changed on the mid."""
    return dataclasses.replace(account, password="changed")


def wrong_url(account: ExternalAccount) -> ExternalAccount:
    """Return an account with a port where nobody listens."""
    return dataclasses.replace(account, server="https://127.0.0.2:1")


def change_account(client: Client, change: Change) -> None:
    """Enter something else into marketing's account of the mid."""
    accounts = client.lab.platform.database.accounts
    (account,) = (row for row in accounts.values() if row.name == ACCOUNT)
    accounts[account.id] = change(account)


@pytest.mark.parametrize(
    ("wrong", "cause"),
    [
        (wrong_password, "Code HTTP 403 'Forbidden'"),
        (wrong_url, "All connection attempts failed"),
    ],
)
def test_a_mid_that_cannot_be_called(wrong: Change, cause: str) -> None:
    """The analysis fails with the documented text, and the workflows stop in error."""

    async def scenario(client: Client) -> None:
        document = await client.create(fragment(tracking=False))
        await client.prepare(document)
        change_account(client, wrong)
        with pytest.raises(FaultError, match="method 'Play' on the mid sourcing server"):
            await client.call("nms:delivery", "Play", string(document.get("id", "")))
        assert await state(client, document.get("id", "")) == "45"
        status = await client.prepare(document)
        expected = UNREACHABLE.format("AppendDeliveryPart", cause)
        assert (log_lines(status)[-1], status.findtext("psStatus")) == (expected, "6")
        await in_error(client, "tracking")

    in_lab(scenario, MID)


def test_synchronisation_with_a_wrong_account() -> None:
    """Sent on the mid, pending on marketing, whose workflows are in error (KA-25755)."""

    async def scenario(client: Client) -> None:
        for name in (DELIVERIES_WORKFLOW, LOGS_WORKFLOW):
            workflow(client.lab, name).state = STOPPED
        document = await client.create(fragment())
        await client.prepare(document)
        await client.call("nms:delivery", "Play", string(document.get("id", "")))
        change_account(client, wrong_url)
        for name in (DELIVERIES_WORKFLOW, LOGS_WORKFLOW):
            workflow(client.lab, name).state = WORKFLOW_STARTED
            await in_error(client, name)
        assert (await message(client, document.get("id", ""))).get("status") == PENDING

    in_lab(scenario, MID)


def test_prepared_again() -> None:
    """The mid keeps one delivery, with the messages and the content of the last analysis."""

    async def scenario(marketing: Client, mid: Client) -> None:
        document = await marketing.create(fragment(recipients="1234, 1236"))
        await marketing.prepare(document)
        first = await at_the_mid(mid)
        assert len(await mid.rows("nms:broadLogRcp", "@id")) == 2  # noqa: PLR2004  (recipients)
        (condition,) = document.iter("condition")
        condition.set("expr", "@id = 1234")
        await marketing.prepare(document)
        assert (await at_the_mid(mid)).get("id") == first.get("id")
        theirs = await message(mid, first.get("id", ""))
        assert theirs.get("address") == "tracking-check@client.example"
        assert await _urls(mid, first.get("id", "")) == await _urls(
            marketing, document.get("id", "")
        )

    on_both(scenario)


async def _urls(client: Client, delivery_id: str) -> list[str]:
    """Return what a delivery's tracked URLs lead to; there are some."""
    where = f"[@delivery-id] = {delivery_id}"
    rows = await client.rows("nms:trackingUrl", "sourceURL", where=where)
    assert rows
    return [row.findtext("sourceURL") or "" for row in rows]


@pytest.mark.parametrize(("method", "expected"), [("Pause", "75"), ("Stop", "85")])
def test_halted(method: str, expected: str) -> None:
    """What halts a delivery on marketing halts it on the mid."""

    async def scenario(marketing: Client, mid: Client) -> None:
        document = await marketing.create(fragment())
        await marketing.prepare(document)
        await marketing.call("nms:delivery", method, string(document.get("id", "")))
        there = await at_the_mid(mid)
        own = await state(marketing, document.get("id", ""))
        assert (own, there.get("state")) == (expected, expected)

    on_both(scenario)


def test_other_routings_are_not_the_mids_business() -> None:
    """Delivery mode 1 stays on marketing, where no mta runs: pending."""

    async def scenario(marketing: Client, mid: Client) -> None:
        own = fragment(tracking=False).replace("<delivery ", '<delivery deliveryMode="1" ', 1)
        document = await marketing.create(own)
        await marketing.prepare(document)
        await marketing.call("nms:delivery", "Play", string(document.get("id", "")))
        assert await mid.rows("nms:delivery", "@id") == []
        await sent(marketing, fragment())
        assert await state(marketing, document.get("id", "")) == "51"

    on_both(scenario)


def test_a_corrupted_line_stops_both_tracking_workflows() -> None:
    """Marketing learns of it through the mid."""

    async def scenario(marketing: Client, mid: Client) -> None:
        logs = LogFiles(marketing.lab.tracking[1].log_folder)
        logs.append([hit()])
        logs.drop_column()
        for client in (marketing, mid):
            await in_error(client, "tracking")

    on_both(scenario)


def test_what_the_mid_refuses() -> None:
    """A part that is none, another tracking instance, marketing's password."""

    async def scenario(marketing: Client, mid: Client) -> None:
        part = literal("<part><message id='1'/></part>")
        call = (string(""), literal("<delivery label='x'/>"), part)
        with pytest.raises(FaultError, match="SOP-330003"):
            await mid.call("nms:delivery", "AppendDeliveryPart", *call)
        assert await mid.rows("nms:delivery", "@id") == []
        asked = map(string, ("other", "u1", "0", "", "0"))
        with pytest.raises(FaultError, match="no tracking instance 'other'"):
            await mid.call("nms:remoteTracking", "GetTrackingLogs", *asked)
        refused = await mid.log_on(marketing.lab.password)
        assert refused.text.startswith("XSV-350012 ")

    on_both(scenario)

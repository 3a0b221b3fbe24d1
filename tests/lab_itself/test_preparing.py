"""When a delivery may be prepared, and what ends its analysis."""

import asyncio
import dataclasses

import pytest

from campaign_tracking.lab.settings import LabSettings
from campaign_tracking.safe_xml import parse
from tests.lab_itself.client import Client, FaultError, literal, string, until
from tests.lab_itself.contents import fragment
from tests.lab_itself.mid import MID, MidClient
from tests.lab_itself.running import FAST, in_lab, mails, sent

SUBMIT = "xtk:jobInterface|nms:delivery"
JOB = "xtk:jobInterface|xtk:job"
SLOW = dataclasses.replace(FAST, pace_scale=20)  # an analysis takes some seconds


async def state(client: Client, delivery_id: str) -> str | None:
    """Return the delivery's state."""
    row = await client.query("nms:delivery", "get", "@state", where=f"@id = {delivery_id}")
    return row.get("state")


async def job_status(client: Client, job: str) -> str | None:
    """Return the job's status."""
    answer = await client.call(JOB, "GetStatus", string(job), "<n>0</n>", "<n>9</n>")
    return answer.findtext("psStatus")


async def submitted(client: Client, document: str, method: str = "Prepare") -> str:
    """Submit a method of a delivery; return the job's id."""
    answer = await client.call(SUBMIT, "Submit", document, string(method))
    return answer.findtext("pstrId") or ""


def ways_to_prepare(delivery_id: str) -> tuple[tuple[str, ...], ...]:
    """Return every call that analyses a saved delivery; its document has another label."""
    document = literal(f'<delivery id="{delivery_id}" label="changed" xtkschema="nms:delivery"/>')
    return (
        (SUBMIT, "Submit", document, string("Prepare")),
        (SUBMIT, "Submit", document, string("PrepareAndStart")),
        (SUBMIT, "Execute", document, string("Prepare")),
        ("nms:delivery", "Prepare", document),
        ("nms:delivery", "PrepareAndStart", document),
        ("nms:delivery", "PrepareFromId", string(delivery_id)),
    )


def test_one_analysis_at_a_time() -> None:
    """While one runs another is refused, by whichever method; nothing is changed by that."""

    async def scenario(client: Client) -> None:
        document = await client.create(fragment())
        delivery_id = document.get("id", "")
        job = await submitted(client, literal(document))
        for service, method, *parameters in ways_to_prepare(delivery_id):
            with pytest.raises(FaultError, match=r"SOP-330011 .* is being prepared\."):
                await client.call(service, method, *parameters)
        assert await job_status(client, job) == "2"
        row = await client.query("nms:delivery", "get", "@label", where=f"@id = {delivery_id}")
        assert row.get("label") == "Tracking check"

    in_lab(scenario, SLOW)


@pytest.mark.parametrize("settings", [FAST, MID], ids=["alone", "mid-sourcing"])
def test_what_was_sent_is_not_sent_again(settings: LabSettings) -> None:
    """A finished delivery cannot be prepared, whichever method is used."""

    async def scenario(client: Client) -> None:
        delivery_id, _ = await sent(client, fragment())
        for service, method, *parameters in ways_to_prepare(delivery_id):
            with pytest.raises(FaultError, match=r"SOP-330011 .* cannot be prepared \(state 95\)"):
                await client.call(service, method, *parameters)
        assert await state(client, delivery_id) == "95"
        assert len(mails(client.lab)) == 1

    in_lab(scenario, settings)


@pytest.mark.parametrize(("first", "code"), [("<delivery/>", "37"), (fragment(), "45")])
def test_prepared_again(first: str, code: str) -> None:
    """After a failure, and when it is ready: one analysis' messages are there afterwards."""

    async def scenario(client: Client) -> None:
        document = await client.create(first)
        await client.prepare(document)
        delivery_id = document.get("id", "")
        assert await state(client, delivery_id) == code
        document.extend(parse(fragment()).findall("targets"))
        await client.call("nms:delivery", "Prepare", literal(document))
        assert await state(client, delivery_id) == "45"
        where = f"[@delivery-id] = {delivery_id}"
        assert len(await client.rows("nms:broadLogRcp", "@id", where=where)) == 1

    in_lab(scenario)


def test_prepare_and_start_saves_once() -> None:
    """A document without an id is one new delivery, and that one is sent."""

    async def scenario(client: Client) -> None:
        template = await client.call(
            "nms:delivery", "CreateFromModel", string("mail"), literal(fragment())
        )
        document = template[0][0]
        for name in ("id", "_operation", "internalName"):
            del document.attrib[name]
        await client.call("nms:delivery", "PrepareAndStart", literal(document))

        async def finished() -> bool:
            rows = await client.rows("nms:delivery", "@state", where="@isModel = 0")
            return [row.get("state") for row in rows] == ["95"]

        await until(finished, "the one delivery's end")

    in_lab(scenario)


def test_stop_cancels_an_analysis() -> None:
    """The job is cancelled, the delivery is edited again, and may be prepared again."""

    async def scenario(client: Client) -> None:
        document = await client.create(fragment())
        delivery_id = document.get("id", "")
        job = await submitted(client, literal(document))

        async def targeting() -> bool:
            return await state(client, delivery_id) == "12"

        await until(targeting, "the analysis")
        with pytest.raises(FaultError, match=r"SOP-330011 .* is being prepared\."):
            await client.call("nms:delivery", "Pause", string(delivery_id))
        assert await job_status(client, job) == "2"
        await client.call("nms:delivery", "Stop", string(delivery_id))
        assert (await job_status(client, job), await state(client, delivery_id)) == ("4", "0")
        await submitted(client, literal(document))

    in_lab(scenario, SLOW)


def test_a_paused_delivery_can_be_stopped() -> None:
    """State 85 after state 75."""

    async def scenario(client: Client) -> None:
        document = await client.create(fragment())
        await client.prepare(document)
        delivery_id = document.get("id", "")
        for method, code in (("Pause", "75"), ("Stop", "85")):
            await client.call("nms:delivery", method, string(delivery_id))
            assert await state(client, delivery_id) == code

    in_lab(scenario)


@pytest.mark.parametrize("method", ["Execute", "Prepare"])
def test_cancelled_while_somebody_waits(method: str) -> None:
    """Execute returns the job's id, Prepare says what became of it; neither is an HTTP error."""

    async def scenario(client: Client) -> None:
        document = await client.create(fragment())
        delivery_id = string(document.get("id", ""))
        if method == "Execute":
            call = client.post(SUBMIT, method, literal(document), string("Prepare"))
        else:
            call = client.post("nms:delivery", method, literal(document))
        waiting = asyncio.create_task(call)

        async def targeting() -> bool:
            return await state(client, document.get("id", "")) == "12"

        await until(targeting, "the analysis")
        await client.call("nms:delivery", "Stop", delivery_id)
        answer = await waiting
        assert answer.status_code == 200  # noqa: PLR2004  (of every SOAP answer)
        assert ("<pstrId " if method == "Execute" else "The analysis was cancelled.") in answer.text

    in_lab(scenario, SLOW)


def test_a_mid_takes_no_part_of_what_it_has_sent() -> None:
    """AppendDeliveryPart goes by the same states."""

    async def scenario(client: Client) -> None:
        await sent(client, fragment())
        async with MidClient(client.lab) as mid:
            (row,) = await mid.rows("nms:delivery", "@id")
            part = (string(row.get("id", "")), literal("<delivery/>"), literal("<part/>"))
            with pytest.raises(FaultError, match=r"SOP-330011 .* was started \(state 95\)\."):
                await mid.call("nms:delivery", "AppendDeliveryPart", *part)
            assert len(await mid.rows("nms:broadLogRcp", "@id")) == 1

    in_lab(scenario, MID)

"""What is declared is served, what is served is declared, and arguments are looked at."""

import dataclasses
import logging
import re
from collections.abc import Mapping

import pytest

from campaign_tracking.lab.application.declarations import declarations
from campaign_tracking.lab.application.schemas import compiled_schema
from campaign_tracking.lab.application.server import ApplicationServer
from campaign_tracking.lab.database import Delivery
from campaign_tracking.lab.delivery.analysis import Analysis
from campaign_tracking.lab.delivery.job import Job
from campaign_tracking.lab.query.tables import TABLES
from campaign_tracking.lab.soap.router import Method
from tests.lab_itself.client import Client, FaultError, literal, log_lines, string
from tests.lab_itself.contents import fragment
from tests.lab_itself.running import FAST, in_lab

WRONG_ARGUMENTS = "^SOP-330003 "
NO_METHOD = "^SOP-330006 "
DELIVERY = "<delivery/>"
EMPTY = "<p/>"


def test_every_declared_method_is_served() -> None:
    """With far too many arguments it says so, and not that it does not exist."""

    async def scenario(client: Client) -> None:
        for action in declarations():
            service, _, method = action.partition("#")
            with pytest.raises(FaultError, match=WRONG_ARGUMENTS):
                await client.call(service, method, *["<p>x</p>"] * 9)

    in_lab(scenario)


def test_every_served_method_is_declared(monkeypatch: pytest.MonkeyPatch) -> None:
    """A lab that serves another does not start."""
    declared = ApplicationServer.methods

    def more(server: ApplicationServer) -> Mapping[str, Method]:
        return {**declared(server), "xtk:session#Undeclared": server.sessions.logoff}

    monkeypatch.setattr(ApplicationServer, "methods", more)

    async def scenario(_client: Client) -> None:
        raise AssertionError("it has started")

    with pytest.raises(KeyError, match="xtk:session#Undeclared"):
        in_lab(scenario)


@pytest.mark.parametrize("schema", sorted(TABLES))
def test_what_can_be_queried_has_a_schema(schema: str) -> None:
    """Each field of the table, at its path, and each link."""
    compiled = compiled_schema(schema)
    assert compiled is not None
    table = TABLES[schema]
    root = compiled.find(f"element[@name='{table.name}']")
    assert root is not None
    for path in table.fields:
        steps = [
            f"attribute[@name='{step[1:]}']" if step.startswith("@") else f"element[@name='{step}']"
            for step in path.split("/")
        ]
        assert len(root.findall("/".join(steps))) == 1, path
    links = {one.get("name"): one.get("target") for one in root.findall("element[@type='link']")}
    assert links == {name: target for name, (target, _) in table.links.items()}


@pytest.mark.parametrize(
    ("service", "method", "parameters"),
    [
        ("xtk:session", "GetOption", ()),
        ("xtk:session", "GetOption", (string("a"), string("b"))),
        ("xtk:session", "GetOption", (literal(DELIVERY),)),
        ("xtk:session", "Logon", (string("a"), string("b"))),
        ("xtk:session", "TestCnx", (string("a"),)),
        ("xtk:persist", "Write", (string("a"),)),
        ("xtk:persist", "Write", (EMPTY,)),
        ("xtk:persist", "GetEntityIfMoreRecent", (string("a"), EMPTY, string("maybe"))),
        ("xtk:jobInterface|xtk:job", "GetStatus", (string("a"), string("x"), string("1"))),
        ("xtk:jobInterface|xtk:job", "GetStatus", (string("a"), EMPTY, string("1"))),
        ("nms:delivery", "CreateFromModel", (string("mail"), string("text"))),
        ("xtk:queryDef", "ExecuteQuery", (literal(DELIVERY + DELIVERY),)),
    ],
)
def test_wrong_arguments(service: str, method: str, parameters: tuple[str, ...]) -> None:
    """Too few, too many, or of the wrong type."""

    async def scenario(client: Client) -> None:
        with pytest.raises(FaultError, match=WRONG_ARGUMENTS):
            await client.call(service, method, *parameters)

    in_lab(scenario)


def test_a_method_of_newer_builds_is_missing() -> None:
    """GetModifiedEntities exists from 8.4 on; without it the SDK stops asking."""

    async def scenario(client: Client) -> None:
        with pytest.raises(FaultError, match=NO_METHOD):
            await client.call("xtk:session", "GetModifiedEntities", literal("<cache/>"))

    in_lab(scenario)


def test_an_empty_element_will_do_for_a_logon() -> None:
    """The SDK sends its parameters without anything inside."""

    async def scenario(client: Client) -> None:
        login, password = string(client.lab.login), string(client.lab.password)
        answer = await client.call("xtk:session", "Logon", login, password, EMPTY)
        assert answer.findtext("pstrSessionToken")

    in_lab(scenario)


def test_duplicate() -> None:
    """A new document with everything of the old one; nothing is saved yet."""

    async def scenario(client: Client) -> None:
        old = await client.create(fragment())
        key = string(f"nms:delivery|{old.get('id')}")
        answer = await client.call("xtk:persist|nms:delivery", "Duplicate", literal(DELIVERY), key)
        assert answer[0].tag == "entity"
        new = answer[0][0]
        assert new.get("_operation") == "insert"
        assert new.get("id") != old.get("id")
        assert new.get("internalName") != old.get("internalName")
        assert new.get("label") == old.get("label") == "Tracking check"
        assert new.findtext("content/html/source") == old.findtext("content/html/source")
        where = f"@id = {new.get('id')}"
        assert await client.rows("nms:delivery", "@id", where=where) == []
        await client.call("xtk:persist|xtk:session", "Write", literal(new))
        assert len(await client.rows("nms:delivery", "@id", where=where)) == 1

    in_lab(scenario)


@pytest.mark.parametrize("key", ["nms:delivery|1", "xtk:option|1", "nms:delivery|x", ""])
def test_nothing_to_duplicate(key: str) -> None:
    """A fault that names the key."""

    async def scenario(client: Client) -> None:
        with pytest.raises(FaultError, match=re.escape(f"no entity '{key}'")):
            await client.call(
                "xtk:persist|nms:delivery", "Duplicate", literal(DELIVERY), string(key)
            )

    in_lab(scenario)


def test_write_collection() -> None:
    """Each document of the collection is saved; the collection names the schema."""

    async def scenario(client: Client) -> None:
        collection = (
            '<option-collection xtkschema="xtk:option">'
            '<option name="One" dataType="6" stringValue="1"/>'
            '<option name="Two" dataType="6" stringValue="2"/></option-collection>'
        )
        answer = await client.call("xtk:session", "WriteCollection", literal(collection))
        assert (answer.tag, len(answer)) == ("WriteCollectionResponse", 0)
        assert [await client.option("One"), await client.option("Two")] == ["1", "2"]

    in_lab(scenario)


def test_ids_are_strings() -> None:
    """PrepareFromId and its like take a string; one that is no number is of no delivery."""

    async def scenario(client: Client) -> None:
        document = await client.create(fragment())
        await client.call("nms:delivery", "PrepareFromId", string(document.get("id", "")))
        where = f"@id = {document.get('id')}"
        row = await client.query("nms:delivery", "get", "@state", where=where)
        assert row.get("state") == "45"
        for method in ("PrepareFromId", "Play", "Pause", "Stop"):
            with pytest.raises(FaultError, match="no delivery with id 'DM1'"):
                await client.call("nms:delivery", method, string("DM1"))

    in_lab(scenario)


async def submitted(client: Client) -> str:
    """Return the id of a job that prepares a delivery."""
    document = await client.create(fragment())
    answer = await client.call(
        "xtk:jobInterface|nms:delivery", "Submit", literal(document), string("Prepare")
    )
    return answer.findtext("pstrId") or ""


@pytest.mark.parametrize(("command", "status"), [("Pause", "8"), ("Cancel", "4")])
def test_a_running_job_can_be_halted(command: str, status: str) -> None:
    """It stays as it is: paused or cancelled."""

    async def scenario(client: Client) -> None:
        job = string(await submitted(client))
        service = "xtk:jobInterface|xtk:job"
        await client.call(service, command, job)
        for _ in range(2):
            answer = await client.call(service, "GetStatus", job, "<n>0</n>", "<n>9</n>")
            assert answer.findtext("psStatus") == status
            await client.call(service, command, job)

    in_lab(scenario, dataclasses.replace(FAST, pace_scale=20))


def test_an_unforeseen_error_ends_the_job(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """Whoever polls sees an end: status 6 and a line; the lab tells the rest on its own log."""

    def broken(_analysis: Analysis, _delivery: Delivery, _job: Job) -> None:
        raise RuntimeError("a defect of the lab")

    monkeypatch.setattr(Analysis, "_target", broken)

    async def scenario(client: Client) -> None:
        document = await client.create(fragment())
        status = await client.prepare(document)
        assert status.findtext("psStatus") == "6"
        assert log_lines(status)[-1].startswith("XSV-350122 ")
        row = await client.query(
            "nms:delivery", "get", "@state", where=f"@id = {document.get('id')}"
        )
        assert row.get("state") == "37"

    with caplog.at_level(logging.ERROR):
        in_lab(scenario)
    assert "a defect of the lab" in caplog.text

"""Each fault leaves its lines in the delivery's log, to the letter."""

import re
from pathlib import Path

import pytest

from campaign_tracking.lab import faults
from campaign_tracking.lab.settings import LabSettings
from tests.lab_itself.client import Client, FaultError, log_lines, string
from tests.lab_itself.contents import fragment
from tests.lab_itself.running import in_lab, sent

CATALOGUE = Path(__file__).parents[3] / "shared" / "domain.md"
FAILED = (
    "RED-520025 Communication failed with tracking server 'http://127.0.0.12'. Please check that "
    "the server is started and check if the connection parameters defined in the deployment wizard "
    "(or directly in the options), are correct."
)
WRONG = (
    "RED-520005 Wrong configuration of remote redirection server. "
    "Please check the server configuration."
)
PAIR = [WRONG, FAILED]


def test_registry() -> None:
    """Each fault has an id of its own, a summary of one line, and topologies that work, once."""
    ids = [fault.id for fault in faults.FAULTS]
    assert sorted(ids) == sorted(set(ids))
    for fault in faults.FAULTS:
        assert fault.summary.count("\n") == 0
        assert fault.topologies
        assert len(set(fault.topologies)) == len(fault.topologies)


def test_ids_are_the_catalogues() -> None:
    """A fault's id is one of the catalogue's, where the catalogue lies beside the project."""
    if not CATALOGUE.exists():
        pytest.skip(f"not beside the project: {CATALOGUE.name}")
    known = set(re.findall(r"^\| `([a-z0-9-]+)` \|", CATALOGUE.read_text("utf-8"), re.MULTILINE))

    assert {fault.id for fault in faults.FAULTS} <= known


@pytest.mark.parametrize(
    ("fault_id", "red"),
    [
        ("tracking-web-server-down", [FAILED]),
        ("instance-not-registered", PAIR),
        ("tracking-password-mismatch", PAIR),
    ],
)
def test_audit_lines(fault_id: str, red: list[str]) -> None:
    """The last server fails, the first does not; the delivery is in state 37 and is not sent."""

    async def scenario(client: Client) -> None:
        document = await client.create(fragment())
        status = await client.prepare(document)
        lines = log_lines(status)
        start = lines.index("Uploading tracking information on server '127.0.0.11'...")
        assert lines[start + 1 :] == [
            "Uploading tracking information on server '127.0.0.12'...",
            *red,
        ]
        errors = [log for log in status.iter("log") if log.get("logType") == "0"]
        assert [log.get("message") for log in errors] == red
        assert {log.get("iRc") for log in errors} == {"16384"}
        where = f"@id = {document.get('id')}"
        row = await client.query("nms:delivery", "get", "@state", where=where)
        assert (status.findtext("psStatus"), row.get("state")) == ("6", "37")
        with pytest.raises(FaultError):
            await client.call("nms:delivery", "Play", string(document.get("id", "")))
        await sent(client, fragment(tracking=False))  # the seed: without tracking it works
        workflow = await client.query(
            "xtk:workflow", "get", "@failed", where="@internalName = 'tracking'"
        )
        assert workflow.get("failed") == "0"

    in_lab(scenario, LabSettings(pace_scale=0.05, faults=(fault_id,)))


@pytest.mark.parametrize(
    ("listed", "hosts", "red"),
    [
        pytest.param(" {0} , {1} ,", ["127.0.0.11", "127.0.0.12"], [], id="blanks"),
        pytest.param("", ["127.0.0.11"], [], id="empty: the external URL"),
        pytest.param("front_srv1", ["front_srv1"], ["RED-520025"], id="no scheme"),
        pytest.param("http://[x", ["http://[x"], ["RED-520025"], id="no URL"),
        pytest.param("https{1}", ["127.0.0.12"], ["RED-520025"], id="TLS on a plain port"),
    ],
)
def test_list_of_internal_urls(listed: str, hosts: list[str], red: list[str]) -> None:
    """Blanks do not matter, an empty list means the external URL, nonsense cannot be reached."""

    async def scenario(client: Client) -> None:
        urls = [server.url for server in client.lab.tracking]
        value = listed.format(*urls).replace("httpshttp:", "https:")
        client.lab.platform.database.set_option("NmsTracking_ServerUrlList", value)
        lines = log_lines(await client.prepare(await client.create(fragment())))
        uploads = [line.split("'")[1] for line in lines if line.startswith("Uploading ")]
        assert uploads == hosts
        assert [line[:10] for line in lines if line.startswith("RED-")] == red

    in_lab(scenario)

"""A marketing instance and its mid: the walk of a mail, and how the mid's part of it comes back."""

import argparse
import asyncio
import logging
import re
import shlex
import tomllib
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from campaign_tracking.lab import addresses, command_arguments, environment_file
from campaign_tracking.lab.lab import Lab
from campaign_tracking.lab.mid_sourcing.first_rows import (
    ACCOUNT,
    DELIVERIES_WORKFLOW,
    LOGS_WORKFLOW,
)
from campaign_tracking.lab.scheduled_workflow import STOPPED
from campaign_tracking.lab.settings import LabSettings
from tests.lab_itself.client import Client, FaultError, log_lines, string, until
from tests.lab_itself.contents import fragment
from tests.lab_itself.mid import MID, PENDING, SENT, at_the_mid, message, on_both, state, workflow
from tests.lab_itself.running import in_lab, links, mails, sent

OWNER_ONLY = 0o600


def test_what_is_where() -> None:
    """Options, accounts, workflows and recipients of the two instances."""

    async def scenario(marketing: Client, mid: Client) -> None:
        first = marketing.lab.tracking[0]
        for client in (marketing, mid):
            assert await client.option("NmsTracking_ServerUrl") == first.url
            assert await client.option("NmsTracking_SecureServerUrl") == first.secure_url
            assert await client.option("NmsTracking_Instance") == "mid"
        registered = first.registration
        assert await mid.option("XtkDatabaseId") == registered.database_id
        assert await marketing.option("XtkDatabaseId") != registered.database_id
        assert await marketing.option("NmsTracking_ServerUrlList") == ""
        assert await mid.option("NmsTracking_ServerUrlList") == ",".join(
            server.url for server in mid.lab.tracking
        )
        assert await marketing.option("NmsTracking_ExtAccount") == ACCOUNT
        assert await mid.option("NmsTracking_ExtAccount") == ""
        assert await mid.rows("nms:recipient", "@id") == []
        where = "@internalName = 'tracking'"
        ids = [
            (await client.query("xtk:workflow", "get", "@id", where=where)).get("id")
            for client in (marketing, mid)
        ]
        assert ids[0] != ids[1]
        names = [
            row.get("internalName") for row in await marketing.rows("xtk:workflow", "@internalName")
        ]
        assert names == ["tracking", DELIVERIES_WORKFLOW, LOGS_WORKFLOW]

    on_both(scenario)


def test_the_template_is_routed_through_the_account() -> None:
    """Delivery mode 4, an account of type 3 with the mid's URL; nobody may read its password."""

    async def scenario(client: Client) -> None:
        where = "@internalName = 'mail'"
        template = await client.query(
            "nms:delivery", "get", "@deliveryMode", "[@deliveryProvider-id]", where=where
        )
        assert template.get("deliveryMode") == "4"
        where = f"@id = {template.get('deliveryProvider-id')}"
        fields = ("@name", "@type", "@active", "@server", "@account")
        account = await client.query("nms:extAccount", "get", *fields, where=where)
        assert list(account.attrib.values()) == [ACCOUNT, "3", "1", client.lab.mid_url, "mid"]
        with pytest.raises(FaultError, match="XTK-170036"):
            await client.query("nms:extAccount", "get", "@password", where=where)

    in_lab(scenario, MID)


def clicked_ids(link: str) -> tuple[int, int, int]:
    """Return broadlog, delivery and URL as a link carries them."""
    match = re.search(r"/r/\?id=h([0-9a-f]+),([0-9a-f]+),([0-9a-f]+)", link)
    assert match is not None
    return int(match[1], 16), int(match[2], 16), int(match[3], 16)


def test_walk() -> None:
    """Analysed on marketing, uploaded and sent by the mid, clicked, logged on both."""

    async def scenario(marketing: Client, mid: Client) -> None:
        delivery_id, mail = await sent(marketing, fragment())
        there = await at_the_mid(mid)
        assert there.get("id") != delivery_id
        assert (there.get("label"), there.get("deliveryCode")) == ("Tracking check", "CODE1")
        assert there.get("internalName") == f"DM{there.get('id')}"
        own, theirs = await message(marketing, delivery_id), await message(mid, there.get("id", ""))
        assert own.get("id") != theirs.get("id")
        assert theirs.get("status") == SENT

        landing, _, _, pixel = links(mail)
        assert clicked_ids(landing)[:2] == (int(theirs.get("id", "")), int(there.get("id", "")))
        for link in (landing, pixel):
            await marketing.http.get(link)
        await _logged(marketing, own.get("id", ""), delivery_id)
        await _logged(mid, theirs.get("id", ""), there.get("id", ""))

    on_both(scenario)


async def _logged(client: Client, broad_log_id: str, delivery_id: str) -> None:
    """Wait for click and open, each with the ids of the client's own instance."""

    async def both() -> list[ET.Element] | None:
        fields = ("[@broadLog-id]", "[@delivery-id]", "[url/@type]", "[url/sourceURL]")
        rows = await client.rows("nms:trackingLogRcp", *fields)
        return rows if len(rows) == 2 else None  # noqa: PLR2004  (a click and an open)

    rows = await until(both, f"both logs on {client.url}")
    assert {row.get("broadLog-id") for row in rows} == {broad_log_id}
    assert {row.get("delivery-id") for row in rows} == {delivery_id}
    urls = {row[0].get("type"): row[0].findtext("sourceURL") for row in rows}
    assert urls == {"1": "https://www.client.example/tracking-check?run=r1&x=1", "2": ""}


def test_until_the_synchronisation_runs_the_message_is_pending() -> None:
    """The mid has sent it, the state is back, its status is not; a started workflow mends that."""

    async def scenario(marketing: Client, mid: Client) -> None:
        logs = workflow(marketing.lab, LOGS_WORKFLOW)
        logs.state = STOPPED
        delivery_id, _ = await sent(marketing, fragment())
        ran = logs.last_processing
        theirs = await message(mid, (await at_the_mid(mid)).get("id", ""))
        assert theirs.get("status") == SENT
        await marketing.call("xtk:workflow", "Wakeup", string(LOGS_WORKFLOW))
        before = workflow(marketing.lab, DELIVERIES_WORKFLOW).last_processing

        async def other_ran() -> bool:
            return workflow(marketing.lab, DELIVERIES_WORKFLOW).last_processing != before

        await until(other_ran, "a run of the other workflow")
        assert (await message(marketing, delivery_id)).get("status") == PENDING
        assert logs.last_processing == ran

        logs.state = workflow(marketing.lab, DELIVERIES_WORKFLOW).state

        async def brought() -> bool:
            return (await message(marketing, delivery_id)).get("status") == SENT

        await until(brought, "the status")

    on_both(scenario)


def test_without_the_state_the_delivery_stays_started() -> None:
    """A stopped defaultMidSourcingDlv: the mail is out, marketing still shows "start pending"."""

    async def scenario(marketing: Client, mid: Client) -> None:
        workflow(marketing.lab, DELIVERIES_WORKFLOW).state = STOPPED
        document = await marketing.create(fragment())
        await marketing.prepare(document)
        delivery_id = document.get("id", "")
        await marketing.call("nms:delivery", "Play", string(delivery_id))

        async def status_brought() -> bool:
            return (await message(marketing, delivery_id)).get("status") == SENT

        await until(status_brought, "the status")
        assert (await at_the_mid(mid)).get("state") == "95"
        assert (await state(marketing, delivery_id), len(mails(mid.lab))) == ("51", 1)

    on_both(scenario)


def test_mirror_page() -> None:
    """The tracking servers' relay asks the mid, which rendered the message."""

    async def scenario(client: Client) -> None:
        _, mail = await sent(client, fragment())
        mirror = links(mail)[2]
        answer = await client.http.get(mirror)
        page = await client.http.get(answer.headers["Location"])
        assert "<h1>Hello</h1>" in page.text
        seen = client.lab.requests_seen
        asked = [request.server for request in seen if request.path == "/nl/jsp/m.jsp"]
        assert asked == ["trk1", "mid"]

    in_lab(scenario, MID)


@pytest.mark.parametrize(
    ("fault_id", "codes"),
    [
        ("tracking-web-server-down", ["RED-520025"]),
        ("instance-not-registered", ["RED-520005", "RED-520025"]),
        ("tracking-password-mismatch", ["RED-520005", "RED-520025"]),
    ],
)
def test_faults_of_a_tracking_server(fault_id: str, codes: list[str]) -> None:
    """What the mid's upload reports stands in marketing's log; nothing can be sent."""

    async def scenario(marketing: Client, mid: Client) -> None:
        document = await marketing.create(fragment())
        status = await marketing.prepare(document)
        lines = log_lines(status)
        start = lines.index("Uploading tracking information on server '127.0.0.11'...")
        assert lines[start + 1] == "Uploading tracking information on server '127.0.0.12'..."
        assert [line[:10] for line in lines[start + 2 :]] == codes
        assert "'http://127.0.0.12'" in lines[-1]
        errors = [log.get("message") for log in status.iter("log") if log.get("logType") == "0"]
        assert errors == lines[start + 2 :]
        there = await at_the_mid(mid)
        delivery_id = document.get("id", "")
        assert (status.findtext("psStatus"), await state(marketing, delivery_id)) == ("6", "37")
        assert there.get("state") == "37"
        with pytest.raises(FaultError, match="SOP-330011"):
            await marketing.call("nms:delivery", "Play", string(delivery_id))
        await sent(marketing, fragment(tracking=False))

    settings = LabSettings(pace_scale=0.05, mid_sourcing=True, faults=(fault_id,))
    on_both(scenario, settings)


def test_the_topology_is_asked_for_by_name() -> None:
    """Only mid-sourcing has a mid; it has two tracking servers unless more are asked for."""
    parser = argparse.ArgumentParser()
    command_arguments.add_arguments(parser)
    for options, expected in (
        (["--topology", "mid-sourcing"], (True, 2)),
        (["--topology", "mid-sourcing", "--tracking-servers", "3"], (True, 3)),
        (["--topology", "two"], (False, 2)),
        ([], (False, 2)),
    ):
        settings = command_arguments.settings_of(parser.parse_args(options))
        assert (settings.mid_sourcing, settings.tracking_servers) == expected


def test_environment_file(tmp_path: Path) -> None:
    """A table for the mid, with a command for the password that the operator has there."""
    path = tmp_path / "lab.toml"

    async def scenario(client: Client) -> None:
        environment_file.write(path, client.lab)
        written = path.read_text(encoding="utf-8")
        table = tomllib.loads(written)["mid_sourcing"]
        shown = shlex.split(table.pop("password_command"))
        assert shown == ["cat", str(client.lab.mid_password_file)]
        assert client.lab.mid_password_file.read_text(encoding="utf-8") == client.lab.mid_password
        assert client.lab.mid_password_file.stat().st_mode & 0o777 == OWNER_ONLY
        assert client.lab.mid_password not in {client.lab.password, *written.split('"')}
        assert table == {
            "url": client.lab.mid_url,
            "instance": "mid",
            "auth": "password",
            "login": client.lab.login,
            "ca_file": str(client.lab.ca_file),
        }

    in_lab(scenario, MID)


def test_every_session_on_the_mid_is_ended() -> None:
    """Marketing logs off after each call; a workflow's run ends before the lab does."""

    async def run() -> Lab:
        async with Lab(MID) as lab, Client(lab) as client:
            await sent(client, fragment())
            return lab

    seen = asyncio.run(run()).requests_seen
    actions = [request.action for request in seen if request.server == "mid"]
    assert actions.count("xtk:session#Logon") == actions.count("xtk:session#Logoff") > 0


def test_where_the_mids_address_cannot_be_bound(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """Then 127.0.0.1 has to do, and the lab says so."""
    monkeypatch.setattr(addresses, "MID_HOST", "192.0.2.1")
    with caplog.at_level(logging.WARNING):
        addresses.bind_mid().close()
    assert "mid-sourcing server has no 192.0.2.1 on this machine" in caplog.text

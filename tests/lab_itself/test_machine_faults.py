"""What follows from a configuration fault: the lab's machines do as their files say."""

import asyncio
from http import HTTPStatus
from pathlib import Path

import pytest

from campaign_tracking.lab.assumptions import WORKFLOW_STARTED
from campaign_tracking.lab.redirection.server import TrackingServer
from campaign_tracking.lab.settings import LabSettings
from tests.lab_itself.client import Client, envelope, log_lines, string, until
from tests.lab_itself.contents import fragment
from tests.lab_itself.running import in_lab, links, mails, sent

LANDING = "https://www.client.example/tracking-check?run=r1&x=1"
SOAP = "/nl/jsp/soaprouter.jsp"
RED_25, RED_05 = "RED-520025", "RED-520005"
RUNS = 3


def with_faults(*ids: str) -> LabSettings:
    """Return the settings of a quick lab with these faults."""
    return LabSettings(pace_scale=0.05, faults=ids)


@pytest.mark.parametrize(
    ("fault_id", "codes"),
    [
        ("tracking-web-process-down", [RED_25]),
        ("relay-denies-soaprouter", [RED_25]),
        ("zone-refuses-http", [RED_25]),
        ("tomcat-port-changed-relay-not", [RED_25]),
        ("database-id-mismatch", [RED_05, RED_25]),
        ("database-id-unicode-prefix", [RED_05, RED_25]),
        ("tracking-password-empty", [RED_05, RED_25]),
        ("dns-mask-misses-tracking-host", [RED_05, RED_25]),
    ],
)
def test_the_upload_fails_on_the_last_server(fault_id: str, codes: list[str]) -> None:
    """The delivery log names that server and no other."""

    async def scenario(client: Client) -> None:
        lines = log_lines(await client.prepare(await client.create(fragment())))
        red = [line for line in lines if line.startswith("RED-")]
        assert [line[:10] for line in red] == codes
        assert "'http://127.0.0.12'" in red[-1]

    in_lab(scenario, with_faults(fault_id))


@pytest.mark.parametrize(
    ("fault_id", "plain", "secure"),
    [
        ("tracking-web-process-down", 502, 502),
        ("tomcat-port-changed-relay-not", 502, 502),
        ("relay-denies-soaprouter", 403, 403),
        ("zone-refuses-http", 403, 200),
        ("config-file-invalid", 200, 200),
    ],
)
def test_what_the_soap_router_answers(fault_id: str, plain: int, secure: int) -> None:
    """Over http and https; ``/r/test`` of the same server goes on."""

    async def scenario(client: Client) -> None:
        last = client.lab.tracking[-1]
        body = envelope("nms:remoteTracking", "GetTrackingLogs").encode()
        headers = {"SOAPAction": "nms:remoteTracking#GetTrackingLogs"}
        for url, status in ((last.url, plain), (last.secure_url, secure)):
            answer = await client.http.post(f"{url}{SOAP}", content=body, headers=headers)
            assert (answer.status_code, "Fault" in answer.text) == (status, status == HTTPStatus.OK)
            assert "localHost='trk2'" in (await client.http.get(f"{url}/r/test")).text

    in_lab(scenario, with_faults(fault_id))


@pytest.mark.parametrize("fault_id", ["relay-denies-soaprouter", "zone-refuses-http"])
def test_mirror_pages_of_a_hardened_server(fault_id: str) -> None:
    """``m.jsp`` has a rule of its own, before the one that denies, and takes plain HTTP."""

    async def scenario(client: Client) -> None:
        last = client.lab.tracking[-1]
        page = await client.http.get(f"{last.url}/nl/jsp/m.jsp?c=x")
        assert page.text == "<html><body>No such page</body></html>"

    in_lab(scenario, with_faults(fault_id))


def test_redirection_disabled() -> None:
    """The web server alone answers: no page of the module; the upload is not touched."""

    async def scenario(client: Client) -> None:
        _, mail = await sent(client, fragment())
        first, last = client.lab.tracking
        elsewhere = links(mail)[0].replace(first.secure_url, last.secure_url)
        for url in (f"{last.url}/r/test", elsewhere):
            answer = await client.http.get(url)
            assert (answer.status_code, "redir" in answer.text) == (404, False)
        assert (await client.http.get(links(mail)[0])).headers["location"] == LANDING

    in_lab(scenario, with_faults("redirection-disabled"))


def test_a_mask_that_misses_the_host() -> None:
    """The server shows no instance under the name that no mask has, and knows no link."""

    async def scenario(client: Client) -> None:
        first, last = client.lab.tracking
        client.lab.platform.database.set_option("NmsTracking_ServerUrlList", first.url)
        _, mail = await sent(client, fragment())
        link = links(mail)[0].replace(first.secure_url, last.secure_url)
        for headers, instance, location in (
            ({}, "instance=''", None),
            ({"Host": "127.0.0.11:80"}, "instance='lab'", LANDING),
        ):
            page = await client.http.get(f"{last.url}/r/test", headers=headers)
            assert instance in page.text
            clicked = await client.http.get(link, headers=headers)
            assert clicked.headers.get("location") == location

    in_lab(scenario, with_faults("dns-mask-misses-tracking-host"))


@pytest.mark.parametrize(
    ("fault_id", "location"),
    [
        ("spare-server-missing", None),
        ("spare-server-quote-error", None),
        ("spare-server-duplicate-id", None),
        ("config-file-invalid", None),
        ("spare-server-wrong-host", LANDING),
    ],
)
def test_a_server_without_a_delivery_asks_its_spares(fault_id: str, location: str | None) -> None:
    """Without a good entry for the first server, the last one cannot resolve the link."""

    async def scenario(client: Client) -> None:
        delivery_id, mail = await sent(client, fragment())
        first, last = client.lab.tracking
        delivery_file(last, delivery_id).unlink()
        answer = await client.http.get(links(mail)[0].replace(first.secure_url, last.secure_url))
        assert answer.headers.get("location") == location
        assert ("cannot be found" in answer.text) is (location is None)

    in_lab(scenario, with_faults(fault_id))


def test_a_hardened_relay_lets_spare_servers_in() -> None:
    """Each machine calls from its own address: the first server may ask the last one."""

    async def scenario(client: Client) -> None:
        first, last = client.lab.tracking
        client.lab.platform.database.set_option("NmsTracking_ServerUrlList", first.url)
        delivery_id, mail = await sent(client, fragment())
        uploaded = delivery_file(first, delivery_id)
        other = last.folder / "redir" / "url" / uploaded.parent.name
        other.mkdir()
        uploaded.rename(other / uploaded.name)
        assert (await client.http.get(links(mail)[0])).headers["location"] == LANDING

    in_lab(scenario, with_faults("relay-denies-soaprouter"))


def delivery_file(server: TrackingServer, delivery_id: str) -> Path:
    """Return the file that a server keeps of a delivery."""
    (found,) = (server.folder / "redir" / "url").glob(f"*/{delivery_id}.xml")
    return found


@pytest.mark.parametrize("fault_id", ["trackinglogd-down", "trackinglogd-not-enabled"])
def test_a_click_that_nobody_writes_down(fault_id: str) -> None:
    """It is redirected, and stays in shared memory: no file, no row."""

    async def scenario(client: Client) -> None:
        _, mail = await sent(client, fragment())
        assert (await client.http.get(links(mail)[0])).headers["location"] == LANDING
        await workflow_runs(client)
        first = client.lab.tracking[0]
        assert list(first.log_folder.iterdir()) == []
        assert await client.rows("nms:trackingLogRcp", "@id") == []
        assert len(first.memory.take_all()) == 1

    in_lab(scenario, with_faults(fault_id))


def test_a_workflow_that_no_server_runs() -> None:
    """The click is in the file, and is not collected, woken up or not."""

    async def scenario(client: Client) -> None:
        (row,) = client.lab.platform.database.workflows.values()
        before = row.last_processing
        _, mail = await sent(client, fragment())
        await client.http.get(links(mail)[0])
        files = client.lab.tracking[0].log_folder

        async def logged() -> list[Path]:
            return list(files.iterdir())

        await until(logged, "the log file")
        await client.call("xtk:workflow", "Wakeup", string("tracking"))
        await asyncio.sleep(0.3)  # three periods of the workflow
        assert (row.last_processing, row.state) == (before, WORKFLOW_STARTED)
        assert await client.rows("nms:trackingLogRcp", "@id") == []

    in_lab(scenario, with_faults("workflow-affinity-unserved"))


async def workflow_runs(client: Client) -> None:
    """Wait until the Tracking workflow has run some more times."""
    (row,) = client.lab.platform.database.workflows.values()
    seen = {row.last_processing}

    async def ran() -> bool:
        seen.add(row.last_processing)
        return len(seen) > RUNS

    await until(ran, "runs of the workflow")


def test_verify_mode() -> None:
    """The delivery is finished and its message sent, and no mail arrives."""

    async def scenario(client: Client) -> None:
        document = await client.create(fragment())
        await client.prepare(document)
        await client.call("nms:delivery", "Play", string(document.get("id", "")))

        async def finished() -> bool:
            rows = await client.rows("nms:broadLogRcp", "@status")
            return [row.get("status") for row in rows] == ["1"]

        await until(finished, "the message's status")
        assert mails(client.lab) == []

    in_lab(scenario, with_faults("mta-verify-mode"))


def test_without_a_stat_server_sending_stalls() -> None:
    """The delivery is started and its message pending."""

    async def scenario(client: Client) -> None:
        document = await client.create(fragment())
        await client.prepare(document)
        await client.call("nms:delivery", "Play", string(document.get("id", "")))

        async def started() -> bool:
            (row,) = await client.rows("nms:delivery", "@state", where="@isModel = 0")
            return row.get("state") == "55"

        await until(started, "the start of the delivery")
        (message,) = await client.rows("nms:broadLogRcp", "@status")
        assert (message.get("status"), mails(client.lab)) == ("6", [])

    in_lab(scenario, with_faults("stat-server-unreachable"))


def test_the_proxy_captures_the_upload() -> None:
    """Every server fails, as each is called through the proxy; none of them was asked."""

    async def scenario(client: Client) -> None:
        lines = log_lines(await client.prepare(await client.create(fragment())))
        red = [line for line in lines if line.startswith("RED-")]
        assert [line[:10] for line in red] == [RED_25, RED_25]
        asked = [seen for seen in client.lab.requests_seen if seen.server.startswith("trk")]
        assert asked == []

    in_lab(scenario, with_faults("proxy-captures-internal-traffic"))


@pytest.mark.parametrize(
    ("fault_id", "statuses"),
    [
        ("signature-setting-differs", {"first": 404, "last": 302}),
        ("unsigned-links-blocked", {"first": 404, "last": 404}),
    ],
)
def test_links_without_their_signature(fault_id: str, statuses: dict[str, int]) -> None:
    """A server on which signing is off takes them; one that blocks them does not."""

    async def scenario(client: Client) -> None:
        _, mail = await sent(client, fragment())
        first, last = client.lab.tracking
        bare = links(mail)[0].partition("&")[0]
        found = {
            "first": (await client.http.get(bare)).status_code,
            "last": (
                await client.http.get(bare.replace(first.secure_url, last.secure_url))
            ).status_code,
        }
        assert found == statuses

    in_lab(scenario, with_faults(fault_id))

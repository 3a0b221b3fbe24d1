"""The machines do as their files say, whatever somebody writes into them."""

from collections.abc import Awaitable, Callable
from http import HTTPStatus

import pytest

from campaign_tracking.lab import lab as lab_module
from campaign_tracking.lab.configured import configure
from campaign_tracking.lab.machine import DEFAULT_FILE, SERVER_FILE, TOMCAT_FILE
from campaign_tracking.lab.platform import Platform
from campaign_tracking.lab.redirection.log_files import LogFiles
from campaign_tracking.lab.redirection.webmdl import SharedMemory
from campaign_tracking.lab.settings import LabSettings
from tests.lab_itself.client import Client, log_lines, string, until
from tests.lab_itself.contents import fragment
from tests.lab_itself.running import FAST, in_lab, links, sent
from tests.lab_itself.test_tracking_log import hit

Edit = Callable[[Platform], None]
Scenario = Callable[[Client], Awaitable[None]]
CLICKS = 2
EditedLab = Callable[[Edit, Scenario], None]


@pytest.fixture
def edited_lab(monkeypatch: pytest.MonkeyPatch) -> EditedLab:
    """Run a scenario in a lab whose files were edited before it started."""

    def run(edit: Edit, scenario: Scenario) -> None:
        before_it_starts(monkeypatch, edit)
        in_lab(scenario, FAST)

    return run


def before_it_starts(monkeypatch: pytest.MonkeyPatch, edit: Edit) -> None:
    """Have the files of every lab edited before they are written."""

    def configure_edited(platform: Platform) -> None:
        edit(platform)
        configure(platform)

    monkeypatch.setattr(lab_module, "configure", configure_edited)


def test_links_of_a_server_that_does_not_sign(edited_lab: EditedLab) -> None:
    """Unsigned links are taken, but by the server that blocks them."""

    def edit(platform: Platform) -> None:
        platform.machine("app").set_attribute(SERVER_FILE, "signEmailLinks", "false")
        name = "blockRedirectForUnsignedTrackingLink"
        platform.last.set_attribute(SERVER_FILE, name, "true")

    async def scenario(client: Client) -> None:
        _, mail = await sent(client, fragment())
        link = links(mail)[0]
        assert "&" not in link
        first, last = client.lab.tracking
        answers = [link, link.replace(first.secure_url, last.secure_url)]
        statuses = [(await client.http.get(url)).status_code for url in answers]
        assert statuses == [HTTPStatus.FOUND, HTTPStatus.NOT_FOUND]

    edited_lab(edit, scenario)


@pytest.mark.parametrize(
    ("name", "old"),
    [
        (DEFAULT_FILE, '<web args="-tomcat" autoStart="true"/>'),
        (SERVER_FILE, 'httpPort="8080"'),
        (TOMCAT_FILE, 'Connector port="8080"'),
    ],
)
def test_without_tomcat(edited_lab: EditedLab, name: str, old: str) -> None:
    """Not started, or on another port than the other two files say: only ``/r/`` goes on."""

    def edit(platform: Platform) -> None:
        new = old.replace("true", "false").replace("8080", "8081")
        platform.last.edit(name, old, new)

    async def scenario(client: Client) -> None:
        last = client.lab.tracking[-1]
        for page in ("soaprouter.jsp", "m.jsp", "logon.jsp"):
            answer = await client.http.get(f"{last.url}/nl/jsp/{page}")
            assert (answer.status_code, answer.text) == (502, "Bad Gateway")
        assert "localHost='trk2'" in (await client.http.get(f"{last.url}/r/test")).text

    edited_lab(edit, scenario)


@pytest.mark.parametrize("name", ["startRedirection", "startRedirectionInModule"])
def test_either_switch_ends_the_redirection(edited_lab: EditedLab, name: str) -> None:
    """``/r/`` is not there, the rest is."""

    async def scenario(client: Client) -> None:
        last = client.lab.tracking[-1]
        assert (await client.http.get(f"{last.url}/r/test")).status_code == HTTPStatus.NOT_FOUND
        lines = log_lines(await client.prepare(await client.create(fragment())))
        assert [line for line in lines if line.startswith("RED-")] == []

    edited_lab(lambda platform: platform.last.set_attribute(SERVER_FILE, name, "0"), scenario)


def test_the_source_address_can_be_hidden(edited_lab: EditedLab) -> None:
    """``showSourceIP`` is for one server."""

    async def scenario(client: Client) -> None:
        shown = [
            "sourceIP='127.0.0.1'" in (await client.http.get(f"{server.url}/r/test")).text
            for server in client.lab.tracking
        ]
        assert shown == [True, False]

    edited_lab(
        lambda platform: platform.last.set_attribute(SERVER_FILE, "showSourceIP", "false"), scenario
    )


def test_the_instances_file_comes_first(edited_lab: EditedLab) -> None:
    """What stands in ``config-lab.xml`` is in force, whatever serverConf.xml says."""

    def edit(platform: Platform) -> None:
        own = '<redirection startRedirection="false"'
        platform.last.edit("config-lab.xml", "<redirection", own)

    async def scenario(client: Client) -> None:
        answer = await client.http.get(f"{client.lab.tracking[-1].url}/r/test")
        assert answer.status_code == HTTPStatus.NOT_FOUND

    edited_lab(edit, scenario)


def test_an_instance_file_that_is_no_xml(edited_lab: EditedLab) -> None:
    """The registration is gone with it; the machine goes on."""

    def edit(platform: Platform) -> None:
        platform.last.edit("config-lab.xml", "</shared>", "")

    async def scenario(client: Client) -> None:
        lines = log_lines(await client.prepare(await client.create(fragment())))
        codes = [line[:10] for line in lines if line.startswith("RED-")]
        assert codes == ["RED-520005", "RED-520025"]
        assert "<redir " in (await client.http.get(f"{client.lab.tracking[-1].url}/r/test")).text

    edited_lab(edit, scenario)


def test_an_mta_that_is_not_started(edited_lab: EditedLab) -> None:
    """The delivery stays pending."""

    def edit(platform: Platform) -> None:
        platform.machine("app").edit("config-lab.xml", '<mta autoStart="true"', "<mta")

    async def scenario(client: Client) -> None:
        document = await client.create(fragment())
        await client.prepare(document)
        await client.call("nms:delivery", "Play", string(document.get("id", "")))
        assert "mta" not in client.lab.platform.marketing.settings.running
        row = await client.query("nms:delivery", "get", "@state", where="@isModel = 0")
        assert row.get("state") == "51"

    edited_lab(edit, scenario)


@pytest.mark.parametrize(
    ("old", "new", "runs"),
    [
        ('affinity=""', 'affinity="reports,"', True),
        ('affinity=""', 'affinity="reports"', False),
        ('<wfserver autoStart="true"', '<wfserver _autoStart="true"', False),
    ],
)
def test_which_workflows_run(edited_lab: EditedLab, old: str, new: str, *, runs: bool) -> None:
    """A comma at the end lets workflows without an affinity run; an unknown attribute does not."""

    async def scenario(client: Client) -> None:
        assert client.lab.platform.marketing.settings.runs_workflows is runs
        if runs:
            (row,) = client.lab.platform.database.workflows.values()

            async def ran() -> bool:
                return row.last_processing is not None

            await until(ran, "a run of the workflow")

    edited_lab(lambda platform: platform.machine("app").edit("config-lab.xml", old, new), scenario)


def test_a_proxy_that_knows_the_inside(edited_lab: EditedLab) -> None:
    """Hosts in ``override`` are called past it."""

    def edit(platform: Platform) -> None:
        old = 'enabled="false" override="localhost*"'
        new = 'enabled="true" override="localhost*, 127.0.0.1?"'
        platform.machine("app").edit(SERVER_FILE, old, new)

    async def scenario(client: Client) -> None:
        await sent(client, fragment())

    edited_lab(edit, scenario)


def test_logs_are_collected_so_many_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """``logCountPerRequest`` of the application server: one run brings no more."""
    before_it_starts(
        monkeypatch,
        lambda platform: platform.machine("app").set_attribute(
            SERVER_FILE, "logCountPerRequest", "1"
        ),
    )

    async def scenario(client: Client) -> None:
        _, mail = await sent(client, fragment())
        for _ in range(CLICKS):
            await client.http.get(links(mail)[0])
        logs = LogFiles(client.lab.tracking[0].log_folder)

        async def written() -> bool:
            return len(logs.after(0, CLICKS)) == CLICKS

        await until(written, "the lines")
        for runs in range(1, CLICKS + 1):
            await client.call("xtk:workflow", "Wakeup", string("tracking"))

            async def collected(runs: int = runs) -> bool:
                return len(await client.rows("nms:trackingLogRcp", "@id")) >= runs

            await until(collected, "a row")
            assert len(await client.rows("nms:trackingLogRcp", "@id")) == runs

    in_lab(scenario, LabSettings(pace_scale=0.05, workflow_period_s=600))


def test_shared_memory_is_bounded() -> None:
    """What does not fit is lost, the oldest first."""
    memory = SharedMemory(2)
    for name in "abc":
        memory.put(hit(name))
    assert [kept.user_agent for kept in memory.take_all()] == ["b", "c"]

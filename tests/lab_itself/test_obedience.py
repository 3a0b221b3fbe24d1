"""The machines do as their files say, whatever somebody writes into them."""

import tempfile
from collections.abc import Awaitable, Callable
from http import HTTPStatus
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaign_tracking.lab import lab as lab_module
from campaign_tracking.lab.conf import lists
from campaign_tracking.lab.conf.masks import Masks
from campaign_tracking.lab.conf.reading import Configuration, read
from campaign_tracking.lab.conf.zones_text import authentication_text
from campaign_tracking.lab.configured import configure
from campaign_tracking.lab.machine import DEFAULT_FILE, SERVER_FILE, TOMCAT_FILE, Machine
from campaign_tracking.lab.platform import Platform
from campaign_tracking.lab.redirection.relay_rules import Page, first_rule
from campaign_tracking.lab.redirection.webmdl import SharedMemory
from campaign_tracking.lab.zones import ELSEWHERE, LAN, Right, default_zones
from campaign_tracking.safe_xml import parse
from tests.lab_itself.client import Client, log_lines, string, until
from tests.lab_itself.contents import fragment
from tests.lab_itself.running import FAST, in_lab, links, sent
from tests.lab_itself.test_tracking_log import hit

Edit = Callable[[Platform], None]
Scenario = Callable[[Client], Awaitable[None]]
EditedLab = Callable[[Edit, Scenario], None]


@pytest.fixture
def edited_lab(monkeypatch: pytest.MonkeyPatch) -> EditedLab:
    """Run a scenario in a lab whose files were edited before it started."""

    def run(edit: Edit, scenario: Scenario) -> None:
        def configure_edited(platform: Platform) -> None:
            edit(platform)
            configure(platform)

        monkeypatch.setattr(lab_module, "configure", configure_edited)
        in_lab(scenario, FAST)

    return run


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


def test_shared_memory_is_bounded() -> None:
    """What does not fit is lost, the oldest first."""
    memory = SharedMemory(2)
    for name in "abc":
        memory.put(hit(name))
    assert [kept.user_agent for kept in memory.take_all()] == ["b", "c"]


RULES = """<web><relay>
<url urlPath="/nl/jsp/m.jsp" targetUrl="http://localhost:8080" httpAllowed="true"/>
<url urlPath="*.jsp" targetUrl="http://localhost:8080" IPMask="10.0.0.1, 10.1.*"/>
<url urlPath="*.jssp" targetUrl="http://localhost:8080" hostMask="inside*"/>
<url urlPath="*.js*p" deny="true"/>
</relay></web>"""


@pytest.mark.parametrize(
    ("path", "host", "address", "denied"),
    [
        ("/nl/jsp/m.jsp", "t.client.example", "192.0.2.1", False),
        ("/nl/jsp/soaprouter.jsp", "t.client.example", "192.0.2.1", True),
        ("/nl/jsp/soaprouter.jsp", "t.client.example", "10.0.0.1", False),
        ("/nl/jsp/soaprouter.jsp", "t.client.example", "10.0.0.10", True),
        ("/nl/jsp/soaprouter.jsp", "t.client.example", "10.1.2.3", False),
        ("/x.jssp", "inside:8080", "192.0.2.1", False),
        ("/x.jssp", "outside:8080", "192.0.2.1", True),
        ("/x.html", "inside", "192.0.2.1", None),
    ],
)
def test_the_first_rule_that_fits_applies(
    path: str, host: str, address: str, *, denied: bool | None
) -> None:
    """Path, host and caller have to fit; otherwise the next rule is tried."""
    root = parse(f"<serverConf>{RULES}</serverConf>")
    rules = lists.relay_rules(Configuration(instance="lab", roots=(root,)))
    rule = first_rule(rules, Page(path=path, host=host, address=address))
    assert (None if rule is None else rule.denies) is denied


def test_a_list_is_the_first_files() -> None:
    """Lists are not joined: that of the instance's file stands for all."""
    own, general = (
        parse(f"<c><web><redirection><spareServer url='http://{host}'/></redirection></web></c>")
        for host in ("own", "general")
    )
    empty = parse("<c><web/></c>")
    for roots, urls in (((own, general), ("http://own",)), ((empty, general), ("http://general",))):
        assert lists.spare_urls(Configuration(instance="lab", roots=roots), "trk1") == urls


@given(
    st.frozensets(st.sampled_from(Right)),
    st.sampled_from(["127.0.0.1", "10.1.2.3", "fe80::1", "192.0.2.7", "203.0.113.9", "no address"]),
)
def test_zones_survive_their_file(rights: frozenset[Right], address: str) -> None:
    """What is read back allows an address what was written for it."""
    text = authentication_text(rights, elsewhere=True)
    root = parse(f"<serverConf><shared>{text}</shared></serverConf>")
    found = lists.zones(Configuration(instance="lab", roots=(root,)))
    written = default_zones(rights)
    assert found.rights(address) == written.rights(address)
    for zone in ("public", "vpn", LAN, ELSEWHERE):
        assert found.admits(zone, address) == written.admits(zone, address)
    for peer in ("127.0.0.1", "::1", "10.0.0.1"):
        headers = {"x-forwarded-for": address}
        assert found.caller(peer, headers) == written.caller(peer, headers)


NAMES = st.text("abc.-1", min_size=1, max_size=8)


@given(NAMES, st.lists(NAMES, max_size=3))
def test_masks(name: str, others: list[str]) -> None:
    """A name matches itself, what it begins with and a star, and itself with a port."""
    for mask in (name, f"{name[:1]}*", f"{name[:-1]}?", "*"):
        masks = Masks.of(" , ".join([*others, mask]))
        assert masks.match_host(name)
        assert masks.match_host(f"{name.upper()}:8080")
    assert Masks.of(",".join(others)).match(name) is (name in others)


@given(
    st.dictionaries(st.sampled_from(["serverConf.xml", "config-lab.xml"]), st.text(), min_size=1)
)
def test_whatever_stands_in_a_file_is_read(texts: dict[str, str]) -> None:
    """What is no XML says nothing; then everything is as in a new installation."""
    with tempfile.TemporaryDirectory() as folder:
        machine = Machine(
            name="trk1",
            role="tracking",
            hostname="trk1",
            address="127.0.0.11",
            instance="lab",
            folder=Path(folder),
        )
        machine.conf_folder.mkdir()
        for name, text in texts.items():
            machine.path(name).write_bytes(text.encode("utf-8", "surrogatepass"))
        configuration = read(machine)
    assert configuration.text("web/redirection", "databaseId") == ""
    assert lists.spare_urls(configuration, "trk1") == ()
    assert lists.tomcat_ports(configuration) == {8080}
    page = Page(path="/nl/jsp/soaprouter.jsp", host="", address="127.0.0.1")
    assert first_rule(lists.relay_rules(configuration), page) is not None
    assert "allowHTTP" in lists.zones(configuration).rights("10.0.0.1")

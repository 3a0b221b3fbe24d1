"""The topologies with a balancer: four tracking servers behind it, and two that Adobe hosts."""

import dataclasses
from collections import Counter

import httpx
import pytest

from campaign_tracking.environment import Environment
from campaign_tracking.environment_file import load
from campaign_tracking.lab import environment_file
from campaign_tracking.lab.addresses import BALANCER_HOST
from campaign_tracking.lab.lab import Lab
from campaign_tracking.lab.settings import Hosting, LabSettings
from campaign_tracking.safe_xml import parse
from tests.lab_itself.client import Client
from tests.lab_itself.contents import fragment
from tests.lab_itself.running import in_lab, links, sent

BALANCED = LabSettings(pace_scale=0.05, balanced=True, tracking_servers=4)
HOSTED = LabSettings(pace_scale=0.05, balanced=True, hosting=Hosting.ADOBE)
ROUNDS = 2


async def told(client: Client, url: str, times: int) -> list[dict[str, str]]:
    """Return what ``/r/test`` says there, one time after the other."""
    answers = [await client.http.get(f"{url}/r/test") for _ in range(times)]
    return [parse(answer.text).attrib for answer in answers]


def written(lab: Lab) -> Environment:
    """Return the environment file of a lab as checks read it."""
    file = lab.folder / "environment.toml"
    environment_file.write(file, lab)
    environment = load(file)
    assert isinstance(environment, Environment)
    return environment


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_every_server_has_its_turn(scheme: str) -> None:
    """Under the one public name all answer, as often as one another, and see who asks."""

    async def scenario(client: Client) -> None:
        front = client.lab.platform.front
        url = httpx.URL(front.url if scheme == "http" else front.secure_url)
        answers = await told(client, str(url), ROUNDS * 4)
        names = Counter(answer["localHost"] for answer in answers)
        assert names == dict.fromkeys(("trk1", "trk2", "trk3", "trk4"), ROUNDS)
        assert {answer["host"] for answer in answers} == {url.netloc.decode()}
        assert {answer["sourceIP"] for answer in answers} == {"127.0.0.1"}
        assert {answer["instance"] for answer in answers} == {"lab"}

    in_lab(scenario, BALANCED)


@pytest.mark.parametrize("fault_id", ["tracking-web-server-down", "redirection-disabled"])
def test_who_does_not_answer_is_taken_out(fault_id: str) -> None:
    """The public name is well; the server's own address is not."""

    async def scenario(client: Client) -> None:
        answers = await told(client, client.lab.platform.front.url, ROUNDS * 3)
        names = Counter(answer["localHost"] for answer in answers)
        assert names == dict.fromkeys(("trk1", "trk2", "trk3"), ROUNDS)

    in_lab(scenario, dataclasses.replace(BALANCED, faults=(fault_id,)))


def test_links_lead_to_the_balancer() -> None:
    """Wizard and links name it; the upload goes to each server; a click is led on and logged."""

    async def scenario(client: Client) -> None:
        lab, front = client.lab, client.lab.platform.front
        assert await client.option("NmsTracking_ServerUrl") == front.url
        assert await client.option("NmsTracking_SecureServerUrl") == front.secure_url
        urls = ",".join(server.url for server in lab.tracking)
        assert await client.option("NmsTracking_ServerUrlList") == urls
        _, mail = await sent(client, fragment())
        tracked = [link for link in links(mail) if "/r/?id=" in link]
        assert {link.partition("/r/")[0] for link in tracked} <= {front.url, front.secure_url}
        answers = [await client.http.get(link) for link in tracked]
        assert all(answer.is_redirect or answer.is_success for answer in answers)
        for answer in answers:
            cookies = answer.headers.get_list("set-cookie")
            assert [cookie.partition("=")[0] for cookie in cookies] == ["nlid", "uuid230"]
        uploads = [one for one in lab.requests_seen if one.action.endswith("#PushTrackingInfo")]
        assert [one.server for one in uploads] == ["trk1", "trk2", "trk3", "trk4"]

    in_lab(scenario, BALANCED)


@pytest.mark.parametrize("settings", [BALANCED, HOSTED], ids=["balanced", "hosted"])
def test_no_zone_trusts_the_balancer(settings: LabSettings) -> None:
    """Its own address has no rights; whoever it forwards for has his own."""

    async def scenario(client: Client) -> None:
        platform = client.lab.platform
        assert platform.front.balancer == BALANCER_HOST
        of_servers = [server.settings.zones for server in platform.servers]
        for zones in (*of_servers, platform.marketing.settings.zones):
            assert zones.rights(BALANCER_HOST) == frozenset()
            assert zones.caller(BALANCER_HOST, {"x-forwarded-for": "127.0.0.1"}) == "127.0.0.1"
            for machine in platform.machines:
                assert zones.rights(machine.address)

    in_lab(scenario, settings)


def test_environment_file_of_a_balanced_platform() -> None:
    """External is the balancer, declared as a reverse proxy; internal are all, with their hosts."""

    async def scenario(client: Client) -> None:
        environment, lab = written(client.lab), client.lab
        tracking = environment.tracking
        assert (tracking.url, tracking.secure_url) == (
            lab.platform.front.url,
            lab.platform.front.secure_url,
        )
        assert tracking.internal_urls == {server.name: server.url for server in lab.tracking}
        assert tracking.reverse_proxies == (BALANCER_HOST,)
        assert environment.internal_reachable
        assert [host.name for host in environment.host] == ["app", "trk1", "trk2", "trk3", "trk4"]

    in_lab(scenario, BALANCED)


def test_environment_file_of_a_hosted_platform() -> None:
    """It knows nothing but the external side; the options hold the internal URLs all the same."""

    async def scenario(client: Client) -> None:
        environment, lab = written(client.lab), client.lab
        assert environment.hosting == "adobe"
        assert environment.tracking.url == lab.platform.front.url
        assert environment.tracking.internal_urls == {}
        assert environment.tracking.reverse_proxies == ()
        assert environment.host == ()
        assert not environment.tracking.internal_reachable
        urls = ",".join(server.url for server in lab.tracking)
        assert await client.option("NmsTracking_ServerUrlList") == urls
        text = environment.model_dump_json()
        assert not [server.url for server in lab.tracking if server.url in text]

    in_lab(scenario, HOSTED)


def test_what_somebody_runs_in_front_of_it() -> None:
    """Then wizard and masks name that; the balancer stays, and its zones."""

    async def scenario(client: Client) -> None:
        platform = client.lab.platform
        assert await client.option("NmsTracking_ServerUrl") == "http://t.example"
        assert platform.front.balancer == BALANCER_HOST
        for server in platform.servers:
            assert server.settings.is_for_instance("t.example")

    in_lab(scenario, dataclasses.replace(BALANCED, external_url="http://t.example"))

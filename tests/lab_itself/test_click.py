"""Opens and clicks: redirected where the delivery is known, and nowhere else."""

import re
from http import HTTPStatus

from campaign_tracking.lab.redirection.tracked_link import TrackedLink
from campaign_tracking.safe_xml import parse
from tests.lab_itself.client import Client
from tests.lab_itself.contents import fragment
from tests.lab_itself.running import in_lab, links, sent

LANDING = "https://www.client.example/tracking-check?run=r1&x=1"


def test_click_open_and_mirror_page() -> None:
    """A click leads to its source URL, personalised parts included; an open is an image."""

    async def scenario(client: Client) -> None:
        _, mail = await sent(client, fragment())
        landing, hello, mirror, pixel = links(mail)
        answer = await client.http.get(landing)
        assert (answer.status_code, answer.headers["location"]) == (302, LANDING)
        assert "nlid=" in answer.headers["set-cookie"]
        assert re.search(r"uuid230=[0-9a-f-]{36}; Max-Age", answer.headers["set-cookie"])
        answer = await client.http.get(hello)
        assert answer.headers["location"] == (
            "http://www.client.example/hello?to=tracking-check%40client.example"
        )
        answer = await client.http.get(pixel)
        assert (answer.status_code, answer.headers["content-type"]) == (200, "image/gif")
        answer = await client.http.get(mirror, follow_redirects=True)
        assert (answer.status_code, "<h1>Hello</h1>" in answer.text) == (200, True)
        assert ",1&amp;" not in answer.text  # the mirror page is no open

    in_lab(scenario)


def test_changed_links_are_refused() -> None:
    """A signed link counts to the letter; a delivery that nobody knows has no target."""

    async def scenario(client: Client) -> None:
        _, mail = await sent(client, fragment())
        landing = links(mail)[0]
        base = landing.partition("/r/")[0]
        changed = await client.http.get(landing.replace("?id=h", "?id=t"))
        assert changed.status_code == HTTPStatus.NOT_FOUND
        assert re.search(r"Requested URL '/r/\?id=t.*' was not found\.", changed.text)
        unsigned = await client.http.get(landing.partition("&")[0])
        assert "was not found." in unsigned.text
        unknown = await client.http.get(f"{base}/r/?id=h1,2,3&p1=1")
        assert (unknown.status_code, unknown.headers["content-type"]) == (
            404,
            "text/html; charset=utf-8",
        )
        assert "Requested URL '/r/ id=h1,2,3&amp;p1=1' cannot be found" in unknown.text
        assert (await client.http.get(f"{base}/elsewhere")).status_code == HTTPStatus.NOT_FOUND

    in_lab(scenario)


def test_unknown_url_of_a_known_delivery() -> None:
    """The delivery is known, this URL of it is not."""

    async def scenario(client: Client) -> None:
        delivery_id, _ = await sent(client, fragment())
        link = TrackedLink(content="h", broad_log_id=1, delivery_id=int(delivery_id), url_id=77)
        signed = client.lab.platform.signer.signed(link.path_and_query())
        answer = await client.http.get(f"{client.lab.tracking[0].url}{signed}")
        assert "cannot be found" in answer.text

    in_lab(scenario)


def test_delivery_file_and_spare_server() -> None:
    """Each server keeps a readable file; one that lost it fetches it from a spare, once."""

    async def scenario(client: Client) -> None:
        delivery_id, mail = await sent(client, fragment())
        first, second = client.lab.tracking
        files = [
            next((s.folder / "redir" / "url").glob(f"*/{delivery_id}.xml")) for s in (first, second)
        ]
        assert [path.stat().st_mode & 0o777 for path in files] == [0o644, 0o644]
        assert LANDING in [
            url.get("url") for url in parse(files[0].read_text()).iter("trackingUrl")
        ]
        files[1].unlink()
        elsewhere = links(mail)[0].replace(first.secure_url, second.secure_url)
        for _ in range(2):
            assert (await client.http.get(elsewhere)).headers["location"] == LANDING
        fetched = [seen for seen in client.lab.requests_seen if "#GetTrackingInfo" in seen.action]
        assert [seen.server for seen in fetched] == ["trk1"]
        assert files[1].exists()

    in_lab(scenario)

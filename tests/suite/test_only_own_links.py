"""Whatever stands in the mail, only our own marked links are requested, as they were received."""

import asyncio
import re
import shutil
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from campaign_tracking.facts import Facts, from_json
from campaign_tracking.lab import environment_file
from campaign_tracking.lab.lab import Lab
from campaign_tracking.lab.web import RequestSeen
from campaign_tracking.own_links import Purpose
from tests.suite.running import LIMIT_S, ROOT, Outcome, command, variables

OURS = ("checks", "fixtures", "conftest.py", "pyproject.toml")
LINK = re.compile(r"/+r/+")
OWN = {Purpose.LANDING, Purpose.OPEN, Purpose.MIRROR}
# Tracked by the platform, each by an id of its own, since they stand in links of our content.
TRACKED = """
<p><a href="https://www.client.example/unsubscribe?who=<%= recipient.id %>" _type="optout">out</a>
<a href="https://www.client.example/unsubscribe-in-one-click">out, unmarked</a>
<a href="{foreign}/shop?campaign_tracking_check=">foreign</a>
<a href="{tracking}/r/?id=h1,2,3">another customer's</a></p>
"""
# As they are, since the platform tracks no pictures and no forms.
AS_THEY_ARE = """
<img src="{tracking}/r/?id=h4d2,29a,1" alt=""><img src="{foreign}/picture.png" alt="">
<form action="{tracking}/r/?id=h4d2,29a,29b"><button formaction="{foreign}/form">go</button></form>
"""


@dataclass(slots=True)
class Elsewhere:
    """A server of somebody else's, and what it was asked for."""

    url: str = ""
    asked: list[str] = field(default_factory=list)


@contextmanager
def elsewhere() -> Iterator[Elsewhere]:
    """Run it on a loopback address that no server of the platform has."""
    seen = Elsewhere()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            """Remember."""
            seen.asked.append(self.path)
            self.send_error(404)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        seen.url = f"http://127.0.0.1:{server.server_address[1]}"
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield seen
        finally:
            server.shutdown()


@contextmanager
def lab_in_a_thread(file: Path) -> Iterator[Lab]:
    """Run a lab that can be asked which requests it saw; write its environment file."""
    ready, ended, lab = threading.Event(), asyncio.Event(), Lab()
    loop = asyncio.new_event_loop()

    async def run() -> None:
        async with lab:
            environment_file.write(file, lab)
            ready.set()
            await ended.wait()

    thread = threading.Thread(target=lambda: loop.run_until_complete(run()))
    thread.start()
    try:
        assert ready.wait(LIMIT_S)
        yield lab
    finally:
        loop.call_soon_threadsafe(ended.set)
        thread.join(LIMIT_S)
        loop.close()


def run_with(content: str, folder: Path, file: Path) -> Outcome:
    """Run all checks of a copy of the project whose mail holds *content*, too."""
    for name in OURS:
        source = ROOT / name
        (shutil.copytree if source.is_dir() else shutil.copy)(source, folder / name)
    message = folder / "fixtures" / "messages" / "tracking-check.html"
    html = message.read_text("utf-8").replace("<body>", f"<body>{content}")
    message.write_text(html, encoding="utf-8")
    done = subprocess.run(  # noqa: S603  (our own command)
        command(folder / "reports", "--environment", str(file)),
        cwd=folder,
        env=variables(),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=LIMIT_S,
        check=False,
    )
    return Outcome(done.returncode, done.stdout, folder / "reports")


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What a run saw, and what all servers saw of it."""

    run: Outcome
    facts: Facts
    seen: list[RequestSeen]
    elsewhere: list[str]
    mirror_page_asked: int

    @property
    def clicks(self) -> list[str]:
        """The tracked links that were requested, without scheme and host."""
        return [f"{one.path}?{one.query}" for one in self.seen if LINK.fullmatch(one.path)]

    def links(self, *, own: bool) -> set[str]:
        """Return the tracked links of the mail, ours or all others, without scheme and host."""
        sending = self.facts.tracked_sending
        message_id = sending.message.id if sending and sending.message else None
        found = [each.link for each in self.facts.links or () if each.link]
        ours = {each.link for each in self.facts.links or () if each.purpose in OWN}
        return {
            f"{urlsplit(link.text).path}?{urlsplit(link.text).query}"
            for link in found
            if (link in ours and link.message_id == message_id) is own
        }


@pytest.fixture(scope="module", params=["tracked", "as they are"])
def told(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Told:
    """A full run whose mail holds links of all kinds, before our own."""
    folder = tmp_path_factory.mktemp("links")
    file = folder / "lab.toml"
    with elsewhere() as other, lab_in_a_thread(file) as lab:
        content = TRACKED if request.param == "tracked" else AS_THEY_ARE
        filled = content.format(foreign=other.url, tracking=lab.tracking[0].url)
        run = run_with(filled, folder, file)
        seen = lab.requests_seen
    pages = [one for one in seen if one.server.startswith("trk") and "m.jsp" in one.path]
    return Told(
        run=run,
        facts=from_json(run.facts["facts"]),
        seen=seen,
        elsewhere=other.asked,
        mirror_page_asked=len(pages),
    )


def test_the_mail_holds_them(told: Told) -> None:
    """Links of others are in the mail as received, so that they could have been requested."""
    assert told.facts.links is not None
    assert told.links(own=False), told.run.terminal
    assert [one.href for one in told.facts.links if "127.0.0.1" in one.href or one.link]


def test_only_our_own_links_are_requested(told: Told) -> None:
    """The servers saw the landing link, the open and the mirror page link, and no other link."""
    clicks, own = told.clicks, told.links(own=True)

    assert clicks
    assert set(clicks) <= own
    assert not set(clicks) & told.links(own=False)
    assert {one.method for one in told.seen if LINK.fullmatch(one.path)} == {"GET"}


def test_each_is_requested_as_often_as_we_say(told: Told) -> None:
    """Open and mirror page link once; the landing link once, and once on each server directly."""
    facts = told.facts
    once = [facts.open_click, facts.mirror_click]
    assert facts.landing_click is not None
    assert all(once)

    counts = {click: told.clicks.count(click) for click in told.clicks}

    landing = urlsplit(facts.landing_click.url)
    assert counts.pop(f"{landing.path}?{landing.query}") == 1 + len(facts.direct_clicks or {})
    assert sorted(counts.values()) == [1, 1]
    assert told.mirror_page_asked == 1


def test_nobody_else_is_asked(told: Told) -> None:
    """A server that the mail leads to, and that is not the platform's, is left in peace."""
    assert told.elsewhere == []

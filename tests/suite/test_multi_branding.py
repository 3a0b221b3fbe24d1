"""Links of a brand lead to the routing account's tracking URL, and to no host that nobody names."""

import asyncio
import http.client
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from campaign_tracking.lab import environment_file
from campaign_tracking.lab.delivery import message
from campaign_tracking.lab.lab import Lab
from campaign_tracking.lab.settings import LabSettings
from tests.suite.running import Outcome, lab, run_checks

LEAD = "test_links_lead_to_the_tracking_host"
NOBODYS = "http://brand.example.net"


@contextmanager
def front() -> Iterator[tuple[str, list[str]]]:
    """Run the brand's own web server, in front of the server whose URL is put into the list."""
    behind: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            """Pass it on as it came, the brand's name with it."""
            connection = http.client.HTTPConnection(urlsplit(behind[0]).netloc)
            connection.putrequest("GET", self.path, skip_host=True, skip_accept_encoding=True)
            for name, value in self.headers.items():
                connection.putheader(name, value)
            connection.endheaders()
            answer = connection.getresponse()
            body = answer.read()
            self.send_response(answer.status)
            for name, value in answer.headers.items():
                if name.lower() not in {"transfer-encoding", "connection"}:
                    self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)
            connection.close()

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield f"http://localhost:{server.server_address[1]}", behind
        finally:
            server.shutdown()


def test_brand(tmp_path: Path) -> None:
    """The run is green: the account's URL is read, and our links are clicked there."""
    with front() as (brand, behind), lab(tmp_path, "--routing-tracking-url", brand) as platform:
        behind.append(platform.ready["tracking"][0]["url"])
        run = run_checks(tmp_path / "reports", "--environment", str(platform.file))
    facts = run.facts["facts"]

    assert run.exit_status == 0, run.terminal
    assert run.outcomes()[LEAD] == "passed"
    assert facts["routing_account"]["tracking_url"] == brand
    assert facts["landing_click"]["url"].startswith(f"{brand}/r/")
    assert facts["mirror_click"]["url"].startswith(f"{brand}/r/")


def run_in_process(settings: LabSettings, folder: Path) -> Outcome:
    """Run all checks against a lab of this process."""
    file = folder / "lab.toml"

    async def run() -> Outcome:
        async with Lab(settings) as lab:
            environment_file.write(file, lab)
            return await asyncio.to_thread(
                run_checks, folder / "reports", "--environment", str(file)
            )

    return asyncio.run(run())


def test_host_of_a_formula_of_ones_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A host that neither the options nor the account name is one red line, and never asked."""
    monkeypatch.setattr(message, "routing_url", lambda *_: NOBODYS)

    run = run_in_process(LabSettings(), tmp_path)

    assert run.with_outcome("failed") == [LEAD]
    assert run.pointers == {LEAD}
    assert f"got {NOBODYS}; the routing account" in run.terminal
    assert run.facts["facts"]["landing_click"] is None


def test_account_that_cannot_be_read(tmp_path: Path) -> None:
    """Without a right to the account its brand cannot be known: the red line says so."""
    schemas = frozenset({"nms:extAccount"})
    settings = LabSettings(routing_tracking_url=NOBODYS, unreadable_schemas=schemas)

    run = run_in_process(settings, tmp_path)

    assert run.with_outcome("failed") == [LEAD]
    assert "You do not have the rights to read the schema" in run.terminal

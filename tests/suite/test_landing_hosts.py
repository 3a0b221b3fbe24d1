"""Beyond the tracked link's redirect nothing is requested, unless landing hosts are declared."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from tests.suite.running import Edit, Outcome, lab, run_edited

STAY, SERVED = "test_redirects_stay_on_the_landing_hosts", "test_landing_page_is_served"


@contextmanager
def site(leads_to: str) -> Iterator[tuple[str, list[str]]]:
    """Run a site whose ``/start`` redirects; give its URL, and the paths that it is asked for."""
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            """Redirect, or serve a page."""
            asked.append(self.path.partition("?")[0])
            self.send_response(302 if asked[-1] == "/start" else 200)
            if asked[-1] == "/start":
                self.send_header("Location", leads_to)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}", asked
        finally:
            server.shutdown()


def run_with(leads_to: str, folder: Path, hosts: str) -> tuple[Outcome, list[str]]:
    """Run all checks with a landing page that redirects; return the paths it was asked for, too."""
    with site(leads_to) as (url, asked), lab(folder) as platform:
        declared: Edit = (r"landing_url = .*", f'landing_url = "{url}/start"\n{hosts}')
        run = run_edited(platform, folder, declared)
    return run, asked


def test_declared(tmp_path: Path) -> None:
    """Redirects on declared hosts are followed to the page, each requested once."""
    run, asked = run_with("/page", tmp_path, 'landing_hosts = ["127.0.0.1"]')

    assert run.exit_status == 0, run.terminal
    assert (run.outcomes()[STAY], run.outcomes()[SERVED]) == ("passed", "passed")
    assert asked == ["/start", "/page"]


@pytest.mark.parametrize(
    ("hosts", "outcome"),
    [("", "not applicable"), ('landing_hosts = ["127.0.0.1"]', "failed")],
    ids=["not-declared", "leaving"],
)
def test_no_other_host(hosts: str, outcome: str, tmp_path: Path) -> None:
    """A redirect to another host is told; without declared hosts nothing at all is asked."""
    with site("/page") as (other, asked_there):
        leads_to = other.replace("127.0.0.1", "localhost")
        run, asked = run_with(f"{leads_to}/page", tmp_path, hosts)

    assert run.outcomes()[STAY] == outcome, run.terminal
    assert run.with_outcome("failed") == ([STAY] if outcome == "failed" else [])
    assert asked == (["/start"] if outcome == "failed" else [])
    assert asked_there == []

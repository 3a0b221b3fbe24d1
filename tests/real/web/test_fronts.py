"""Tracking behind a real Apache, nginx or HAProxy: no false alarm, and each trouble by its name."""

import re
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.real.web.behind import Behind, Certificate, behind
from tests.real.web.front import Start, apache, haproxy, nginx
from tests.suite.running import LabProcess, Outcome

TO_HTTPS: Mapping[Start, str] = {
    nginx: "return 301 SECURE$request_uri;",
    apache: "RewriteEngine On\nRewriteRule ^ SECURE%{REQUEST_URI} [R=302,L,NE]",
    haproxy: "  http-request redirect prefix SECURE code 308",
}
# The module itself is reached; what is refused are the links.
FORBIDDEN: Mapping[Start, str] = {
    nginx: "location = /r/ { return 403; }",
    apache: "<Location /r/>\nRequire all denied\n</Location>\n"
    "<Location /r/test>\nRequire all granted\n</Location>",
    haproxy: "  http-request deny deny_status 403 if { path /r/ }",
}
LOGIN_PAGE: Mapping[Start, str] = {
    nginx: """location = /r/ { return 200 "<html><title>Sign in</title></html>"; }""",
    haproxy: '  http-request return status 200 content-type text/html string "<html><title>Sign in'
    '</title></html>" if { path /r/ }',
}


def reasons(run: Outcome) -> dict[str, str]:
    """Return what is said of each check, by its id."""
    return {each["check"]: each["reason"] for each in run.facts["checks"]}


def assert_one_red_line(run: Outcome, check: str, words: str) -> None:
    """Assert that exactly one check fails, in these words, and that all else points at it."""
    assert run.with_outcome("failed") == [check], run.terminal
    assert run.with_outcome("error") == []
    assert run.pointers <= {check}
    assert re.search(words, reasons(run)[check]), reasons(run)[check]


OFFERS = [
    (nginx, {"gzip", "chunked", "close", "h2"}),
    (apache, {"close"}),
    (haproxy, {"h2"}),
]


@pytest.mark.parametrize(("start", "offers"), OFFERS)
def test_no_false_alarm(start: Start, offers: set[str], tmp_path: Path) -> None:
    """Balanced, offering gzip and HTTP/2, chunked, without keep-alive: tracking is verified."""
    with behind(start, tmp_path) as platform:
        run = platform.run()
        seen = platform.offers()

    assert seen == offers
    assert run.exit_status == 0, run.terminal
    assert not run.with_outcome("failed")
    assert run.outcomes()["test_tracking_server_resolves_the_link[trk1]"] == "passed"
    assert run.outcomes()["test_tracking_server_resolves_the_link[trk2]"] == "passed"
    assert run.facts["facts"]["landing_click"]["url"].startswith("https://127.0.0.1:")


@pytest.mark.parametrize("start", [nginx, apache, haproxy])
def test_http_is_sent_on_to_https(start: Start, tmp_path: Path) -> None:
    """A front that sends http on to https is none either; the hop is told."""
    with behind(start, tmp_path, plain=TO_HTTPS[start]) as platform:
        run = platform.run()

    assert run.exit_status == 0, run.terminal
    seen = run.facts["facts"]
    assert seen["landing_click"]["sent_on"] is None  # it was https from the start
    assert seen["open_click"]["sent_on"]["status_code"] in {301, 302, 308}
    assert seen["open_click"]["url"].startswith("http://")
    assert seen["open_click"]["content_type"] == "image/gif"
    assert seen["mirror_page"]["sent_on"]["location"].startswith("https://")


@pytest.mark.parametrize("start", [nginx, apache, haproxy])
def test_web_application_firewall(start: Start, tmp_path: Path) -> None:
    """A 403 in front is named, and that the tracking servers themselves are well."""
    with behind(start, tmp_path, both=FORBIDDEN[start]) as platform:
        run = platform.run()

    words = r"got HTTP 403: .*; asked directly, trk1, trk2 redirect it"
    assert_one_red_line(run, "test_click_is_redirected", words)


@pytest.mark.parametrize("start", LOGIN_PAGE)
def test_login_page(start: Start, tmp_path: Path) -> None:
    """A login page with status 200 is no redirect, and its title is shown."""
    with behind(start, tmp_path, both=LOGIN_PAGE[start]) as platform:
        run = platform.run()

    words = r"got HTTP 200: .*Sign in.*; asked directly, trk1, trk2 redirect it"
    assert_one_red_line(run, "test_click_is_redirected", words)


@pytest.mark.parametrize(
    ("start", "certificate", "words"),
    [
        (nginx, Certificate.EXPIRED, "certificate expired"),
        (apache, Certificate.OF_ANOTHER_NAME, "certificate of another name"),
        (haproxy, Certificate.EXPIRED, "certificate expired"),
    ],
)
def test_certificates(start: Start, certificate: Certificate, words: str, tmp_path: Path) -> None:
    """A certificate that nobody should accept is named; the click that it stops points to it."""
    with behind(start, tmp_path, certificate=certificate) as platform:
        run = platform.run()

    assert_one_red_line(run, "test_certificate_is_trusted[external-secure]", words)
    assert run.outcomes()["test_click_is_answered"] == "blocked"


@contextmanager
def losing(platform: LabProcess, name: str) -> Iterator[None]:
    """Take what is uploaded about deliveries away from a tracking server, as soon as it comes."""
    var = Path(platform.ready["mailbox"]).parent / name / "var"
    done = threading.Event()

    def lose() -> None:
        while not done.wait(0.005):
            for file in var.glob("*/redir/url/*/*.xml"):
                file.unlink(missing_ok=True)

    thread = threading.Thread(target=lose)
    thread.start()
    try:
        yield
    finally:
        done.set()
        thread.join()


@pytest.mark.parametrize("start", [nginx, apache, haproxy])
def test_one_of_two_lacks_the_delivery(start: Start, tmp_path: Path) -> None:
    """Whichever server the front asks, the one without the delivery is named, and only that."""

    def run(platform: Behind) -> Outcome:
        with losing(platform.platform, "trk2"):
            return platform.run()

    with behind(start, tmp_path, "--fault", "spare-server-missing", "--no-hosts") as platform:
        seen = run(platform)

    words = r"expected .* with our mark, got HTTP 404: .*cannot be found"
    assert_one_red_line(seen, "test_tracking_server_resolves_the_link[trk2]", words)
    assert seen.outcomes()["test_tracking_server_resolves_the_link[trk1]"] == "passed"

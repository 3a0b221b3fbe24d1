"""A real Chromium, driven by chromedriver over the WebDriver protocol (w3.org/TR/webdriver2)."""

import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import httpx

HOW_TO_GET = "{} is not installed: apt-get install --no-install-recommends chromium chromium-driver"
PROGRAMS = ("chromium", "chromedriver")
LIMIT_S = 30.0
_LOOK_S = 0.05


@dataclass(frozen=True, slots=True, kw_only=True)
class Browser:
    """A window of a running browser.

    Attributes:
        http: Speaks to chromedriver.
        session: Path of the session there.
    """

    http: httpx.Client
    session: str

    def open(self, url: str) -> None:
        """Go to *url*, and wait until the page is loaded."""
        self._do("POST", "url", {"url": url})

    def click_link(self, label: str) -> None:
        """Click the link with this text, as a person does: it must be visible."""
        found = self._do("POST", "element", {"using": "link text", "value": label})
        (element,) = found.values()
        self._do("POST", f"element/{element}/click", {})

    @property
    def url(self) -> str:
        """What stands in the address bar."""
        return str(self._do("GET", "url"))

    @property
    def title(self) -> str:
        """The page's title."""
        return str(self._do("GET", "title"))

    @property
    def user_agent(self) -> str:
        """What the browser calls itself."""
        script = {"script": "return navigator.userAgent", "args": []}
        return str(self._do("POST", "execute/sync", script))

    def wait_until(self, come: Callable[[], bool]) -> None:
        """Wait until something has come.

        Raises:
            AssertionError: If it does not in time.
        """
        until = time.monotonic() + LIMIT_S
        while not come():
            assert time.monotonic() < until, f"the browser is still at {self.url} ({self.title!r})"
            time.sleep(_LOOK_S)

    def _do(self, method: str, command: str, given: Mapping[str, object] | None = None) -> Any:  # noqa: ANN401  (JSON)
        return _value(self.http.request(method, f"{self.session}/{command}", json=given))


def missing() -> str:
    """Return what is missing to run it; empty if nothing is."""
    lacks = [name for name in PROGRAMS if shutil.which(name) is None]
    return HOW_TO_GET.format(", ".join(lacks)) if lacks else ""


@contextmanager
def chromium(hosts: Mapping[str, str], trusted_keys: Sequence[str]) -> Iterator[Browser]:
    """Run a headless Chromium with a profile of its own.

    Args:
        hosts: Host and port on this machine that a name leads to; but for loopback addresses no
            other name leads anywhere.
        trusted_keys: SHA-256 in base64 of public keys whose certificates it accepts.
    """
    port = _free_port()
    driver = subprocess.Popen(  # noqa: S603
        [str(shutil.which("chromedriver")), f"--port={port}"],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    address = f"http://127.0.0.1:{port}"
    try:
        with (
            tempfile.TemporaryDirectory(prefix="chromium-", ignore_cleanup_errors=True) as profile,
            httpx.Client(base_url=address, timeout=LIMIT_S, trust_env=False) as http,
        ):
            _wait_for(http)
            session = _new_session(http, _arguments(profile, hosts, trusted_keys))
            try:
                yield Browser(http=http, session=session)
            finally:
                http.delete(session)
    finally:
        driver.terminate()
        driver.wait(LIMIT_S)


def _arguments(
    profile: str, hosts: Mapping[str, str], trusted_keys: Sequence[str]
) -> tuple[str, ...]:
    rules = ", ".join(
        (*(f"MAP {name} {to}" for name, to in hosts.items()), "MAP * ~NOTFOUND", _LOOPBACK)
    )
    return (
        "--headless=new",
        "--disable-gpu",
        "--disable-dev-shm-usage",
        "--disable-background-networking",
        "--no-first-run",
        "--no-proxy-server",
        f"--user-data-dir={profile}",
        f"--host-resolver-rules={rules}",
        f"--ignore-certificate-errors-spki-list={','.join(trusted_keys)}",
        *(("--no-sandbox",) if os.geteuid() == 0 else ()),  # it refuses to run as root, else
    )


_LOOPBACK = "EXCLUDE 127.0.0.*"


def _new_session(http: httpx.Client, arguments: Sequence[str]) -> str:
    options = {"binary": shutil.which("chromium"), "args": arguments}
    wanted = {"browserName": "chrome", "goog:chromeOptions": options}
    capabilities = {"capabilities": {"alwaysMatch": wanted}}
    made = _value(http.post("/session", json=capabilities))
    return f"/session/{made['sessionId']}"


def _value(answer: httpx.Response) -> Any:  # noqa: ANN401  (JSON)
    value = answer.json()["value"]
    assert answer.is_success, f"{value['error']}: {value['message']}"
    return value


def _wait_for(http: httpx.Client) -> None:
    until = time.monotonic() + LIMIT_S
    while time.monotonic() < until:
        try:
            if _value(http.get("/status"))["ready"]:
                return
        except httpx.ConnectError:
            pass
        time.sleep(_LOOK_S)
    raise AssertionError("chromedriver does not listen")


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port: int = probe.getsockname()[1]
        return port

"""Adobe's own client walks through a healthy lab, however it logs on."""

import asyncio
import json
import shlex
import ssl
import subprocess
import tomllib
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.real.walking import SDK, Walked, given, missing, walk
from tests.suite.running import LabProcess, lab

STEPS = (
    *("logon", "refused logon", "test", "ping", "mcPing", "options", "setOption", "schemas"),
    *("queries", "selectAll", "newInstance", "duplicate", "createFromModel", "prepare"),
    *("failed prepare", "wakeup", "getServerTime", "getUserInfo", "logoff", "after logoff"),
)


def walked(script: str, platform: LabProcess, **more: object) -> Walked:
    """Walk through *platform*, whose authority is trusted."""
    trusted = Path(platform.ready["ca_file"])
    return asyncio.run(walk(script, given(platform, **more), trusted))


def token(platform: LabProcess) -> str:
    """Return a token of the lab's identity service, got as a server gets one."""
    campaign = tomllib.loads(platform.file.read_text("utf-8"))["campaign"]
    secret = subprocess.run(  # noqa: S603  (the lab's own command)
        shlex.split(campaign["client_secret_command"]), capture_output=True, text=True, check=True
    ).stdout.strip()
    form = {
        "grant_type": "client_credentials",
        "client_id": campaign["client_id"],
        "client_secret": secret,
        "scope": ",".join(campaign["scopes"]),
    }
    context = ssl.create_default_context(cafile=campaign["ca_file"])
    with httpx.Client(verify=context, trust_env=False) as client:
        granted: dict[str, Any] = client.post(campaign["token_url"], data=form).json()
    return str(granted["access_token"])


def test_password(healthy: LabProcess) -> None:
    """With login and password: every step is as the SDK, and the walk, need it."""
    seen = walked("walk.mjs", healthy)

    assert (seen.exit_status, seen.step, seen.error) == (0, "", "")
    assert tuple(seen.steps) == STEPS


def test_private_authority(healthy: LabProcess) -> None:
    """The lab speaks TLS with a certificate that only its own authority vouches for."""
    seen = asyncio.run(walk("walk.mjs", given(healthy), None))

    assert (seen.exit_status, seen.step) == (1, "logon")
    assert "unable to verify the first certificate" in seen.error


@pytest.mark.parametrize("kind", ["ims-bearer", "ims-exchange"])
def test_token_of_the_identity_service(kind: str, tmp_path: Path) -> None:
    """With a bearer token, sent with each call or exchanged for a session."""
    with lab(tmp_path, "--auth", kind) as platform:
        seen = walked("walk.mjs", platform, kind=kind, token=token(platform))

    assert (seen.exit_status, seen.step, seen.error) == (0, "", "")
    assert tuple(seen.steps) == STEPS


def test_session_token(tmp_path: Path) -> None:
    """With login and password in the session token's place, and no logon."""
    with lab(tmp_path, "--auth", "session-token") as platform:
        seen = walked("walk.mjs", platform, kind="session-token")

    assert (seen.exit_status, seen.step, seen.error) == (0, "", "")
    assert tuple(seen.steps) == STEPS


@pytest.mark.parametrize("kind", ["password", "ims-exchange"])
def test_expired_session(kind: str, tmp_path: Path) -> None:
    """A session that expires is renewed once, and no call is lost."""
    with lab(tmp_path, "--auth", kind, "--expire-session-after", "3") as platform:
        bearer = "" if kind == "password" else token(platform)
        seen = walked("refresh.mjs", platform, kind=kind, token=bearer, renewedLives=True)

    assert (seen.exit_status, seen.step, seen.error) == (0, "", "")
    assert seen.steps == ["logon", "calls", "renewals"]


def test_expired_token(tmp_path: Path) -> None:
    """A token of the identity service that expires is replaced, and no call is lost."""
    with lab(tmp_path, "--auth", "ims-bearer", "--expire-session-after", "3") as platform:
        tokens = {"token": token(platform), "nextToken": token(platform)}
        seen = walked("refresh.mjs", platform, kind="ims-bearer", renewedLives=True, **tokens)

    assert (seen.exit_status, seen.step, seen.error) == (0, "", "")
    assert seen.steps == ["logon", "calls", "renewals"]


def test_renewed_session_that_expires_at_once(tmp_path: Path) -> None:
    """A session that is no good even when renewed is renewed no further: the error is told."""
    with lab(tmp_path, "--expire-session-after", "3", "--expire-renewed-sessions") as platform:
        seen = walked("refresh.mjs", platform, renewedLives=False)

    assert (seen.exit_status, seen.step, seen.error) == (0, "", "")
    assert seen.steps == ["logon", "calls", "renewals"]


def test_session_that_does_not_expire(healthy: LabProcess) -> None:
    """The walk itself: where nothing expires it is noticed that nothing was renewed."""
    seen = walked("refresh.mjs", healthy, renewedLives=True)

    assert (seen.exit_status, seen.step) == (1, "renewals")


def test_what_is_missing_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Without Node, or without the client, the tests fail and say what to run."""
    assert missing(tmp_path).startswith("Adobe's client is not installed: run `make test-real`")
    monkeypatch.setenv("PATH", str(tmp_path))
    assert missing().startswith("there is no Node: run `make test-real`")


def test_pinned() -> None:
    """What is installed is pinned by its content, wherever it is downloaded from."""
    locked = json.loads((SDK / "package-lock.json").read_text("utf-8"))["packages"]
    pinned = locked[""]["dependencies"]

    assert pinned == {"@adobe/acc-js-sdk": "1.2.0"}
    assert all(
        package["integrity"].startswith("sha512-") for name, package in locked.items() if name
    )
    assert not [name for name, package in locked.items() if "resolved" in package]

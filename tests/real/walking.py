"""Drive Adobe's own client with Node, as a user of it does, in a process of its own."""

import asyncio
import json
import os
import shutil
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from campaign_tracking.lab.settings import INSTANCE
from tests.suite.running import LabProcess

SDK = Path(__file__).parent / "sdk"
LIMIT_S = 60
NOT_READY = "{}: run `make test-real`, which installs what is pinned in tests/real/sdk"


@dataclass(frozen=True, slots=True, kw_only=True)
class Walked:
    """What a walk printed.

    Attributes:
        steps: Names of the steps that were as they must be, in order.
        results: What each of them returned.
        step: The one that was not; empty if all were.
        error: What was wrong with it, in the words of the SDK or of the walk.
    """

    exit_status: int
    steps: Sequence[str]
    results: Mapping[str, Any]
    step: str
    error: str


def missing(sdk: Path = SDK) -> str:
    """Return what is missing to drive the client installed in *sdk*; empty if nothing is."""
    if shutil.which("node") is None:
        return NOT_READY.format("there is no Node")
    if not (sdk / "node_modules").is_dir():
        return NOT_READY.format("Adobe's client is not installed")
    return ""


def given(lab: LabProcess, **more: object) -> dict[str, object]:
    """Return what a walk needs to know of a lab; *more* replaces parts of it."""
    environment = tomllib.loads(lab.file.read_text("utf-8"))
    return {
        "kind": "password",
        "endpoint": lab.ready["campaign"],
        "login": lab.ready["login"],
        "password": lab.ready["password"],
        "token": "",
        "instance": INSTANCE,
        "options": {
            "NmsTracking_ServerUrl": environment["tracking"]["url"],
            "NmsBroadcast_MsgValidityDuration": 432_000,
            "NmsOperation_LimitConcurrency": 10,
        },
        "template": environment["test_mail"]["template"],
        "recipient": environment["test_mail"]["recipient"],
        **more,
    }


async def walk(script: str, parameters: Mapping[str, object], trusted: Path | None) -> Walked:
    """Run *script* to its end.

    Args:
        script: Its name in ``sdk/``.
        parameters: What it reads on standard input, so that no secret is in the list of processes.
        trusted: PEM file with the authorities that Node trusts beside its own.

    Raises:
        TimeoutError: If it takes more than a minute.
    """
    process = await asyncio.create_subprocess_exec(
        "node",
        script,
        cwd=SDK,
        env=_variables(trusted),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    try:
        async with asyncio.timeout(LIMIT_S):
            out, err = await process.communicate(json.dumps(parameters).encode())
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    assert not err, err.decode()
    return _walked(process.returncode or 0, [json.loads(line) for line in out.splitlines()])


def _variables(trusted: Path | None) -> dict[str, str]:
    ours = {"NODE_EXTRA_CA_CERTS", "NODE_OPTIONS", "NODE_TLS_REJECT_UNAUTHORIZED"}
    proxies = {"http_proxy", "https_proxy", "all_proxy"}
    kept = {k: v for k, v in os.environ.items() if k not in ours and k.lower() not in proxies}
    return kept if trusted is None else kept | {"NODE_EXTRA_CA_CERTS": str(trusted)}


def _walked(exit_status: int, lines: Sequence[Mapping[str, Any]]) -> Walked:
    failed = next((line for line in lines if "error" in line), {})
    good = {line["step"]: line["result"] for line in lines if "result" in line}
    return Walked(
        exit_status=exit_status,
        steps=list(good),
        results=good,
        step=failed.get("step", ""),
        error=failed.get("error", ""),
    )

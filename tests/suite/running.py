"""Run the checks as an operator does: in a process of their own, against a lab in another."""

import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

from campaign_tracking.report.plugin import PIPELINES, VARIABLE
from campaign_tracking.safe_xml import parse

ROOT = Path(__file__).parents[2]
SCHEMA = ROOT.parent / "shared" / "junit" / "junit-10.xsd"
LIMIT_S = 120
Edit = tuple[str, str]
NO_HOSTS: Edit = (r"(?s)\[\[host\]\].*", "")  # nobody may read the servers' files


@dataclass(frozen=True)
class LabProcess:
    """A lab: what it said when it was ready, and the environment file that it wrote."""

    ready: Mapping[str, Any]
    file: Path

    @property
    def mails(self) -> int:
        """How many mails were received."""
        mailbox = Path(self.ready["mailbox"])
        return sum(1 for folder in ("new", "cur") for _ in (mailbox / folder).iterdir())


@contextmanager
def lab(folder: Path, *options: str) -> Iterator[LabProcess]:
    """Run ``campaign-tracking lab``, ended by SIGTERM as documented."""
    file = folder / "environment.toml"
    command = [sys.executable, "-m", "campaign_tracking.command", "lab", *options]
    process = subprocess.Popen(  # noqa: S603  (our own command)
        [*command, "--environment-file", str(file)], stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    try:
        yield LabProcess(json.loads(process.stdout.readline()), file)
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(20)
        process.stdout.close()


@dataclass(frozen=True)
class Outcome:
    """What a run left behind."""

    exit_status: int
    terminal: str
    reports: Path

    @property
    def junit(self) -> ET.Element:
        """The suite of junit.xml."""
        root = parse((self.reports / "junit.xml").read_text("utf-8"))
        suite = root.find("testsuite")
        assert suite is not None
        return suite

    @property
    def facts(self) -> dict[str, Any]:
        """facts.json."""
        loaded: dict[str, Any] = json.loads((self.reports / "facts.json").read_text("utf-8"))
        return loaded

    @property
    def page(self) -> str:
        """report.html."""
        return (self.reports / "report.html").read_text("utf-8")

    def outcomes(self) -> dict[str, str]:
        """Return what became of each check, by its id."""
        return {check["check"]: check["outcome"] for check in self.facts["checks"]}

    def with_outcome(self, outcome: str) -> list[str]:
        """Return the checks that this became of, in their order."""
        return [check for check, found in self.outcomes().items() if found == outcome]

    @property
    def pointers(self) -> set[str]:
        """The checks that blocked ones point to."""
        reasons = (check["reason"] for check in self.facts["checks"])
        blocked = (reason for reason in reasons if reason.startswith("blocked by "))
        return {reason.removeprefix("blocked by ").partition(":")[0] for reason in blocked}

    @property
    def everything(self) -> str:
        """All that it printed and wrote."""
        files = (file for file in self.reports.rglob("*") if file.is_file())
        return self.terminal + "".join(file.read_text("utf-8", "replace") for file in files)


def command(reports: Path, *arguments: str) -> list[str]:
    """Return the command that runs the checks; the first argument may name other places."""
    names_places = arguments[:1] and ("checks" in arguments[0] or arguments[0] == ".")
    places = arguments if names_places else ("checks/", *arguments)
    return [sys.executable, "-m", "pytest", *places, "--reports", str(reports)]


def variables(**more: str) -> dict[str, str]:
    """Return the machine's variables as an operator has them: nothing of a pipeline, nor ours."""
    ours = (*PIPELINES, VARIABLE, "CAMPAIGN_TRACKING_CAMPAIGN_PASSWORD", "PYTEST_ADDOPTS")
    return {key: value for key, value in os.environ.items() if key not in ours} | more


def run_checks(reports: Path, *arguments: str, **more: str) -> Outcome:
    """Run the checks to their end; *more* are further environment variables."""
    done = subprocess.run(  # noqa: S603  (our own command)
        command(reports, *arguments),
        cwd=ROOT,
        env=variables(**more),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=LIMIT_S,
        check=False,
    )
    return Outcome(done.returncode, done.stdout, reports)


def run_edited(platform: LabProcess, folder: Path, *edits: Edit, **more: str) -> Outcome:
    """Run all checks with the lab's environment file changed."""
    text = platform.file.read_text("utf-8")
    for pattern, replacement in edits:
        text, count = re.subn(pattern, replacement, text)
        assert count, pattern
    folder.mkdir(exist_ok=True)
    file = folder / "edited.toml"
    file.write_text(text, encoding="utf-8")
    return run_checks(folder / "reports", "--environment", str(file), **more)


def stop_checks(reports: Path, when: str, number: signal.Signals, *arguments: str) -> Outcome:
    """Run the checks, and send them a signal when the terminal shows *when*."""
    with subprocess.Popen(  # noqa: S603  (our own command)
        command(reports, *arguments),
        cwd=ROOT,
        env=variables(),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as process:
        assert process.stdout is not None
        seen = []
        for line in process.stdout:
            seen.append(line)
            if re.search(when, line):
                process.send_signal(number)
                break
        rest = process.stdout.read()
        return Outcome(process.wait(LIMIT_S), "".join(seen) + rest, reports)

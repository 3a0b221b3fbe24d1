"""The README is true: its output is what happens, its pipelines' commands run."""

import re
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from campaign_tracking.budget import in_words, worst_case_s
from campaign_tracking.environment_file import load_platform
from tests.suite.diagnosing import diagnose
from tests.suite.running import ROOT, Outcome, lab, run_checks, variables
from tests.unit.pasted.samples import AUDIT

README = (ROOT / "README.md").read_text("utf-8")
CONSOLE = re.findall(r"^```console\n(.*?)^```", README, flags=re.DOTALL | re.MULTILINE)
PIPELINES = re.findall(r"^```yaml\n(.*?)^```", README, flags=re.DOTALL | re.MULTILINE)


def normalised(text: str) -> list[str]:
    """Return the lines of *text* without what differs from run to run."""
    text = re.sub(r"/tmp/\S*|/\S*/pytest-of-\S*", "PATH", text)  # noqa: S108  (only read)
    text = re.sub(r"\d\d:\d\d(?= UTC)", "TIME", text)
    text = re.sub(r"\d+(\.\d+)?(?=s in|s =| s\b|s\b)|(?<=:)\d{4,5}\b|(?<=ort )\d{4,5}\b", "N", text)
    lines = (re.sub(r"=+", "=", line).rstrip() for line in text.splitlines())
    return [line for line in lines if line and not line.startswith(("$", "  for ", "  everything"))]


def missing(shown: str, terminal: str) -> list[str]:
    """Return the lines that are shown and do not come in that order in the terminal."""
    seen = iter(normalised(terminal))
    return [line for line in normalised(shown) if line not in seen]


def test_first_output(healthy: Outcome) -> None:
    """What the README shows of a healthy run is what a healthy run shows."""
    shown = next(block for block in CONSOLE if block.startswith("$ make verify"))

    assert not missing(shown, healthy.terminal)


def test_output_of_a_fault(tmp_path: Path) -> None:
    """What the README shows of a fault is what happens."""
    shown = next(block for block in CONSOLE if "--fault tracking-web-server-down" in block)

    with lab(tmp_path, "--fault", "tracking-web-server-down") as platform:
        run = run_checks(tmp_path, "--environment", str(platform.file))

    assert not missing(shown, run.terminal)


def test_output_of_a_log(tmp_path: Path) -> None:
    """What the README shows of a pasted delivery log is what is told of the article's."""
    (shown,) = (block for block in CONSOLE if "diagnose delivery.log" in block)
    (tmp_path / "delivery.log").write_text("\n".join(AUDIT), encoding="utf-8")

    told = diagnose(tmp_path, "delivery.log")

    assert not missing(shown, told.stdout)


def job(text: str) -> dict[str, Any]:
    """Return the one job of a pipeline."""
    loaded = yaml.safe_load(text)
    found: dict[str, Any] = loaded.get("jobs", loaded)["tracking"]
    return found


def commands(job_: dict[str, Any]) -> list[str]:
    """Return the commands of a job."""
    steps = job_.get("steps")
    return job_["script"] if steps is None else [step["run"] for step in steps if "run" in step]


def limit_s(job_: dict[str, Any]) -> float:
    """Return a job's time limit."""
    if "timeout-minutes" in job_:
        return float(job_["timeout-minutes"]) * 60
    return float(str(job_["timeout"]).removesuffix("h")) * 3600


@pytest.mark.parametrize("text", PIPELINES, ids=["GitHub", "GitLab"])
def test_pipeline(text: str, tmp_path: Path) -> None:
    """A pipeline's commands run on a pipeline's machine, and its reports are where it looks."""
    job_ = job(text)
    run_variables = variables(
        CI="true", CAMPAIGN_TRACKING_ENVIRONMENT="lab", PYTEST_ADDOPTS=f"--reports={tmp_path}"
    )

    for command in commands(job_):
        subprocess.run(["bash", "-ec", command], cwd=ROOT, env=run_variables, check=True)  # noqa: S603, S607  (the README's own)

    assert (job_.get("env") or job_["variables"])["CAMPAIGN_TRACKING_ENVIRONMENT"] == "prod"
    assert {"junit.xml", "report.html"} <= {path.name for path in tmp_path.iterdir()}
    assert "reports/junit.xml" in text


@pytest.mark.parametrize("text", PIPELINES, ids=["GitHub", "GitLab"])
def test_pipeline_publishes_when_red(text: str) -> None:
    """What a red run leaves is published, too."""
    job_ = job(text)
    publishing = [step for step in job_.get("steps", []) if "reports/" in str(step.get("with"))]

    assert all(step["if"] == "always()" for step in publishing)
    assert publishing or job_["artifacts"]["when"] == "always"


def test_worst_case() -> None:
    """The README tells the worst case of the default limits, and the jobs allow more."""
    environment = load_platform(ROOT / "fixtures" / "environments" / "example.toml")
    longest_s = worst_case_s(environment)

    assert f"about {in_words(longest_s).removesuffix(' min')} minutes" in README
    assert all(limit_s(job(text)) > longest_s for text in PIPELINES)


def test_links_lead_somewhere() -> None:
    """Every file that the README names is there."""
    links = re.findall(r"\]\(([^)#:]+)\)", README)

    assert links
    assert not [link for link in links if not (ROOT / link).exists()]

"""Wrong usage ends with exit code 4 and one clear sentence, and leaves no green report."""

from pathlib import Path

import pytest

from tests.suite.running import ROOT, Outcome, run_checks

WRONG_USAGE = 4


def sentence(run: Outcome) -> str:
    """Return the error that was shown, which is all that was shown of it."""
    lines = [line for line in run.terminal.splitlines() if line.startswith("ERROR: ")]
    assert len(lines) == 1, run.terminal
    assert "Traceback" not in run.terminal
    return lines[0]


@pytest.mark.parametrize("variable", ["CI", "BUILD_NUMBER", "TF_BUILD", "TEAMCITY_VERSION"])
def test_pipeline_must_name_its_environment(tmp_path: Path, variable: str) -> None:
    """A pipeline that forgot its environment does not turn green on the lab."""
    run = run_checks(tmp_path, **{variable: "1"})

    assert run.exit_status == WRONG_USAGE
    assert f"{variable} is set" in sentence(run)
    assert "--environment NAME" in sentence(run)


def test_pipeline_may_name_the_lab(tmp_path: Path) -> None:
    """A pipeline that names the lab gets it."""
    run = run_checks(
        tmp_path, "-k", "test_name_resolves", CI="1", CAMPAIGN_TRACKING_ENVIRONMENT="lab"
    )

    assert run.exit_status == 0, run.terminal


def test_unknown_environment(tmp_path: Path) -> None:
    """An unknown environment says which there are."""
    run = run_checks(tmp_path, "--environment", "produktion")

    assert run.exit_status == WRONG_USAGE
    assert "'produktion'" in sentence(run)
    assert "example, lab" in sentence(run)


def test_typo_in_the_file(tmp_path: Path) -> None:
    """A typo in the file is told with file, key and what was probably meant."""
    example = (ROOT / "fixtures" / "environments" / "example.toml").read_text("utf-8")
    file = tmp_path / "prod.toml"
    file.write_text(example.replace("secure_url", "secure_ulr"), encoding="utf-8")

    run = run_checks(tmp_path / "reports", "--environment", str(file))

    assert run.exit_status == WRONG_USAGE
    for part in (str(file), "'tracking.secure_ulr'", "did you mean 'secure_url'"):
        assert part in sentence(run)


def test_no_password(tmp_path: Path) -> None:
    """Nothing to log on with is wrong usage, found before anything is asked."""
    run = run_checks(tmp_path, "--environment", "example")

    assert run.exit_status == WRONG_USAGE
    assert "CAMPAIGN_TRACKING_CAMPAIGN_PASSWORD" in sentence(run)


@pytest.mark.parametrize("arguments", [("-n", "2"), ("-n", "auto"), ("--tx", "2*popen", "-d")])
def test_workers_are_refused(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    """Several processes would send mails of their own."""
    run = run_checks(tmp_path, *arguments, "--environment", "lab")

    assert run.exit_status == WRONG_USAGE
    assert "-n" in sentence(run)


@pytest.mark.parametrize("option", ["--setup-only", "--setup-plan"])
def test_nothing_judged_is_not_green(tmp_path: Path, option: str) -> None:
    """A run that judges no check is wrong usage, never a verdict."""
    run = run_checks(tmp_path, option, "--environment", "lab")

    assert run.exit_status == WRONG_USAGE
    assert option in sentence(run)


def test_no_assertions(tmp_path: Path) -> None:
    """Python without assertions would hold everything to be fine."""
    run = run_checks(tmp_path, "-W", "ignore", "--environment", "lab", PYTHONOPTIMIZE="1")

    assert run.exit_status != 0
    assert "SIMULATION PASSED" not in run.terminal


def test_empty_environment(tmp_path: Path) -> None:
    """An empty name, of a variable that was not set, does not mean the lab."""
    run = run_checks(tmp_path, "--environment", "")

    assert run.exit_status == WRONG_USAGE
    assert "--environment is empty" in sentence(run)


@pytest.mark.parametrize("content", [None, "no certificate"])
def test_wrong_ca_file(tmp_path: Path, content: str | None) -> None:
    """A CA file that is missing, or none, is named with file and key before anything is asked."""
    example = (ROOT / "fixtures" / "environments" / "example.toml").read_text("utf-8")
    file, ca_file = tmp_path / "prod.toml", tmp_path / "ca.pem"
    file.write_text(example.replace("# ca_file = ", "ca_file = ").replace("corporate-ca", "ca"))
    if content is not None:
        ca_file.write_text(content, encoding="utf-8")

    run = run_checks(
        tmp_path / "reports",
        "--environment",
        str(file),
        CAMPAIGN_TRACKING_CAMPAIGN_PASSWORD="canary",
    )

    assert run.exit_status == WRONG_USAGE
    for part in (str(file), "campaign.ca_file", str(ca_file), "PEM"):
        assert part in sentence(run)


def test_from_a_folder_above(tmp_path: Path) -> None:
    """Checks that are collected with everything else do not run by the way."""
    run = run_checks(tmp_path, ".", "--environment", "lab", "--ignore=tests")

    assert run.exit_status == WRONG_USAGE
    assert "run the checks alone" in run.terminal


def test_junit_file_that_cannot_be_written(tmp_path: Path) -> None:
    """A place where junit.xml cannot be written is found before anything is asked."""
    (tmp_path / "file").write_text("", encoding="utf-8")
    run = run_checks(tmp_path, f"--junitxml={tmp_path}/file/x.xml", "--environment", "lab")

    assert run.exit_status == WRONG_USAGE
    assert "--junitxml cannot be written" in run.terminal


def test_nothing_selected(tmp_path: Path) -> None:
    """A selection that fits no check is wrong usage, and junit.xml has an error in it."""
    run = run_checks(tmp_path, "-k", "nosuchcheck", "--environment", "lab")

    assert run.exit_status == WRONG_USAGE
    assert run.junit.get("errors") == "1"
    assert "no check ran" in (run.reports / "junit.xml").read_text("utf-8")
    assert run.facts["verdict"]["conclusion"] == "incomplete"


def test_checks_run_alone(tmp_path: Path) -> None:
    """Checks and tests are not mixed in one run."""
    run = run_checks(tmp_path, "checks/", "tests/unit/test_secret.py", "--environment", "lab")

    assert run.exit_status == WRONG_USAGE
    assert "run the checks alone" in run.terminal


def test_unwritable_reports(tmp_path: Path) -> None:
    """A reports folder that cannot be written is found before anything is asked."""
    (tmp_path / "file").write_text("", encoding="utf-8")

    run = run_checks(tmp_path / "file", "--environment", "lab")

    assert run.exit_status == WRONG_USAGE
    assert "cannot be written" in run.terminal


def test_wrong_usage_leaves_a_stub(tmp_path: Path) -> None:
    """Reports of an older run never pass for this one's: they are replaced, and say why."""
    for name in ("junit.xml", "report.html", "facts.json"):
        (tmp_path / name).write_text("older", encoding="utf-8")

    run = run_checks(tmp_path, "--environment", "produktion")

    assert run.junit.get("errors") == "1"
    assert "wrong usage" in (run.reports / "junit.xml").read_text("utf-8")
    assert "wrong usage" in run.page
    assert not (tmp_path / "facts.json").exists()


@pytest.mark.parametrize(
    "option", ["--collect-only", "--help", "--version", "--markers", "--fixtures"]
)
def test_looking_touches_nothing(tmp_path: Path, option: str) -> None:
    """Looking at what there is leaves the reports of the last run alone."""
    (tmp_path / "junit.xml").write_text("older", encoding="utf-8")

    run = run_checks(tmp_path, option, "--environment", "lab")

    assert run.exit_status == 0, run.terminal
    assert [path.name for path in tmp_path.iterdir()] == ["junit.xml"]
    assert (tmp_path / "junit.xml").read_text("utf-8") == "older"

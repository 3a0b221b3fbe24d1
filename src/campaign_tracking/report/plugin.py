"""The pytest plugin: options, and everything that makes a run of checks/ a verification.

An entry point, because a conftest is too late for the guard: a run whose conftest fails must leave
a report, too. Runs of anything but checks/ are left alone.
"""

import os
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

import pytest

from campaign_tracking.report.folder import prepare, reports_folder
from campaign_tracking.report.guard import Guard, write_stubs

VARIABLE = "CAMPAIGN_TRACKING_ENVIRONMENT"
INI_KEY = "campaign_tracking_environment"
PIPELINES = ("CI", "BUILD_NUMBER", "TF_BUILD", "TEAMCITY_VERSION")
STARTED_AT = pytest.StashKey[datetime]()


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the options of ``pytest checks/``."""
    group = parser.getgroup("campaign tracking", "verification of e-mail tracking (checks/)")
    group.addoption(
        "--environment",
        metavar="NAME|PATH",
        help="which platform: a name in fixtures/environments, or the path of a .toml file; "
        f"else the variable {VARIABLE}, else the ini key {INI_KEY}",
    )
    group.addoption(
        "--reports",
        metavar="DIR",
        help="where junit.xml, report.html, facts.json and evidence/ go (default: reports)",
    )
    parser.addini(INI_KEY, "the environment of a run that names none")


def pytest_load_initial_conftests(early_config: pytest.Config) -> None:
    """Before anything can fail: no older run's report may pass for this run's."""
    if not is_verification(early_config) or _only_looks(early_config):
        return
    started_at = datetime.now(UTC)
    early_config.stash[STARTED_AT] = started_at
    folder = reports_folder(early_config)
    prepare(folder)
    write_stubs(folder, junit_file(early_config), "", started_at)


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    """Choose the environment, and register what makes the run a verification."""
    config.addinivalue_line("markers", "stage(name): the stage of the walk; reports go by it")
    if not is_verification(config) or config.option.help:
        return
    try:
        name = _environment_name(config, os.environ)
        _refuse_workers(config)
        from campaign_tracking.report.verification import start  # noqa: PLC0415  (costs a second)

        start(config, name, config.stash.get(STARTED_AT, datetime.now(UTC)), Guard())
    except pytest.UsageError as error:
        if STARTED_AT in config.stash:
            why = f"wrong usage: {error}"
            write_stubs(reports_folder(config), junit_file(config), why, config.stash[STARTED_AT])
        raise


def is_verification(config: pytest.Config) -> bool:
    """Whether the run is one of checks/, or of a part of it."""
    checks = (config.rootpath / "checks").resolve()
    here = config.invocation_params.dir
    named = config.known_args_namespace.file_or_dir
    places = [Path(here, str(place).partition("::")[0]).resolve() for place in named] or [here]
    return any(place == checks or checks in place.parents for place in places)


def junit_file(config: pytest.Config) -> Path:
    """Return where junit.xml goes: where --junitxml says, or beside the other reports."""
    chosen = config.known_args_namespace.xmlpath
    return Path(chosen) if chosen else reports_folder(config) / "junit.xml"


def _only_looks(config: pytest.Config) -> bool:
    options = config.known_args_namespace
    return bool(options.collectonly or options.help or options.version)


def _environment_name(config: pytest.Config, variables: Mapping[str, str]) -> str:
    """Return the environment that the option, the variable or the ini key names.

    The shipped ini key names the lab: a pipeline that forgot its environment must not turn green.
    """
    named: str | None = config.getoption("--environment") or variables.get(VARIABLE)
    if named:
        return named
    pipeline = next((variable for variable in PIPELINES if variables.get(variable)), None)
    default = str(config.getini(INI_KEY) or "")
    if default == "lab" and pipeline:
        raise pytest.UsageError(
            f"this is a pipeline ({pipeline} is set) and no environment was named: pass "
            f"--environment NAME or set {VARIABLE}. The lab is taken here only if it is named."
        )
    if not default:
        raise pytest.UsageError(f"no environment: pass --environment NAME or set {VARIABLE}")
    return default


def _refuse_workers(config: pytest.Config) -> None:
    option = config.option
    if getattr(option, "numprocesses", None) or getattr(option, "tx", None):
        raise pytest.UsageError(
            "the checks do not run in several processes (-n): each would send mails of its own. "
            "Leave -n out; the servers are asked side by side anyway."
        )

"""The pytest plugin: options, and everything that makes a run of checks/ a verification.

An entry point, because a conftest is too late for the guard: a run whose conftest fails must leave
a report, too. Runs of anything but checks/ are left alone.
"""

import os
import sys
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest

from campaign_tracking.language import ENGLISH, LANGUAGES
from campaign_tracking.report.folder import ENVIRONMENTS, prepare, reports_folder
from campaign_tracking.report.guard import Guard, write_stubs

VARIABLE = "CAMPAIGN_TRACKING_ENVIRONMENT"
INI_KEY = "campaign_tracking_environment"
PIPELINES = ("CI", "BUILD_NUMBER", "TF_BUILD", "TEAMCITY_VERSION")
LOOKING = (
    *("collectonly", "help", "version", "markers", "cacheshow"),
    *("showfixtures", "show_fixtures_per_test", "rules"),
)
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
    group.addoption(
        "--language",
        choices=LANGUAGES,
        default=ENGLISH,
        help="of ticket.md (default: en)",
    )
    group.addoption(
        "--rules",
        action="store_true",
        help="print the documented rules, what checks each, and what to do; runs nothing",
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
    try:
        write_stubs(folder, junit_file(early_config), "", started_at)
    except OSError as error:
        raise pytest.UsageError(f"--junitxml cannot be written: {error}") from error


@pytest.hookimpl(tryfirst=True)
def pytest_cmdline_main(config: pytest.Config) -> int | None:
    """Print the rules instead of running anything, if that is asked for."""
    if not config.option.rules or config.option.help:
        return None
    from campaign_tracking.rulebook import in_words, read_rulebook  # noqa: PLC0415  (as above)

    project = next(filter(None, map(_project_of, _places(config))), None)
    if project is None:
        raise pytest.UsageError("--rules goes with the checks: pytest checks/ --rules")
    sys.stdout.write(in_words(read_rulebook(project / "checks")))
    return pytest.ExitCode.OK


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    """Choose the environment, and register what makes the run a verification."""
    config.addinivalue_line("markers", "stage(name): the stage of the walk; reports go by it")
    config.addinivalue_line("markers", "judged_last: about the run as a whole; runs at its end")
    if not is_verification(config) or config.option.help or config.option.rules:
        return
    try:
        _refuse_oddities(config)
        name = _environment_name(config, os.environ)
        from campaign_tracking.report.verification import start  # noqa: PLC0415  (costs a second)

        started_at = config.stash.get(STARTED_AT, None)
        start(config, name, started_at, Guard())
    except pytest.UsageError as error:
        if STARTED_AT in config.stash:
            why = f"wrong usage: {error}"
            write_stubs(reports_folder(config), junit_file(config), why, config.stash[STARTED_AT])
        raise


def pytest_collection_modifyitems(config: pytest.Config, items: Sequence[pytest.Item]) -> None:
    """Refuse checks that were collected by the way, with tests or from a folder above."""
    by_the_way = [item for item in items if _project_of(item.path) is not None]
    if by_the_way and not is_verification(config) and not config.option.collectonly:
        raise pytest.UsageError(f"run the checks alone: pytest checks/ ({by_the_way[0].nodeid})")


def is_verification(config: pytest.Config) -> bool:
    """Whether the run is one of checks/, or of a part of it, or of something that holds it."""
    return any(_project_of(place) is not None for place in _places(config))


def _places(config: pytest.Config) -> list[Path]:
    here = config.invocation_params.dir
    named = config.known_args_namespace.file_or_dir
    return [Path(here, str(place).partition("::")[0]).resolve() for place in named] or [here]


def _project_of(place: Path) -> Path | None:
    """Return the project whose checks *place* is, or is in; None if it is no such place.

    By what lies there and not by pytest's root directory, which any path among the arguments
    can move.
    """
    for folder in (place, *place.parents):
        if folder.name == "checks" and (folder.parent / ENVIRONMENTS).is_dir():
            return folder.parent
    return None


def junit_file(config: pytest.Config) -> Path:
    """Return where junit.xml goes: where --junitxml says, or beside the other reports."""
    chosen = getattr(config.known_args_namespace, "xmlpath", None)  # -p no:junitxml
    return Path(chosen) if chosen else reports_folder(config) / "junit.xml"


def _only_looks(config: pytest.Config) -> bool:
    options = config.known_args_namespace
    return any(getattr(options, name, None) for name in LOOKING)


def _environment_name(config: pytest.Config, variables: Mapping[str, str]) -> str:
    """Return the environment that the option, the variable or the ini key names.

    The shipped ini key names the lab: a pipeline that forgot its environment must not turn green.
    """
    option: str | None = config.getoption("--environment")
    named = variables.get(VARIABLE) if option is None else option
    if named:
        return named
    if option == "":
        raise pytest.UsageError("--environment is empty: name an environment")
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


def _refuse_oddities(config: pytest.Config) -> None:
    """Refuse what would send twice, prove nothing, or look for our files elsewhere."""
    option = config.option
    project = next(filter(None, map(_project_of, _places(config))), None)
    if project != config.rootpath:
        raise pytest.UsageError(
            f"pytest takes {config.rootpath} for the project's folder, not {project}: start it "
            "there, and write --environment=PATH with an equals sign"
        )
    if getattr(option, "numprocesses", None) or getattr(option, "tx", None):
        raise pytest.UsageError(
            "the checks do not run in several processes (-n): each would send mails of its own. "
            "Leave -n out; the servers are asked side by side anyway."
        )
    if option.setuponly or option.setupplan:
        raise pytest.UsageError("--setup-only and --setup-plan judge nothing: leave them out")
    if sys.flags.optimize:
        raise pytest.UsageError(
            "Python runs without assertions (-O, PYTHONOPTIMIZE): nothing holds"
        )

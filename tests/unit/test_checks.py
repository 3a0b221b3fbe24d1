"""The runbook keeps its own rules: what stands in every check, and which way checks look."""

import ast
import importlib
import inspect
from collections.abc import Iterator
from pathlib import Path

import pytest

from campaign_tracking.facts import Facts
from campaign_tracking.judgement import BY_SUBJECT, Check, explanations_of, kind_of_subject
from campaign_tracking.report.stages import STAGES
from campaign_tracking.rulebook import checks_of, files_of

ROOT = Path(__file__).parents[2]
FILES = files_of(ROOT / "checks")
MODULES = [importlib.import_module(f"checks.{file.stem}") for file in FILES]
CHECKS = [check for module in MODULES for check in checks_of(module)]
EACH = pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)


def marks(check: Check) -> Iterator[pytest.Mark]:
    """Yield the marks of a check, its own and its module's."""
    module = inspect.getmodule(check)
    of_module = vars(module).get("pytestmark", []) if module else []
    for mark in [
        *vars(check).get("pytestmark", []),
        *([of_module] if not isinstance(of_module, list) else of_module),
    ]:
        yield getattr(mark, "mark", mark)


def explaining(check: Check) -> list[Check]:
    """Return the checks that explain one, near and far."""
    found = [earlier for found in explanations_of(check) for earlier in found.checks]
    others = [other for other in found if other is not check]
    return [*others, *(far for other in others for far in explaining(other))]


def test_names_are_unique() -> None:
    """A pointer to a check means one check, whatever file it stands in."""
    names = [check.__name__ for check in CHECKS]

    assert sorted(set(names)) == sorted(names)


@EACH
def test_says_what_holds_and_what_to_do(check: Check) -> None:
    """A docstring says what holds, and after "If it fails" what to do and who does it."""
    first, *rest = (inspect.getdoc(check) or "").split("\n\n")

    assert first.endswith(".")
    assert len([paragraph for paragraph in rest if paragraph.startswith("If it fails")]) == 1


@EACH
def test_asserts_with_words(check: Check) -> None:
    """There is an assertion, and each has its problem in words; nothing is asked or waited for."""
    tree = ast.parse(inspect.getsource(check))
    assertions = [node for node in ast.walk(tree) if isinstance(node, ast.Assert)]

    assert assertions
    assert all(node.msg is not None for node in assertions)
    assert not [node for node in ast.walk(tree) if isinstance(node, ast.Try | ast.While | ast.With)]


@EACH
def test_has_a_stage(check: Check) -> None:
    """Each check belongs to one stage of the walk, its own or its file's, or its server's."""
    own = [mark for mark in getattr(check, "pytestmark", []) if mark.name == "stage"]
    stages = [mark.args[0] for mark in own or marks(check) if mark.name == "stage"]

    assert len(stages) == (0 if kind_of_subject(check) == "server" else 1)
    assert set(stages) <= set(STAGES)


@EACH
def test_looks_back_only(check: Check) -> None:
    """What explains a check stands before it: data travels in one direction."""
    order = {other: number for number, other in enumerate(CHECKS)}

    assert all(order[earlier] < order[check] for earlier in explaining(check))


@EACH
def test_reading_never_sends(check: Check) -> None:
    """A check that does not send asks for no fact that sends, and hangs on no check that does."""
    sends = {other for other in CHECKS if "sends_mail" in {mark.name for mark in marks(other)}}
    read_only = {
        *("environment", "servers", "server", "platform", "options", "workflow", "target"),
        *("session_life", "mid_session_life", "mid_platform"),
        *("tracking_options", "tracking_account", "mailbox_state"),
        *("template_tracking", "mid_workflows"),
        *("machine", "machines", "every_machine", "log_scans"),
    }

    if check not in sends:
        assert not sends & set(explaining(check))
        assert set(inspect.signature(check).parameters) <= read_only


def test_facts_are_known() -> None:
    """Whatever a check needs is a fact that the reports hold."""
    needed = {name for check in CHECKS for name in inspect.signature(check).parameters}

    by_subject = {*BY_SUBJECT, *BY_SUBJECT.values()}  # the same facts, by their subject
    assert needed - by_subject <= set(Facts.__dataclass_fields__)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_no_network_in_checks(file: Path) -> None:
    """A check asserts, a station asks."""
    names = {
        alias.name.partition(".")[0]
        for node in ast.walk(ast.parse(file.read_text("utf-8")))
        if isinstance(node, ast.Import | ast.ImportFrom)
        for alias in node.names
    }

    assert not names & {"httpx", "requests", "socket", "ssl", "smtplib", "time", "subprocess"}

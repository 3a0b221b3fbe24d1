"""The documented rules, each with the check that judges it: what ``--rules`` prints.

docs/rules.md is what it prints; a test compares them.
"""

import importlib
import inspect
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

from campaign_tracking.judgement import Check, explanations_of
from campaign_tracking.rules import EVERY_ROLE, Rule, rule_of
from campaign_tracking.rules_otherwise import OTHERWISE

_HEAD = """# The documented rules

What Campaign's public documentation says that must hold, and what becomes of each rule here. This
page is what `pytest checks/ --rules` prints. Sources are pages of the documentation; `SDK` is
Adobe's public JavaScript SDK. Where several checks belong to a rule, all must hold. A rule about
files is not applicable where Adobe hosts the servers.
"""
_UNNUMBERED = "Not numbered"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A rule and the check that judges it.

    Attributes:
        check: The check's name.
        rule: The rule as it is declared.
        statement: What must hold.
        remedy: What to do, and who does it.
        consequences: The checks that break with it.
    """

    check: str
    rule: Rule
    statement: str
    remedy: str
    consequences: tuple[str, ...]


def read_rulebook(folder: Path) -> list[Entry]:
    """Return the rules that the checks in *folder* declare, in the order of the checks."""
    modules = [importlib.import_module(f"checks.{file.stem}") for file in files_of(folder)]
    checks = [check for module in modules for check in checks_of(module)]
    return [_entry(check, rule, checks) for check in checks if (rule := rule_of(check))]


def files_of(folder: Path) -> list[Path]:
    """Return the files with checks, in the order of the walk."""
    return sorted(folder.glob("test_*.py"))


def checks_of(module: ModuleType) -> list[Check]:
    """Return a module's own checks, in the order in which they stand there."""
    return [
        check
        for name, check in vars(module).items()
        if name.startswith("test_") and inspect.getmodule(check) is module
    ]


def in_words(entries: Iterable[Entry]) -> str:
    """Return the rules as Markdown, by their numbers."""
    by_id: dict[str, list[Entry]] = {}
    for entry in entries:
        for id_ in entry.rule.ids or (_UNNUMBERED,):
            by_id.setdefault(id_, []).append(entry)
    parts = [_HEAD]
    for id_ in sorted({*by_id, *OTHERWISE}, key=lambda id_: (id_ == _UNNUMBERED, id_)):
        parts.append(f"## {id_}\n")
        parts += [f"{OTHERWISE[id_]}\n"] if id_ in OTHERWISE else []
        parts += ["\n".join(_lines(entry)) + "\n" for entry in by_id.get(id_, ())]
    return "\n".join(parts)


def _entry(check: Check, rule: Rule, checks: Iterable[Check]) -> Entry:
    statement, remedy = _said(check)
    return Entry(
        check=check.__name__,
        rule=rule,
        statement=statement,
        remedy=remedy,
        consequences=tuple(
            other.__name__ for other in checks if check in _explaining(other) and other is not check
        ),
    )


def _explaining(check: Check) -> list[Check]:
    return [earlier for explanation in explanations_of(check) for earlier in explanation.checks]


def _said(check: Check) -> tuple[str, str]:
    """Return what a check's docstring says that holds, and what to do if it does not."""
    text = (inspect.getdoc(check) or "").replace("``", "`")
    statement, *rest = (" ".join(part.split()) for part in text.split("\n\n"))
    remedy = next((part for part in rest if part.startswith("If it fails")), "")
    return statement, re.sub(r"^If it fails[^:]*: (.)", lambda first: first[1].upper(), remedy)


def _lines(entry: Entry) -> Iterator[str]:
    rule = entry.rule
    yield f"**{entry.statement}** (`{entry.check}`)\n"
    facts: Mapping[str, str] = {
        "On": "every server" if rule.on == EVERY_ROLE else ", ".join(rule.on),
        "Reads": rule.reads,
        "Else": rule.why,
        "Do": entry.remedy,
        "Breaks with it": ", ".join(f"`{name}`" for name in entry.consequences),
        "Source": rule.source,
    }
    yield from (f"- {name}: {told}" for name, told in facts.items() if told)

"""Rows of the tables: a check, the facts that it is given, and what it must amount to."""

from collections.abc import Mapping
from dataclasses import dataclass

import pytest

from campaign_tracking.judgement import Check, Judged, Judgement, judge
from tests.unit.checks.healthy import facts as healthy_facts


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One case of one check.

    Attributes:
        check: The check.
        case: What is special about the facts, for people.
        about: The id of the server that it is about; empty if about none.
        facts: What differs from the healthy platform.
        judged: What the check must amount to.
        words: What must be said; empty if nothing in particular.
        root: The check that it must point to; empty if it must not point.
    """

    check: Check
    case: str
    about: str
    facts: Mapping[str, object]
    judged: Judged
    words: str = ""
    root: str = ""

    def judge(self) -> Judgement:
        """Return what the check does amount to."""
        return judge(self.check, self.about, healthy_facts(**self.facts).get)


def holds(check: Check, case: str = "healthy", about: str = "", /, **facts: object) -> Row:
    """Say that a check holds."""
    return Row(check=check, case=case, about=about, facts=facts, judged=Judged.HOLDS)


def fails(check: Check, case: str, words: str, about: str = "", /, **facts: object) -> Row:
    """Say that a check fails with *words*, and nothing explains it."""
    return Row(check=check, case=case, about=about, facts=facts, judged=Judged.FAILS, words=words)


def blocked(check: Check, case: str, root: str, about: str = "", /, **facts: object) -> Row:
    """Say that a check is blocked by *root*."""
    return Row(check=check, case=case, about=about, facts=facts, judged=Judged.BLOCKED, root=root)


def not_applicable(check: Check, case: str, words: str, about: str = "", /, **facts: object) -> Row:
    """Say that a check has nothing to say about such a platform."""
    judged = Judged.NOT_APPLICABLE
    return Row(check=check, case=case, about=about, facts=facts, judged=judged, words=words)


def not_configured(check: Check, case: str, words: str, about: str = "", /, **facts: object) -> Row:
    """Say that a check could be judged if something were declared or granted."""
    judged = Judged.NOT_CONFIGURED
    return Row(check=check, case=case, about=about, facts=facts, judged=judged, words=words)


def table(rows: tuple[Row, ...]) -> pytest.MarkDecorator:
    """Make a test one for each row, with a name such as ``port_opens-refused``."""
    ids = [f"{row.check.__name__.removeprefix('test_')}-{row.case}" for row in rows]
    return pytest.mark.parametrize("row", rows, ids=ids)

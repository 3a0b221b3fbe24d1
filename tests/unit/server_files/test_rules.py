"""Each documented rule passes on the documentation's examples, and fails where it is broken."""

from collections.abc import Iterator

import pytest
from _pytest.mark import ParameterSet
from hypothesis import given
from hypothesis import strategies as st

from campaign_tracking.judgement import Judged, Judgement, label
from tests.unit.server_files.judging import judge_files, known_of
from tests.unit.server_files.platforms import SAMPLES, SIZED
from tests.unit.server_files.variations import sizes, styles, vary
from tests.unit.server_files.violations import VIOLATIONS, Violation

GREEN = {Judged.HOLDS, Judged.NOT_APPLICABLE}


def not_green(judged: dict[str, Judgement]) -> dict[str, str]:
    """Return what neither holds nor says nothing, and why."""
    return {name: one.reason for name, one in judged.items() if one.judged not in GREEN}


@pytest.mark.parametrize("kind", SAMPLES)
def test_examples_of_the_documentation_pass(kind: str) -> None:
    """Stand-alone, standard, enterprise and mid-sourcing are valid by every rule."""
    assert not_green(judge_files(known_of(SAMPLES[kind]()))) == {}


def cases() -> Iterator[ParameterSet]:
    """Yield each violation with each example that has servers enough for it."""
    for violation in VIOLATIONS:
        for kind, sample in SAMPLES.items():
            if len(sample().trackers) >= violation.servers:
                yield pytest.param(violation, kind, id=f"{violation.id}-{kind}")


@pytest.mark.parametrize(("violation", "kind"), list(cases()))
def test_one_broken_rule_is_one_red_line(violation: Violation, kind: str) -> None:
    """The rule that is broken fails and names the place; what hangs on it points there."""
    sample = SAMPLES[kind]()
    about = violation.apply(sample)

    judged = judge_files(known_of(sample))

    root = label(violation.check.__name__, about)
    failed = {name: one.why for name, one in judged.items() if one.judged is Judged.FAILS}
    roots = {one.root for one in judged.values() if one.judged is Judged.BLOCKED}
    assert list(failed) == [root], failed
    assert roots <= {root}
    assert all(word in failed[root] for word in violation.words), failed[root]


@given(sizes(), st.data())
def test_any_valid_configuration_passes(size: tuple[str, int], data: st.DataObject) -> None:
    """However many servers there are, and however their files are written."""
    kind, trackers = size
    sample = SIZED[kind](trackers)
    vary(sample, data.draw)

    assert not_green(judge_files(known_of(sample, data.draw(styles())))) == {}


@given(sizes(), st.data())
def test_any_violation_is_found(size: tuple[str, int], data: st.DataObject) -> None:
    """One broken rule is one red line, however many servers there are and files are written."""
    kind, trackers = size
    sample = SIZED[kind](trackers)
    usable = [violation for violation in VIOLATIONS if violation.servers <= trackers]
    violation = data.draw(st.sampled_from(usable))
    about = violation.apply(sample)
    vary(sample, data.draw)

    judged = judge_files(known_of(sample, data.draw(styles())))

    root = label(violation.check.__name__, about)
    red = not_green(judged)
    assert [name for name, one in judged.items() if one.judged is Judged.FAILS] == [root], red
    assert all(one.root == root for one in judged.values() if one.judged is Judged.BLOCKED), red

"""A healthy platform on a bad day is verified: 50 runs with noise, and not one false alarm.

The seeds break off one request after another of the application server: those that read, and those
that change something.
One seed of each topology is part of the usual tests; ``-m larger_topology`` is the rest.
"""

from pathlib import Path

import pytest

from campaign_tracking.lab.settings import TOPOLOGIES
from tests.suite.running import lab, run_checks

EACH = 10
# The first three break off a call that changes something: a start, a saved delivery, another start.
USUAL = {"stand-alone": 5, "two": 17, "balanced": 29, "mid-sourcing": 39, "hosted": 44}
RUNS = [
    pytest.param(
        topology,
        seed,
        id=f"{topology}-{seed}",
        marks=() if seed == USUAL[topology] else pytest.mark.larger_topology,
    )
    for number, topology in enumerate(TOPOLOGIES)
    for seed in range(number * EACH + 1, (number + 1) * EACH + 1)
]


@pytest.mark.parametrize(("topology", "seed"), RUNS)
def test_no_false_alarm(topology: str, seed: int, tmp_path: Path) -> None:
    """Everything passes or is not applicable, nothing is diagnosed, and what broke off is told."""
    noise = ("--topology", topology, "--noise", "--seed", str(seed))
    with lab(tmp_path, *noise) as platform:
        run = run_checks(tmp_path / "reports", "--environment", str(platform.file))

    assert run.exit_status == 0, run.terminal
    assert set(run.outcomes().values()) == {"passed", "not applicable"}, run.terminal
    assert run.facts["causes"] == []
    notes = run.facts["verdict"]["notes"]
    assert any("broken off once" in note or "the second try" in note for note in notes), notes

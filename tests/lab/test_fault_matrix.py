"""Every known fault, in every topology in which it can occur, turns exactly its own check red.

Each fault once in its smallest topology; ``-m larger_topology`` is the rest of the matrix.
"""

import pytest

from tests.lab.matrix import SHORT_WAITS, Cell, assert_shown, cells
from tests.suite.running import lab, run_edited

CELLS = [
    pytest.param(cell, id=str(cell), marks=() if cell.is_smallest else pytest.mark.larger_topology)
    for cell in cells()
]


@pytest.mark.parametrize("cell", CELLS)
def test_one_red_line_and_its_cause(cell: Cell, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Exactly one check fails, everything else is fine or points at it, the cause stands first."""
    folder = tmp_path_factory.mktemp("fault")
    with lab(folder, "--fault", cell.fault.id, "--topology", cell.topology) as platform:
        run = run_edited(platform, folder, *SHORT_WAITS)

    assert_shown(run, cell)

"""Each configuration fault ends in one failed check that names file, line and attribute.

On the lab with its three hosts: the application server and two tracking servers, whose files the
environment file lets us read.
"""

import pytest

from tests.suite.configuration_faults import FAULTS, assert_one_red_line
from tests.suite.running import lab, run_checks

# What a process does is no line of a file.
PROCESSES = (
    ("tracking-web-process-down", "test_processes_run[trk2]", "not running: web"),
    ("trackinglogd-down", "test_processes_run[trk1]", "not running: trackinglogd"),
)


# Faults whose cause is named already: by its id, and by nothing else.
NAMED = {
    *("instance-not-registered", "database-id-mismatch", "database-id-unicode-prefix"),
    *("tracking-password-mismatch", "tracking-password-empty"),
}


@pytest.mark.parametrize(
    ("id_", "check", "words"),
    [*FAULTS, *PROCESSES],
    ids=[id_ for id_, _, _ in (*FAULTS, *PROCESSES)],
)
def test_one_check_names_the_place(
    id_: str, check: str, words: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Exactly one check fails and names the place; whatever else does not hold points at it."""
    folder = tmp_path_factory.mktemp("fault")
    with lab(folder, "--fault", id_) as platform:
        run = run_checks(folder / "reports", "--environment", str(platform.file))

    assert_one_red_line(run, check, words)
    causes = [cause["id"] for cause in run.facts["causes"]]
    assert causes == ([[id_]] if id_ in NAMED else [])

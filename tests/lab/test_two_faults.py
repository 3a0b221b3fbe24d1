"""Two faults at once, at different stations: both are named, and neither hides the other."""

import pytest

from tests.lab.matrix import SHORT_WAITS
from tests.suite.running import lab, run_edited

PAIRS = [
    ("tracking-web-server-down", "workflow-affinity-unserved"),
    ("trackinglogd-down", "signature-setting-differs"),
    ("database-id-mismatch", "shared-memory-too-small"),
    ("spare-server-quote-error", "mta-verify-mode"),
]


@pytest.mark.parametrize("pair", PAIRS, ids="+".join)
def test_both_are_named(pair: tuple[str, str], tmp_path_factory: pytest.TempPathFactory) -> None:
    """Each is singled out, and each has its red line."""
    folder = tmp_path_factory.mktemp("two")
    faults = [word for fault in pair for word in ("--fault", fault)]
    with lab(folder, *faults, "--topology", "two") as platform:
        run = run_edited(platform, folder, *SHORT_WAITS)

    certain = [cause["id"] for cause in run.facts["causes"] if not cause["likely"]]
    assert sorted(certain) == sorted([fault] for fault in pair), run.terminal
    assert len(run.with_outcome("failed")) == len(pair), run.terminal
    assert run.pointers <= set(run.with_outcome("failed"))
    assert run.exit_status == 1

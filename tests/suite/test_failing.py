"""A platform that fails in the middle of a run is one red line, wherever that is."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.suite.failing import Moment, failing
from tests.suite.running import LabProcess, lab, run_edited

POINTS = [
    ("GetOption", 3),
    ("ExecuteQuery nms:seedMember", 1),
    ("CreateFromModel", 1),
    ("GetStatus", 2),
    ("Play", 2),
    ("ExecuteQuery nms:trackingUrl", 1),
    ("ExecuteQuery nms:trackingLogRcp", 1),
]


@pytest.fixture(scope="module")
def platform(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LabProcess]:
    """A healthy lab."""
    with lab(tmp_path_factory.mktemp("failing")) as process:
        yield process


@pytest.mark.parametrize("silent", [True, False], ids=["silent", "no-session"])
@pytest.mark.parametrize(("call", "nth"), POINTS)
def test_one_red_line(
    platform: LabProcess, tmp_path: Path, call: str, nth: int, *, silent: bool
) -> None:
    """What was known by then is judged, and all the rest hangs on the session that did not last."""
    moment = Moment(call=call, nth=nth, silent=silent)
    url, ca_file = platform.ready["campaign"], Path(platform.ready["ca_file"])
    with failing(url, ca_file, moment, tmp_path) as (front, both):
        run = run_edited(
            platform,
            tmp_path,
            (rf'(?m)^url = "{url}"', f'url = "{front}"'),
            (r"ca_file = .*", f'ca_file = "{both}"'),
            (r"(?m)^(analysis|reception|tracking_log) = \d+", r"\1 = 4"),
        )

    assert run.exit_status == 1
    assert run.with_outcome("failed") == ["test_session_lasts"]
    assert not run.with_outcome("error")
    assert run.pointers == {"test_session_lasts"}
    assert run.facts["facts"]["session_life"]["silent" if silent else "lost"]

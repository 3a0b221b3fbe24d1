"""What keeps clicks out of the tracking log: the lab's servers and its workflow obey."""

from datetime import timedelta
from pathlib import Path

import pytest

from campaign_tracking.lab import stamps
from campaign_tracking.lab.assumptions import LOG_FILE_SIZE, WORKFLOW_STARTED
from campaign_tracking.lab.redirection.log_files import LogFiles
from campaign_tracking.lab.settings import LabSettings
from campaign_tracking.redirection.rtest import read_redir
from campaign_tracking.times import read_time
from tests.lab_itself.client import Client, string, until
from tests.lab_itself.contents import fragment
from tests.lab_itself.mid import in_error, workflow
from tests.lab_itself.running import in_lab, links, sent
from tests.lab_itself.test_tracking_log import hit

NAMES = ["0x000000000FD7E000.log", "0x000000000FD7F000.log", "0x000000000FD80000.log"]


def with_faults(*ids: str) -> LabSettings:
    """Return the settings of a quick lab with these faults."""
    return LabSettings(pace_scale=0.05, faults=ids)


@pytest.mark.parametrize(("most_files", "kept"), [(3, NAMES), (2, NAMES[1:]), (0, NAMES[2:])])
def test_oldest_files_are_purged(tmp_path: Path, most_files: int, kept: list[str]) -> None:
    """Beyond the size that they may have, collected or not; the newest stays."""
    measured = LogFiles(tmp_path / "measured")
    measured.append([hit()] * LOG_FILE_SIZE)
    size = measured.files[0].stat().st_size
    files = LogFiles(tmp_path / "log", most_files * size)
    files.append([hit()] * LOG_FILE_SIZE * 3)

    assert [path.name for path in files.files] == kept


def test_full_disk(tmp_path: Path) -> None:
    """Files are made and stay empty; what should be written is lost."""
    files = LogFiles(tmp_path, disk_is_full=True)
    files.append([hit()])

    assert [path.stat().st_size for path in files.files] == [0]
    assert files.after(0, 10) == []


def test_wrong_clock() -> None:
    """The last server tells its own time, and writes it into its log; the first tells ours."""

    async def scenario(client: Client) -> None:
        first, last = client.lab.tracking
        ahead = []
        for server in (first, last):
            page = read_redir((await client.http.get(f"{server.url}/r/test")).text)
            at = read_time(page["date"])
            assert at is not None
            ahead.append(round((at - stamps.now()) / timedelta(minutes=1)))
        assert ahead == [0, 10]
        _, mail = await sent(client, fragment())
        await client.http.get(links(mail)[0].replace(first.secure_url, last.secure_url))

        async def written() -> list[Path]:
            return list(last.log_folder.iterdir())

        (file,) = await until(written, "the log file")
        ((_, logged),) = LogFiles(file.parent).after(0, 10)
        assert logged.at > stamps.now() + timedelta(minutes=9)

    in_lab(scenario, with_faults("clock-skew"))


def test_missing_index_stops_the_workflow_again() -> None:
    """Started again without the index, the workflow is soon in error again."""

    async def scenario(client: Client) -> None:
        row = workflow(client.lab, "tracking")
        row.state, row.failed = WORKFLOW_STARTED, False
        await client.call("xtk:workflow", "Wakeup", string("tracking"))
        await in_error(client, "tracking")

    in_lab(scenario, with_faults("source-id-index-missing"))


def test_busy_workflow() -> None:
    """It is started and does nothing, woken up or not."""

    async def scenario(client: Client) -> None:
        row = workflow(client.lab, "tracking")
        before = row.last_processing
        await client.call("xtk:workflow", "Wakeup", string("tracking"))
        _, mail = await sent(client, fragment())
        await client.http.get(links(mail)[0])
        assert (row.state, row.last_processing) == (WORKFLOW_STARTED, before)
        assert await client.rows("nms:trackingLogRcp", "@id") == []

    in_lab(scenario, with_faults("tracking-workflow-late"))


def test_pointer_beyond_all_logs() -> None:
    """The workflow runs, the click is in the file, and is never collected."""

    async def scenario(client: Client) -> None:
        _, mail = await sent(client, fragment())
        await client.http.get(links(mail)[0])
        clicked = stamps.now()

        async def ran() -> bool:
            files = list(client.lab.tracking[0].log_folder.iterdir())
            last = workflow(client.lab, "tracking").last_processing
            return bool(files) and last is not None and last > clicked + timedelta(seconds=0.5)

        await until(ran, "a run after the click was written")
        assert await client.rows("nms:trackingLogRcp", "@id") == []

    in_lab(scenario, with_faults("tracking-pointer-ahead"))

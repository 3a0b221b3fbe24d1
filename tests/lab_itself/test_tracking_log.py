"""Tracking log files, and the workflow that collects them."""

import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from campaign_tracking.lab import stamps
from campaign_tracking.lab.assumptions import LOG_FILE_SIZE
from campaign_tracking.lab.redirection.log_files import LOG_LINE, CorruptedLogError, Hit, LogFiles
from campaign_tracking.lab.settings import LabSettings
from tests.lab_itself.client import Client, string, until
from tests.lab_itself.contents import fragment
from tests.lab_itself.running import in_lab, links, sent

# about-message-tracking.md, to the letter; the classes of the C locale put in for their names.
DOCUMENTED: Final = (
    r"^[[:alnum:]]{2}x[[:alnum:]]*\t[0-9T:\.-]*\t[0-9a-fA-F]*\t[0-9a-fA-F]*\t[0-9a-fA-F]*"
    r"\t[[:alnum:]]*\t[[:alnum:]-]*\t[[:print:]]*\t[[:print:]]*\t[[:print:]]*"
    r"\t([0-9a-fA-F\.:]*|[0-9a-fA-F\.:]*\t[[:print:]]*|[0-9a-fA-F\.:]*,[[:print:]]*)$"
)
CLICKS = 2
GOOD = re.compile(DOCUMENTED.replace("[:alnum:]", "0-9A-Za-z").replace("[:print:]", " -~"))


def hit(user_agent: str = "Mozilla/5.0") -> Hit:
    """Return a click."""
    return Hit(
        at=datetime(2017, 6, 24, 21, 0, 50, 960000, UTC),
        broad_log_id=0x1F506D71,
        delivery_id=0x1AEAB4B6,
        url_id=0x1AF77020,
        content="h",
        visitor="e5155671-4ab7-4ce4-a763-3b82dda6d881",
        user_agent=user_agent,
        address="52.46.20.64",
    )


def test_line_and_file_name(tmp_path: Path) -> None:
    """The columns of the documentation's sample, in a file named by its first id."""
    files = LogFiles(tmp_path)
    files.append([hit()])
    assert files.files == [tmp_path / "0x000000000FD7E000.log"]
    assert files.files[0].read_text().rstrip("\n").split("\t") == [
        "50x000000000FD7E000",
        "2017-06-24T21:00:50.96",
        "1f506d71",
        "1aeab4b6",
        "1af77020",
        "0",
        "e5155671-4ab7-4ce4-a763-3b82dda6d881",
        "h",
        "",
        "Mozilla/5.0",
        "52.46.20.64",
    ]


@settings(max_examples=50)
@given(user_agent=st.text(max_size=40))
def test_every_line_passes_the_documented_test(
    tmp_path_factory: pytest.TempPathFactory, user_agent: str
) -> None:
    """Whatever a client calls itself, the line is good in the C locale, and is read again."""
    files = LogFiles(tmp_path_factory.mktemp("log"))
    files.append([hit(user_agent)])
    (line,) = files.files[0].read_text().removesuffix("\n").split("\n")
    assert GOOD.fullmatch(line)
    assert LOG_LINE.fullmatch(line)
    assert files.after(0, 10)[0][1].at == hit().at


def test_rotation_and_pointer(tmp_path: Path) -> None:
    """A new file begins after 0x1000 ids; collecting goes on after the pointer."""
    files = LogFiles(tmp_path)
    files.append([hit()] * (LOG_FILE_SIZE + 2))
    assert [path.name for path in files.files] == [
        "0x000000000FD7E000.log",
        "0x000000000FD7F000.log",
    ]
    found = files.after(0xFD7E000 + LOG_FILE_SIZE - 1, 1)
    assert [log_id for log_id, _ in found] == [0xFD7F000]


def test_a_dropped_column_is_corruption(tmp_path: Path) -> None:
    """The documentation's corrupted line lacks a column; nothing is read past it."""
    files = LogFiles(tmp_path)
    files.append([hit(), hit()])
    files.drop_column()
    bad = files.files[0].read_text().splitlines()[1]
    assert not GOOD.fullmatch(bad)
    with pytest.raises(CorruptedLogError, match="line 2"):
        files.after(0, 10)


def test_repeated_opens_are_merged_and_the_pointer_moves() -> None:
    """Opens within a minute are one row; a click is a row each time; nothing is collected twice."""

    async def scenario(client: Client) -> None:
        before = await client.option("NmsTracking_LastConsolidation")
        _, mail = await sent(client, fragment())
        landing, _, _, pixel = links(mail)
        for url in (pixel, landing, pixel, landing):
            await client.http.get(url)

        async def collected() -> list[str] | None:
            rows = await client.rows("nms:trackingLogRcp", "[@url-id]", "[url/@type]")
            types = [row[0].get("type", "") for row in rows]
            return types if types.count("1") == CLICKS else None

        assert sorted(await until(collected, "two clicks")) == ["1", "1", "2"]
        assert (await client.option("NmsTracking_Pointer")).startswith("fd7e003|")
        assert await client.option("NmsTracking_LastConsolidation") > before

    in_lab(scenario)


def test_a_corrupted_line_stops_the_workflow() -> None:
    """Paused and failed: the way a workflow in error looks."""

    async def scenario(client: Client) -> None:
        logs = LogFiles(client.lab.tracking[1].log_folder)
        logs.append([hit()])
        logs.drop_column()
        await client.call("xtk:workflow", "Wakeup", string("tracking"))

        async def failed() -> bool:
            row = await client.query(
                "xtk:workflow", "get", "@state", "@failed", where="@internalName = 'tracking'"
            )
            return (row.get("state"), row.get("failed")) == ("13", "1")

        assert await until(failed, "the workflow's error")

    in_lab(scenario, LabSettings(pace_scale=0.05, workflow_period_s=600))


def test_stamps() -> None:
    """A moment survives its way through a log line, to the hundredth of a second."""
    moment = datetime(2024, 12, 31, 23, 59, 59, 990000, UTC)
    assert stamps.read_tracking_log(stamps.tracking_log(moment)) == moment

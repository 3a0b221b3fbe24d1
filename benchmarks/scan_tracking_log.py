"""Times the scanner of tracking log files against the documented sed command, in one run.

It makes a log file in a temporary folder, has both go over it in turns, and tells how long they
took, how much memory they needed and whether they found the same lines.
"""

import argparse
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path

from campaign_tracking.server_files.log_lines import LineCount, count_lines
from campaign_tracking.server_files.log_pattern import DOCUMENTED_PATTERN

READ_BYTES = 262_144
BLOCK_LINES = 5_000  # about 1 MB, written again and again
BLOCKS_TO_A_BAD_ONE = 50
LINES_TO_ONE_IN_UTF8 = 1_000
SCANNER, SED_C, SED_UTF8 = "scanner", "sed, C", "sed, C.UTF-8"
WEBKIT = "AppleWebKit/537.36 (KHTML, like Gecko)"
BROWSERS = (
    f"Mozilla/5.0 (Macintosh; Intel Mac OS X 10_12_4) {WEBKIT} Chrome/55.0.2883.95 Safari/537.36",
    f"Mozilla/5.0 (iPhone; CPU iPhone OS 16_5 like Mac OS X) {WEBKIT} Mobile/15E148",
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:115.0) Gecko/20100101 Thunderbird/115.3.1",
    "Mozilla/5.0",
)
BROWSER_IN_UTF8 = "Outlook-iOS/2.0 (Téléphone de Zoë; 日本語)"


@dataclass(frozen=True, slots=True, kw_only=True)
class Lap:
    """One time over the file.

    Attributes:
        wall_s: Seconds by the clock on the wall, start of the program included.
        cpu_s: Seconds of processor time.
        peak_mb: The most memory that the program had, in megabytes; this script's own at least,
            since Linux counts what a program was started from.
    """

    wall_s: float
    cpu_s: float
    peak_mb: float


def main() -> int:
    """Run the benchmark, or be its scanner; return 1 if the lines differ."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size-mb", type=int, default=1_000, help="size of the file (1000)")
    parser.add_argument("--rounds", type=int, default=3, help="how often each goes over it (3)")
    parser.add_argument("--scan", type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.scan:
        sys.stdout.write(json.dumps(asdict(count_lines(chunks_of(given.scan)))))
        return 0
    with tempfile.TemporaryDirectory() as folder:
        return compare(Path(folder), given.size_mb, given.rounds)


def compare(folder: Path, size_mb: int, rounds: int) -> int:
    """Make the file, time each program *rounds* times in turns, and tell."""
    log = folder / "0x0000000000000000.log"
    make(log, size_mb * 1_000_000)
    laps: dict[str, list[Lap]] = {name: [] for name in commands(log)}
    for _ in range(rounds):
        for name, command in commands(log).items():
            laps[name].append(lap(command, folder / name))
    best = {name: min(of_name, key=lambda lap: lap.wall_s) for name, of_name in laps.items()}
    tell(log.stat().st_size / 1e6, best)
    same = found_the_same(folder, log)
    sys.stdout.write(f"the same lines were found: {'yes' if same else 'NO'}\n")
    return 0 if same else 1


def commands(log: Path) -> dict[str, list[str]]:
    """Return what is timed, by its name."""
    environment, sed = shutil.which("env"), shutil.which("sed")
    if not environment or not sed:
        raise SystemExit("this needs GNU sed")
    documented = [sed, "-nE", f"/{DOCUMENTED_PATTERN}/!p", str(log)]
    return {
        SCANNER: [sys.executable, __file__, "--scan", str(log)],
        SED_C: [environment, "LC_ALL=C", *documented],
        SED_UTF8: [environment, "LC_ALL=C.UTF-8", *documented],
    }


def lap(command: list[str], output: Path) -> Lap:
    """Run a command once, its output going to a file."""
    started_s = time.perf_counter()
    with output.open("wb") as file, subprocess.Popen(command, stdout=file) as process:  # noqa: S603  (one of ours)
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    wall_s = time.perf_counter() - started_s
    if process.returncode:
        raise SystemExit(f"{command[0]} ended with {process.returncode}")
    unit_bytes = 1 if sys.platform == "darwin" else 1_024
    return Lap(
        wall_s=wall_s,
        cpu_s=used.ru_utime + used.ru_stime,
        peak_mb=used.ru_maxrss * unit_bytes / 1e6,
    )


def tell(size_mb: float, best: dict[str, Lap]) -> None:
    """Write the best lap of each, and how it stands to the scanner's."""
    ours = best[SCANNER]
    heading = ("", "seconds", "of CPU", "MB/s", "peak MB", "times ours", "by CPU")
    rows = [heading] + [
        (
            name,
            f"{lap.wall_s:.2f}",
            f"{lap.cpu_s:.2f}",
            f"{size_mb / lap.wall_s:.0f}",
            f"{lap.peak_mb:.0f}",
            f"{lap.wall_s / ours.wall_s:.1f}",
            f"{lap.cpu_s / ours.cpu_s:.1f}",
        )
        for name, lap in best.items()
    ]
    sys.stdout.write(f"{size_mb:.0f} MB\n")
    for name, *numbers in rows:
        sys.stdout.write(f"{name:14}" + "".join(f"{number:>12}" for number in numbers) + "\n")


def found_the_same(folder: Path, log: Path) -> bool:
    """Whether the scanner found what sed printed: the numbers of lines, and the first ones."""
    counted = LineCount(**json.loads((folder / SCANNER).read_bytes()))
    printed = list(lines_of(folder / SED_UTF8))
    printed_in_c = sum(1 for _ in lines_of(folder / SED_C))
    told = set(counted.bad)
    found = [line for number, line in enumerate(lines_of(log), 1) if number in told]
    sys.stdout.write(
        f"{counted.lines:,} lines; {counted.bad_count:,} are bad, of which {len(found)} were told "
        f"and compared; {counted.bad_in_c_count:,} are bad in C only\n"
    )
    return (
        found == printed[: len(found)]
        and counted.bad_count == len(printed)
        and counted.bad_count + counted.bad_in_c_count == printed_in_c
    )


def lines_of(path: Path) -> Iterator[bytes]:
    """Give the lines of a file that we or sed wrote, which are short."""
    with path.open("rb") as file:
        yield from file


def chunks_of(path: Path) -> Iterator[bytes]:
    """Give a file as the scanner takes it."""
    with path.open("rb") as file:
        while chunk := file.read(READ_BYTES):
            yield chunk


def make(log: Path, size_bytes: int) -> None:
    """Write a log file that is mostly good; the same one every time."""
    chance = random.Random(69)  # noqa: S311  (content, not a secret)
    rows = [row(chance, number) for number in range(BLOCK_LINES)]
    good = "".join(line_of(columns) for columns in rows).encode()
    bad = "".join(line_of(columns) for columns in spoilt(rows)).encode()
    with log.open("wb") as file:
        for number in range(size_bytes // len(good) + 1):
            file.write(good if number % BLOCKS_TO_A_BAD_ONE else bad)
        file.truncate(size_bytes)


def line_of(columns: list[str]) -> str:
    """Return the columns as a line."""
    return "\t".join(columns) + "\n"


def row(chance: random.Random, number: int) -> list[str]:
    """Return the columns of one entry of the log."""
    in_utf8 = number % LINES_TO_ONE_IN_UTF8 == LINES_TO_ONE_IN_UTF8 // 2
    address = ".".join(str(chance.randrange(256)) for _ in range(4))
    return [
        f"50x{number:016X}",
        f"2017-06-24T{number % 24:02}:{number % 60:02}:50.{number % 100:02}",
        *(f"{chance.getrandbits(32):x}" for _ in range(3)),
        "0",
        f"{chance.getrandbits(32):08x}-4ab7-4ce4-a763-{chance.getrandbits(48):012x}",
        "h",
        f"https://shop.example/?a={number}" if chance.random() < 1 / 4 else "",
        BROWSER_IN_UTF8 if in_utf8 else chance.choice(BROWSERS),
        chance.choice((address, address, f"{address}, 10.0.0.1", f"2001:db8::{number:x}")),
    ]


def spoilt(rows: list[list[str]]) -> Iterator[list[str]]:
    """Give the rows with a column missing in one, and two that go wrong otherwise."""
    quarter = len(rows) // 4
    changed = {
        quarter: rows[quarter][:8] + rows[quarter][9:],  # as about-message-tracking.md has it
        2 * quarter: rows[2 * quarter][:5],
        3 * quarter: [*rows[3 * quarter][:-1], rows[3 * quarter][-1] + "\r"],
    }
    for number, columns in enumerate(rows):
        yield changed.get(number, columns)


if __name__ == "__main__":
    with suppress(KeyboardInterrupt):
        sys.exit(main())

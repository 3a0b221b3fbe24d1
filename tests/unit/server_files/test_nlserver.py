"""What nlserver prints is read whatever its language, its line ends and its order."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaign_tracking.server_files.machine import Process
from campaign_tracking.server_files.nlserver import (
    read_build,
    read_missing,
    read_pdump,
    tells_of_processes,
)

BANNER = (
    "12:09:54 >   Application server for Adobe Campaign Classic "
    "(7.X YY.R build 9357@1a2b3c4) of 25/11/2026"
)
# The documentation's own lines.
LINES = {
    "web@default (28671) - 40.5 MB": Process(name="web", instance="default", pid=28671),
    "mta@demo (7831) - 15.6 MB": Process(name="mta", instance="demo", pid=7831),
    "trackinglogd@default (9985) - 45.6 Mo": Process(
        name="trackinglogd", instance="default", pid=9985
    ),
    "  webmdl@default(1644) -18,2 Mo  ": Process(name="webmdl", instance="default", pid=1644),
    "watchdog (27369) - 3.1 MB": Process(name="watchdog", instance="", pid=27369),
    "inMail@my-inst.1 (1) - 1 MB": Process(name="inMail", instance="my-inst.1", pid=1),
}
WHO = """\
Connections -----
Last Access         IP        Instance Login
25/11/2026 12:09:54 127.0.0.1 default  formation_fr|tracking
25/11/2026 12:09:54 127.0.0.1 default  internal|monitoring
Connection pool -----
Datasource Server Provider Login
default    (1234) - PostgreSQL neolane
"""
NO_PROCESSES = [
    "",
    "\n \n",
    "bash: nlserver: command not found",
    "Killed",
    "nlserver: error while loading shared libraries: libnl.so",
    "12:09:54 > Permission denied (build)",
    "gcc (Debian build 12)",
    "web@default",
    "There are No tasks",
    WHO,
]


@given(st.permutations(list(LINES)), st.sampled_from(["\n", "\r\n"]), st.booleans())
def test_reads_processes_in_any_order(
    lines: list[str],
    line_end: str,
    who: bool,  # noqa: FBT001  (hypothesis)
) -> None:
    """A line is a process; the banner and what ``-who`` adds are not."""
    text = line_end.join([BANNER, *lines, *(WHO.splitlines() if who else [])])

    assert read_pdump(text) == tuple(LINES[line] for line in lines)


@pytest.mark.parametrize(
    ("banner", "build"),
    [
        (BANNER, "9357"),
        (f"\ufeff\n{BANNER}\r\nweb@default (1) - 2 MB", "9357"),
        (
            "9:09:54>Application server for Adobe Campaign Classic (8.5.1 build 9364) of 1/2/26",
            "9364",
        ),
        (
            "12:09:54 > Serveur applicatif pour Adobe Campaign (7.4 build 9368@f) du 25/11/2026",
            "9368",
        ),
        ("12:09:54 >   Application server for Adobe Campaign Classic (7.0) of 25/11/2026", ""),
        ("No tasks", ""),
        ("the build 9357 is newer", ""),
        ("", ""),
    ],
)
def test_reads_the_build(banner: str, build: str) -> None:
    """It is the number after the word, without its hash, in whatever language the banner is."""
    assert read_build(banner) == build


def test_reads_what_is_missing() -> None:
    """A line is a process of an instance, or a process; nothing else is."""
    lines = ["mta@prod", " stat@prod ", "watchdog", BANNER, "wfserver@prod", "mta@prod"]
    others = ["Done", "No tasks", "web@default (28671) - 40.5 MB", "command not found", "", "a@b@c"]

    missing = ("mta@prod", "stat@prod", "watchdog", "wfserver@prod")
    assert read_missing("\r\n".join([BANNER, *lines, *others])) == missing
    assert read_missing(BANNER) == ()


@pytest.mark.parametrize("text", [BANNER, "\r\nNo tasks\r\n", *LINES])
def test_tells_of_processes(text: str) -> None:
    """A banner, a process and its own word for none are answers, whatever is around them."""
    assert tells_of_processes(text)
    assert tells_of_processes(f"stty: standard input: not a terminal\n{text}\nbye")


@pytest.mark.parametrize("text", NO_PROCESSES)
def test_tells_of_nothing(text: str) -> None:
    """What a shell says, or no answer, does not say that nothing runs."""
    assert not tells_of_processes(text)
    assert read_pdump(text) == ()


@given(st.text() | st.text("web@(12) -.MBo>:\n build", max_size=80))
def test_reads_any_text(text: str) -> None:
    """Whatever is printed is read; where there is a process there is an answer."""
    assert tells_of_processes(text) or not (read_pdump(text) or read_build(text))
    assert all(line.strip() in text for line in read_missing(text))


def test_does_not_stumble_over_length() -> None:
    """Numbers without end are no process ids, and blank lines without end take no time."""
    assert read_pdump(f"web@default ({'1' * 10_000}) - 1 MB") == ()
    assert read_pdump("\n" * 1_000_000 + "web@default (1) - 1 MB") != ()

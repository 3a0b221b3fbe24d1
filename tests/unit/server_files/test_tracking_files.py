"""A tracking server's files are found where they are, and looked through without reading amiss."""

import os
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaign_tracking.environment import Environment
from campaign_tracking.server_files import delivery_file, log_scan
from campaign_tracking.server_files.framing import Heading
from campaign_tracking.server_files.machine import BadLine, DeliveryFile, LogScan
from campaign_tracking.server_files.shell import TooLateError, UnreachableError
from campaign_tracking.server_files.tracking_files import read_delivery_files, scan_logs
from tests.unit.server_files.declared import GOOD_LINE, host, installation, local, platform

DELIVERY, URL, OTHER_URL = 1_000_000, 452_947_488, 305_419_896  # f4240, 1aff6e20, 12345678
FIRST, SECOND = "0x00000000000A0000.log", "0x00000000000A2000.log"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Make an installation."""
    return installation(tmp_path / "nl6")


def look(environment: Environment, *url_ids: int, ids: tuple[int, ...] = ()) -> DeliveryFile:
    """Return what trk1 holds of the delivery."""
    seen = read_delivery_files(
        environment.host,
        environment=environment,
        delivery_ids=ids or [DELIVERY],
        url_ids=url_ids or [1, URL],
        limit_s=20,
    )
    return seen["trk1"]


def scan(environment: Environment, limit_s: float = 20) -> LogScan:
    """Return what became of looking through trk1's log files."""
    return scan_logs(environment.host, environment=environment, limit_s=limit_s)["trk1"]


def ways(root: Path) -> list[Environment]:
    """Return an environment that asks this machine, and one that has copies of it."""
    return [platform(local("trk1", root)), platform(host("trk1", f"copy://{root}"))]


def put(root: Path, name: str, text: str, mode: int = 0o644) -> Path:
    """Put a file of a delivery there."""
    file = root / "var/prod/redir/url/2026" / name
    file.write_text(text, encoding="utf-8")
    file.chmod(mode)
    return file


def log(root: Path, name: str, text: str) -> Path:
    """Put a log file there."""
    file = root / "var/prod/redir/log" / name
    file.write_text(text, encoding="utf-8")
    return file


@pytest.mark.parametrize("name", ["1000000.xml", "f4240.xml", "F4240.xml"])
def test_file_is_found(root: Path, name: str) -> None:
    """The file is found by its decimal and by its hexadecimal name; the mode of a copy is none."""
    file = put(root, name, f'<urls><url id="{URL}"/></urls>', 0o640)

    asked, copied = (look(environment) for environment in ways(root))

    assert asked == DeliveryFile(path=str(file), found=True, mode=0o640)
    assert copied == DeliveryFile(path=str(file), found=True)


@pytest.mark.parametrize(
    ("text", "missing"),
    [
        (f"<u id='{URL}'/>", ()),
        ("<u id='1aff6e20'/>", ()),
        ("<u id='0x1AFF6E20'/>", ()),
        ("<u id='000000001AFF6E20'/>", ()),
        (f"id={URL},", ()),
        (f"{URL}", ()),
        (f"<u id='{URL}0'/>", (URL,)),
        (f"<u id='7{URL}'/>", (URL,)),
        ("<u id='1aff6e20b'/>", (URL,)),
        ("<u name='x1aff6e20'/>", (URL,)),
        ("", (URL,)),
    ],
)
def test_ids_are_looked_for(root: Path, text: str, missing: tuple[int, ...]) -> None:
    """An id counts as decimal and as hexadecimal text, by itself; the open's id is not missed."""
    put(root, "1000000.xml", text)

    for environment in ways(root):
        assert look(environment).missing_url_ids == missing


@given(st.integers(2, 2**31 - 1), st.integers(2, 2**31 - 1))
def test_any_ids(id_: int, other: int) -> None:
    """A file that holds an id, in whatever encoding, holds that one; short hex could be a word."""
    text = f'<?xml version="1.0"?><urls><url id="{id_}" x="a b c d e f"/></urls>'
    for encoding in ("utf-8", "utf-16"):
        found = delivery_file.held(text.encode(encoding), "", None, [1, id_])
        assert found.missing_url_ids == ()
    if other != id_ and f"{other:x}" != str(id_):
        assert delivery_file.held(text.encode(), "", None, [other]).missing_url_ids == (other,)


def test_short_hexadecimal_is_a_word() -> None:
    """A hexadecimal number of few digits could be a word: such an id counts as decimal only."""
    text = b"<urls a='face'/> 64206"
    assert delivery_file.held(text, "", None, [0xFACE]).missing_url_ids == ()
    assert delivery_file.held(text[:-6], "", None, [0xFACE]).missing_url_ids == (0xFACE,)


def test_file_is_not_there(root: Path) -> None:
    """Where it was looked for is told; copies may be older than the delivery, which is no fault."""
    asked, copied = (look(environment) for environment in ways(root))

    path = f"{root}/var/prod/redir/url/*/1000000.xml"
    assert asked == DeliveryFile(path=path)
    assert (copied.path, copied.found) == (path, False)
    assert "before" in copied.untold


def test_folder_is_not_there(root: Path) -> None:
    """A server that never had a delivery has no folder; one without ``var`` is another matter."""
    (root / "var/prod/redir/url/2026").rmdir()
    (root / "var/prod/redir/url").rmdir()
    asked, copied = (look(environment) for environment in ways(root))
    assert (asked.found, asked.trouble) == (False, "")
    assert copied.untold == f"the copies have no folder {root}/var/prod/redir/url"

    elsewhere = look(platform(local("trk1", root, var_dir=str(root / "var2"))))
    assert elsewhere.trouble == f"ls: cannot access '{root}/var2/prod/.': No such file or directory"


def test_several_ids(root: Path) -> None:
    """The delivery may be known by one of several ids; the file that holds most counts."""
    put(root, "16.xml", "<urls/>")
    right = put(root, "22.xml", f"<u id='{URL}'/><u id='{OTHER_URL}'/>")
    put(root, "10.xml", f"<u id='{URL}'/>")

    for environment in ways(root):
        found = look(environment, URL, OTHER_URL, ids=(16, 22))
        assert (found.path, found.missing_url_ids) == (str(right), ())


def test_giant_file(root: Path) -> None:
    """Of a giant file only so much is read; what is not found in it is not told as missing."""
    with put(root, "1000000.xml", f"<u id='{URL}'/>").open("ab") as giant:
        giant.truncate(1_000_000_000)

    for environment in ways(root):
        assert look(environment, URL).trouble == ""
        beyond = look(environment, OTHER_URL)
        assert beyond.missing_url_ids == ()
        assert f"{delivery_file.MAX_BYTES:,}" in beyond.trouble


@pytest.mark.parametrize(
    "nlserver",
    [
        "export XTK_VAR_DIR={}/elsewhere; nlserver",
        "XTK_VAR_DIR={}/elsewhere && echo Welcome && nlserver",
        "nlserver",
    ],
)
def test_var_folder_is_asked_for(
    root: Path, monkeypatch: pytest.MonkeyPatch, nlserver: str
) -> None:
    """XTK_VAR_DIR says where ``var`` is, as the shell knows it in which nlserver is run."""
    (root / "var").rename(root / "elsewhere")
    if nlserver == "nlserver":
        monkeypatch.setenv("XTK_VAR_DIR", f"{root}/elsewhere")

    found = look(platform(local("trk1", root, nlserver=nlserver.format(root))))

    assert found.path == f"{root}/elsewhere/prod/redir/url/*/1000000.xml"
    assert found.trouble == ""


def test_declared_var_folder(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A declared folder counts more than what the machine says; of copies it is below them."""
    (root / "var").rename(root / "var two")
    monkeypatch.setenv("XTK_VAR_DIR", "/nowhere")
    file = root / "var two/prod/redir/url/2026/1000000.xml"
    file.write_text(f"<u id='{URL}'/>", encoding="utf-8")

    for given_, connection in ((str(root / "var two"), "local://"), ("var two", f"copy://{root}")):
        found = look(platform(host("trk1", connection, var_dir=given_)))
        assert (found.path, found.missing_url_ids) == (str(file), ())


def test_every_line_is_looked_at(root: Path) -> None:
    """All files are scanned, the newest first, and every bad line is told where it is."""
    log(root, FIRST, GOOD_LINE + "bad\n" + GOOD_LINE)
    log(root, SECOND, "bad\n" + GOOD_LINE * 9)
    log(root, "other.log", "bad\n")
    log(root, "0xZ.log", "bad\n")
    folder = f"{root}/var/prod/redir/log"

    for environment in ways(root):
        assert scan(environment) == LogScan(
            files=2,
            lines=13,
            bad=(
                BadLine(path=f"{folder}/{SECOND}", line=1),
                BadLine(path=f"{folder}/{FIRST}", line=2),
            ),
            bad_count=2,
        )


def test_entry_that_is_being_written(root: Path) -> None:
    """The newest file may end in the middle of an entry; an older one must not."""
    log(root, SECOND, GOOD_LINE + "50x0")
    for environment in ways(root):
        assert (scan(environment).lines, scan(environment).bad_count) == (1, 0)

    log(root, FIRST, GOOD_LINE + "50x0")
    for environment in ways(root):
        assert (scan(environment).lines, scan(environment).bad_count) == (3, 1)


def test_number_of_bad_lines_told_is_bounded(root: Path) -> None:
    """However many lines are bad, some are told, and all are counted."""
    log(root, FIRST, "bad\n" * 5_000)
    log(root, SECOND, "bad\n" * 5)

    for environment in ways(root):
        found = scan(environment)
        assert (len(found.bad), found.bad_count) == (log_scan.MAX_BAD_TOLD, 5_005)


def test_no_log_files(root: Path) -> None:
    """A server that has not logged yet has no file; one without the folder is in trouble."""
    for environment in ways(root):
        assert scan(environment) == LogScan()

    (root / "var/prod/redir/log").rmdir()
    asked, copied = (scan(environment) for environment in ways(root))
    assert asked.trouble == (
        f"ls: cannot access '{root}/var/prod/redir/log': No such file or directory"
    )
    assert copied.untold == f"the copies have no folder {root}/var/prod/redir/log"


@pytest.mark.parametrize(
    ("older", "newest", "told"),
    [(GOOD_LINE, "", True), ("", "", True), ("", GOOD_LINE, False), (GOOD_LINE, "50x0", False)],
)
def test_newest_file_is_empty(root: Path, older: str, newest: str, *, told: bool) -> None:
    """Nothing at all in the newest file is told; an older one may be empty, or one be begun."""
    log(root, FIRST, older)
    path = log(root, SECOND, newest)

    for environment in ways(root):
        assert scan(environment).empty_newest == (str(path) if told else "")


def test_odd_log_files(root: Path) -> None:
    """A pipe is not waited for; a link out of the copies is not followed."""
    folder = root / "var/prod/redir/log"
    log(root, SECOND, GOOD_LINE)
    os.mkfifo(folder / FIRST)
    asked, copied = (scan(environment) for environment in ways(root))
    assert asked.files == copied.files == 1
    assert "not a regular file" in asked.trouble
    assert "not a regular file" in copied.trouble

    (folder / FIRST).unlink()
    (folder / FIRST).symlink_to("/etc/passwd")
    assert "leads out of the folder" in scan(ways(root)[1]).trouble


def test_time_is_up(root: Path) -> None:
    """What there was no time for is told as that; what was scanned counts."""
    log(root, FIRST, GOOD_LINE)
    with log(root, SECOND, GOOD_LINE).open("ab") as giant:
        giant.truncate(50_000_000_000)

    for environment in ways(root):
        began = time.monotonic()
        found = scan(environment, limit_s=0.7)
        assert (found.files, found.unscanned_files, found.trouble) == (0, 2, "")
        assert time.monotonic() - began < 5  # noqa: PLR2004


def test_files_that_went_meanwhile() -> None:
    """Files that the server deleted before they could be read are not missed."""
    listed = [Heading(kind="count", told="3"), Heading(kind="log", told=FIRST), Heading(kind="end")]

    assert log_scan.read_events(listed) == LogScan(files=1)


@pytest.mark.parametrize(("error", "trouble"), [(TooLateError, ""), (UnreachableError, "why")])
def test_cut_off(error: type[Exception], trouble: str) -> None:
    """Cut off in the second file, the first counts, and why it was cut off if not for the time."""

    def events() -> Iterator[Heading | bytes]:
        yield Heading(kind="folder", told="/l")
        yield Heading(kind="count", told="3")
        yield Heading(kind="log", told=SECOND)
        yield GOOD_LINE.encode() * 2
        yield Heading(kind="log", told=FIRST)
        yield b"bad\n"
        raise error("why")

    found = log_scan.read_events(events())

    assert found == LogScan(files=1, unscanned_files=2, lines=2, trouble=trouble)


def test_other_roles_are_left_out(root: Path) -> None:
    """Only tracking servers have such files; they are told in the declared order."""
    hosts = [
        host("trk2", "ssh://127.0.0.1:1"),
        {**local("app", root), "role": "application"},
        local("trk1", root),
    ]
    environment = platform(*hosts)

    held = read_delivery_files(
        environment.host, environment=environment, delivery_ids=[7], url_ids=[8], limit_s=20
    )
    scans = scan_logs(environment.host, environment=environment, limit_s=20)

    assert list(held) == list(scans) == ["trk2", "trk1"]
    assert held["trk2"].trouble.endswith("Connection refused")
    assert scans["trk2"].trouble.endswith("Connection refused")


@given(
    st.lists(
        st.sampled_from(["folder", "count", "log", "unread"]).flatmap(
            lambda kind: st.builds(Heading, kind=st.just(kind), told=st.text(max_size=20))
        )
        | st.binary(max_size=20),
        max_size=20,
    )
)
def test_any_answer_about_logs(events: list[Heading | bytes]) -> None:
    """Whatever a machine prints, it becomes a scan, and nothing is raised."""
    found = log_scan.read_events(events)

    assert found.files <= sum(isinstance(event, Heading) for event in events)
    assert found.unscanned_files == 0

"""Where a tracking server keeps what is uploaded: its mode, and the room there."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaign_tracking.seal import Seal
from campaign_tracking.server_files.machine import UploadFolder
from campaign_tracking.server_files.reading import read_machines
from campaign_tracking.server_files.shell import Part
from campaign_tracking.server_files.upload_folder import flaw, read_parts
from tests.unit.server_files.declared import installation, local, platform


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Make an installation, in a folder whose name needs quotes."""
    return installation(tmp_path / "it's nl6")


def look(root: Path, **keys: object) -> UploadFolder:
    """Read this machine's installation as trk1."""
    environment = platform(local("trk1", root, **keys))
    seen = read_machines(environment.host, environment=environment, seal=Seal(), limit_s=30)
    return seen["trk1"].upload_folder


def test_folder_of_this_year(root: Path) -> None:
    """The year's folder is looked at where there is one, else the one around it."""
    url = root / "var/prod/redir/url"
    (url / "2026").rmdir()
    url.chmod(0o555)
    assert (look(root).path, look(root).mode) == (str(url), 0o555)
    url.chmod(0o755)

    year = url / f"{datetime.now(UTC):%Y}"
    year.mkdir()
    year.chmod(0o750)
    seen = look(root)

    assert (seen.path, seen.mode) == (str(year), 0o750)
    assert seen.free_kb is not None
    assert not seen.untold
    assert not flaw(seen)


def test_no_folder_yet(root: Path) -> None:
    """A server to which nothing was uploaded has none, which is no flaw."""
    seen = look(root, var_dir=str(root / "nowhere"))

    assert seen.untold == "there is no such folder yet"
    assert seen.path == f"{root}/nowhere/prod/redir/url"
    assert not flaw(seen)


def test_other_roles_have_none(root: Path) -> None:
    """An application server is not asked."""
    environment = platform(local("app", root, role="application"))
    seen = read_machines(environment.host, environment=environment, seal=Seal(), limit_s=30)

    assert seen["app"].upload_folder.untold


@pytest.mark.parametrize(
    ("line", "free_kb"),
    [
        ("/dev/sda1 1000 900 100 90% /", 100),
        ("/dev/sda1 1000 1000 0 100% /usr/local/neolane", 0),
        ("/dev/sda1 1000 1000 -40 104% /var", -40),
        ("server:/an export 1000 900 100 90% /with blanks in it", 100),
        ("df: cannot read table of mounted file systems", None),
        ("", None),
    ],
)
def test_room(line: str, free_kb: int | None) -> None:
    """What df prints in the portable form; a reserve of root's counts as full."""
    told = [
        Part(kind="folder", told="/var/redir/url", raw=b""),
        Part(kind="disk", told="", raw=f"{line}\n".encode()),
    ]

    seen = read_parts(told)

    assert seen.free_kb == free_kb
    assert bool(flaw(seen)) is (free_kb is not None and free_kb <= 0)


@given(
    st.lists(
        st.builds(
            Part,
            kind=st.sampled_from(["folder", "mode", "disk", "missing", "other"]),
            told=st.text(max_size=30),
            raw=st.binary(max_size=60),
        ),
        max_size=6,
    )
)
def test_any_answer(told: list[Part]) -> None:
    """Whatever a machine prints gives a folder, or says that there is none."""
    seen = read_parts(told)

    assert seen.mode is None or 0 <= seen.mode < 8**4
    assert seen.path.startswith("/") or not seen.path
    assert not (flaw(seen) and seen.untold)

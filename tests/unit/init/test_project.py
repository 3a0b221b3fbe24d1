"""A new file: in the right place, written once and whole, and never over another."""

import threading
from pathlib import Path

import pytest

from campaign_tracking.init.errors import InitError, PlatformError, WrongUsageError
from campaign_tracking.init.project import demand_free, find_project, write

EXAMPLE = Path(__file__).parents[3] / "fixtures" / "environments" / "example.toml"
TEXT = EXAMPLE.read_text("utf-8")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Where a new environment goes."""
    (tmp_path / "checks").mkdir()
    (tmp_path / "fixtures" / "environments").mkdir(parents=True)
    return tmp_path / "fixtures" / "environments" / "prod.toml"


def test_project_is_found_from_below(tmp_path: Path, file: Path) -> None:
    """The project is the folder at or above the current one."""
    assert find_project(file.parent) == find_project(tmp_path) == tmp_path


def test_no_project(tmp_path: Path) -> None:
    """Elsewhere it says where to start, and what else may be done."""
    with pytest.raises(WrongUsageError, match=r"start this in the project's folder.*--output"):
        find_project(tmp_path)


def test_writes(file: Path) -> None:
    """What is written is there, and nothing else."""
    write(file, TEXT)

    assert file.read_text("utf-8") == TEXT
    assert list(file.parent.iterdir()) == [file]


def test_refuses_what_stands_there(file: Path) -> None:
    """A file, a folder and a link that leads nowhere are not overwritten."""
    demand_free(file)
    file.symlink_to("nowhere")
    with pytest.raises(WrongUsageError, match="nothing is overwritten"):
        demand_free(file)
    with pytest.raises(WrongUsageError, match="nothing is overwritten"):
        write(file, TEXT)

    assert file.is_symlink()
    assert list(file.parent.iterdir()) == [file]


def test_refuses_places_that_cannot_be(file: Path) -> None:
    """A folder that is not there, and a name that is no .toml file, are told at once."""
    with pytest.raises(WrongUsageError, match="does not exist"):
        demand_free(file.parent / "nowhere" / "prod.toml")
    with pytest.raises(WrongUsageError, match=r"no \.toml file"):
        demand_free(file.with_suffix(".txt"))


def test_what_cannot_be_loaded_is_not_left(file: Path) -> None:
    """A file that the checks would refuse is never there."""
    with pytest.raises(PlatformError, match=r"prod\.toml: .*hosting = 'cloud'"):
        write(file, TEXT.replace('"on-premise"', '"cloud"', 1))

    assert not list(file.parent.iterdir())


def test_folder_that_goes_away(file: Path) -> None:
    """A folder that cannot be written is told."""
    file.parent.rmdir()

    with pytest.raises(InitError, match="cannot be written"):
        write(file, TEXT)


def test_one_of_many_writes(file: Path) -> None:
    """Of several that write at the same time one wins, and its file is whole."""
    texts = [TEXT + f"# {number}\n" for number in range(8)]
    lost: list[str] = []

    def try_to(text: str) -> None:
        try:
            write(file, text)
        except WrongUsageError:
            lost.append(text)

    threads = [threading.Thread(target=try_to, args=(text,)) for text in texts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert [text for text in texts if text not in lost] == [file.read_text("utf-8")]
    assert list(file.parent.iterdir()) == [file]

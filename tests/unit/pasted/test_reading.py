"""Files are read in the charsets that consoles write; what is no text is refused in a sentence."""

import io
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaign_tracking.pasted.reading import MOST_BYTES, UnreadableError, read
from tests.unit.pasted.samples import ARTICLE

JAPANESE = "トラッキングサーバー 'http://10.30.167.xxx' との通信に失敗しました。"


def written(folder: Path, content: bytes) -> str:
    """Return the name of a file with *content*."""
    file = folder / "a.log"
    file.write_bytes(content)
    return str(file)


@pytest.mark.parametrize(
    "charset", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp932", "iso2022_jp"]
)
def test_charset(tmp_path: Path, charset: str) -> None:
    """The text is the same in every charset."""
    text = f"RED-520025 {JAPANESE}\n" * 3

    assert read(written(tmp_path, text.encode(charset))) == text


def test_western_charset(tmp_path: Path) -> None:
    """An accent in a western charset does not spoil the rest."""
    text = "RED-520025 Échec\n\tété déjà réglé à Orléans: où ça?\n"

    assert read(written(tmp_path, text.encode("cp1252"))) == text


def test_cut_in_a_character(tmp_path: Path) -> None:
    """A paste that was cut inside a character is still read in its own charset."""
    assert JAPANESE[1:-1] in read(written(tmp_path, JAPANESE.encode()[1:-1]))


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "is empty"),
        (b" \r\n\t", "is empty"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "is not a text"),
        (bytes(range(1, 32)), "is not a text"),
        (b"a" * (MOST_BYTES + 1), "larger than 20 MB"),
    ],
    ids=["empty", "blank", "picture", "controls", "large"],
)
def test_no_log(tmp_path: Path, content: bytes, words: str) -> None:
    """What cannot be a log is refused, and the sentence says why."""
    with pytest.raises(UnreadableError, match=words):
        read(written(tmp_path, content))


def test_largest(tmp_path: Path) -> None:
    """What is just small enough is read."""
    assert len(read(written(tmp_path, b"a" * MOST_BYTES))) == MOST_BYTES


@pytest.mark.parametrize("name", ["absent.log", "."])
def test_no_file(tmp_path: Path, name: str) -> None:
    """What cannot be opened is refused with the system's reason."""
    with pytest.raises(UnreadableError, match=r"cannot be read: \w"):
        read(str(tmp_path / name))


def test_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    """A dash is standard input."""
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(ARTICLE.encode())))

    assert read("-") == ARTICLE


def test_no_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    """Standard input that is closed is empty."""
    monkeypatch.setattr(sys, "stdin", None)

    with pytest.raises(UnreadableError, match="is empty"):
        read("-")


@given(content=st.binary(max_size=200))
def test_anything(content: bytes, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Whatever a file holds is text, or refused."""
    name = written(tmp_path_factory.getbasetemp(), content)
    try:
        text = read(name)
    except UnreadableError as error:
        text = str(error)
    assert text.strip()

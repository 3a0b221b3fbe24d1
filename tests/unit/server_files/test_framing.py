"""The parts of an answer come out as they went in, however they arrive."""

import subprocess

from hypothesis import given
from hypothesis import strategies as st

from campaign_tracking.server_files.framing import BEGIN, END, Heading, framed, unframed
from campaign_tracking.server_files.shell import Part, parts

MARK = "0123abcd"
BODIES = st.text("a\n" + MARK, max_size=30).filter(lambda text: MARK not in text)


def cut(raw: bytes, sizes: list[int]) -> list[bytes]:
    """Return *raw* in pieces of these sizes, then the rest."""
    pieces = []
    for size in sizes:
        pieces.append(raw[:size])
        raw = raw[size:]
    return [*pieces, raw]


@given(
    st.lists(st.tuples(st.sampled_from(["", "x y", "é"]), BODIES), max_size=4),
    st.lists(st.integers(0, 9), max_size=30),
    BODIES,
)
def test_any_pieces(told: list[tuple[str, str]], sizes: list[int], junk: str) -> None:
    """Wherever the answer was cut, every part is whole; what is before them is passed over."""
    headings = "".join(f"\n{MARK} file {text}\n{body}" for text, body in told)
    raw = f"{junk}\n{MARK} begin \n{headings}\n{MARK} end \n".encode()

    events = list(unframed(cut(raw, sizes), MARK))
    found = list(parts(events))

    assert events[0] == BEGIN
    expected = [Part(kind="file", told=text, raw=body.encode()) for text, body in told]
    begin, end = (Part(kind=kind, told="", raw=b"") for kind in ("begin", "end"))
    assert found == [begin, *expected, end]


@given(st.binary(max_size=200), st.lists(st.integers(0, 9), max_size=30))
def test_any_bytes(raw: bytes, sizes: list[int]) -> None:
    """An answer that has no heading has no parts."""
    assert list(unframed(cut(raw, sizes), MARK)) == []


def test_heading_without_end() -> None:
    """A heading that does not end is no heading: what is held for it has a bound."""
    raw = f"\n{MARK} begin\n".encode() + f"\n{MARK} ".encode() + b"x" * 100_000

    found = list(unframed(cut(raw, [10] * 1_000), MARK))

    assert [event for event in found if isinstance(event, Heading)] == [BEGIN]


def test_script_frames_its_parts() -> None:
    """A shell that runs a framed script prints its parts, told and all."""
    script = framed("part file 'a  b'; printf 'x\\ny'; part other", MARK)

    printed = subprocess.run(["sh", "-c", script], capture_output=True, check=True).stdout  # noqa: S603, S607

    assert list(unframed([printed], MARK)) == [
        BEGIN,
        Heading(kind="file", told="a  b"),
        b"x\ny",
        Heading(kind="other"),
        END,
    ]

r"""Several answers in one: a script's parts, each behind a heading that no file can hold.

A heading is a line of its own, ``<mark> <kind> <what is told>``; the line feed before it is not the
part's. The mark is made anew for each script, so that nothing that is read can look like it.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

MAX_HEADING_BYTES = 2_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """How a part begins.

    Attributes:
        kind: What it is, in the script's words.
        told: What the script says of it; empty if nothing.
    """

    kind: str
    told: str = ""


BEGIN: Final = Heading(kind="begin")
END: Final = Heading(kind="end")


def framed(script: str, mark: str) -> str:
    """Return a shell script that runs *script*, in which ``part KIND TOLD`` begins a part."""
    return (
        f"part() {{ printf '\\n%s %s\\n' {mark} \"$*\"; }}\n"
        f"part {BEGIN.kind}\n{script}\npart {END.kind}\n"
    )


def unframed(chunks: Iterable[bytes], mark: str) -> Iterator[Heading | bytes]:
    """Yield each part's heading and then its bytes, in pieces.

    What comes before the first heading, such as what a login prints, is passed over.
    """
    line = f"\n{mark} ".encode()
    began, pending = False, b""
    for chunk in chunks:
        pending += chunk
        while found := _next_heading(pending, line):
            heading, before, pending = found
            if began and before:
                yield before
            began = True
            yield heading
        held = _held_back(pending, line)
        if began and held:
            yield pending[:held]
        pending = pending[held:]
    if began and pending:
        yield pending


def _next_heading(pending: bytes, line: bytes) -> tuple[Heading, bytes, bytes] | None:
    """Return the first whole heading, what is before it and what is behind it."""
    at = pending.find(line)
    end = pending.find(b"\n", at + len(line), at + MAX_HEADING_BYTES) if at >= 0 else -1
    if end < 0:
        return None
    text = pending[at + len(line) : end].decode("utf-8", "replace")
    kind, _, told = text.partition(" ")
    return Heading(kind=kind, told=told), pending[:at], pending[end + 1 :]


def _held_back(pending: bytes, line: bytes) -> int:
    """Return from which byte on a heading may be about to come."""
    at = pending.find(line)
    if at >= 0 and len(pending) - at < MAX_HEADING_BYTES:
        return at
    return max(0, len(pending) - len(line) + 1)

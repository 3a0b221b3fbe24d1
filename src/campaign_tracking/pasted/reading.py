"""A file, or what is pasted: as text, bounded, or a sentence that says why it is none."""

import re
import sys
from pathlib import Path
from typing import BinaryIO, Final

from campaign_tracking.mailbox.charsets import decoded

STANDARD_INPUT: Final = "-"
MOST_BYTES: Final = 20 * 1024 * 1024
# What is no text, in any charset; the escape of ISO-2022-JP and of colours is one.
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_MOST_CONTROLS = 0.05  # of all characters
_CHARSETS: Final = ("utf-8", "cp932", "cp1252")
_MOST_DAMAGED = 4  # characters: one that was cut at each end of a paste
_UNKNOWN = "\ufffd"


class UnreadableError(Exception):
    """A file that is neither a log nor a run's facts; its text says why."""


def read(name: str) -> str:
    """Return the text of a file, or of standard input if *name* is ``-``.

    Raises:
        UnreadableError: If it cannot be opened, is too large, empty, or no text.
    """
    content = _content(name)
    if len(content) > MOST_BYTES:
        raise UnreadableError("is larger than 20 MB: cut out the lines of one delivery")
    text = _as_text(content)
    if not text.strip():
        raise UnreadableError("is empty")
    controls = len(_CONTROL.findall(text))
    if "\0" in text or controls > _MOST_CONTROLS * len(text):
        raise UnreadableError(
            "is not a text: copy the lines of the log, not a picture or a document"
        )
    return text


def _content(name: str) -> bytes:
    """Return at most one byte more than is allowed."""
    if name == STANDARD_INPUT:
        if sys.stdin is None:
            return b""
        if sys.stdin.isatty():
            sys.stderr.write("Paste the delivery log, then press Ctrl-D on a line of its own.\n")
        return _bounded(sys.stdin.buffer)
    try:
        with Path(name).open("rb") as file:
            return _bounded(file)
    except OSError as error:
        raise UnreadableError(f"cannot be read: {error.strerror or error}") from error


def _bounded(file: BinaryIO) -> bytes:
    return file.read(MOST_BYTES + 1)


def _as_text(content: bytes) -> str:
    """Return *content* in the first charset in which it makes sense.

    Codes and addresses are ASCII, so a wrong guess spoils the words around them only.
    """
    for charset in _CHARSETS:
        text = decoded(content, charset)
        if text.count(_UNKNOWN) <= _MOST_DAMAGED:
            break
    return text

"""Texts whose lines flow: ``format=flowed`` (RFC 3676)."""

import re

_QUOTED = re.compile(r">*")
_SIGNATURE = "-- "


def unflowed(text: str, *, deletes_space: bool) -> str:
    """Return *text* with the folded lines whole again; a long link may be folded, too.

    Args:
        text: As it was sent.
        deletes_space: Whether the blank that says "goes on" is no part of the text: ``DelSp=yes``.
    """
    lines: list[str] = []
    depth, goes_on = 0, False
    for raw in text.splitlines():
        quotes = _QUOTED.match(raw)
        level = quotes.end() if quotes else 0
        line = raw[level:].removeprefix(" ")
        signature = line == _SIGNATURE
        if goes_on and level == depth and not signature:
            lines.append(line)
        else:
            lines.append(("\n" if lines else "") + raw[:level] + line)
        depth, goes_on = level, line.endswith(" ") and not signature
        if goes_on and deletes_space:
            lines[-1] = lines[-1][:-1]
    return "".join(lines)

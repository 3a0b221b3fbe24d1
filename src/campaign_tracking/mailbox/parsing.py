"""From the bytes of a mail to its headers and parts, in bounded time.

The standard library's parser takes the square of the length of a header with parameters, and
looks at each line once for each multipart around it. A mail is written by somebody else: what is
beyond the limits is cut off before it is parsed; they are far beyond what mail programs write.
"""

import re
from collections.abc import Sequence
from email.message import Message
from email.parser import BytesParser
from email.policy import Compat32
from itertools import islice

from campaign_tracking.mailbox.bodies import or_else

MAX_HEADER_CHARACTERS = 8_000  # with what is folded; a line has 998 at most (RFC 5322, 2.1.1)
MAX_PARAMETERS = 50
MAX_BOUNDARIES = 50
MAX_LINES = 200_000  # 10 MB of base64 have less
_LINE_END = re.compile(rb"\r\n?|\n")
# As the parser takes it: blanks before the equals sign, and in pieces (RFC 2231, 3).
_BOUNDARY = re.compile(rb"boundary[\s*\d]{0,20}=", re.IGNORECASE)


class _Bounded(Compat32):
    """How headers are read off their lines: no longer than the limits."""

    def header_source_parse(self, sourcelines: Sequence[str]) -> tuple[str, str]:
        """Return name and value, cut."""
        name, value = super().header_source_parse(list(sourcelines))
        value = value[:MAX_HEADER_CHARACTERS]
        if name.lower().startswith("content-"):
            value = ";".join(value.split(";", MAX_PARAMETERS + 1)[: MAX_PARAMETERS + 1])
        return name, value


def parsed(raw: bytes) -> Message:
    """Return *raw* as headers and parts; a message without any if that fails."""
    return or_else(lambda: BytesParser(policy=_Bounded()).parsebytes(within_limits(raw)), Message())


def within_limits(raw: bytes) -> bytes:
    """Return as much of *raw* as has no more lines and boundaries than are read."""
    ends = (
        next(islice(pattern.finditer(raw), limit, None), None)
        for pattern, limit in ((_LINE_END, MAX_LINES), (_BOUNDARY, MAX_BOUNDARIES))
    )
    return raw[: min((match.start() for match in ends if match), default=len(raw))]

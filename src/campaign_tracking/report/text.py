"""Other people's text, made safe for terminals, JUnit readers and pages."""

import re
import unicodedata

_ESCAPE_SEQUENCE = re.compile(
    r"(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]"  # colours, cursor
    r"|(?:\x1b\]|\x9d)[^\x07\x1b\x9c]*(?:\x07|\x1b\\|\x9c)"  # window titles, links
    r"|\x1b[ -/]*[0-Z\\^_`-~]"
)
_LINE_BREAK = re.compile("\r\n|[\r\v\f\x1c-\x1e\x85\u2028\u2029]")
# What makes a reader act on a line of ours, and what stands between its two halves afterwards.
_COMMANDS = (
    (re.compile(r"\[(?=\[ATTACHMENT)", re.IGNORECASE), "[ "),  # Jenkins, GitLab and Azure: a file
    (re.compile(r"#(?=#\w*\[)"), "# "),  # Azure, GitHub and TeamCity: anywhere in a line
    (re.compile(r"^([^\S\n]*):(?=:)", re.MULTILINE), r"\1: "),  # GitHub: at the start of a line
    (re.compile(r"`(?=``)"), "` "),  # the fence around a message in Markdown
)


def visible(text: str, *, limit: int = 500, one_line: bool = True) -> str:
    """Return *text* such that whoever shows it shows it, and does nothing else.

    Applying it again changes nothing.

    Args:
        text: What a server, a mail or a file said.
        limit: The most characters that come back; a note says how many were cut.
        one_line: Join the lines; otherwise every kind of line break becomes a line feed.
    """
    text = _LINE_BREAK.sub("\n", _ESCAPE_SEQUENCE.sub("", text))
    if one_line:
        text = " ".join(filter(None, map(str.strip, text.replace("\t", " ").split("\n"))))
    text = "".join(map(_mark, text))
    for command, broken in _COMMANDS:
        text = command.sub(broken, text)
    return _cut(text, limit)


def _mark(character: str) -> str:
    r"""Return *character*, or a mark such as ``\x00`` or ``\u202e`` for one that nobody sees."""
    if character in "\n\t" or not unicodedata.category(character).startswith("C"):
        return character
    if character.isascii():
        return f"\\x{ord(character):02x}"
    return character.encode("ascii", "backslashreplace").decode("ascii")


def _cut(text: str, limit: int) -> str:
    """Return at most *limit* characters, with a note in place of the rest."""
    if len(text) <= limit:
        return text
    widest = f"… (+{len(text)} characters)"
    kept = max(limit - len(widest), 0)
    return f"{text[:kept]}… (+{len(text) - kept} characters)"[:limit].rstrip()

"""The text of a configuration file, whatever it is encoded in."""

import codecs
import re

_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # begins like UTF-16's, hence before it
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_WITHOUT_MARK = ((b"<\0", "utf-16-le"), (b"\0<", "utf-16-be"))
_DECLARED = re.compile(rb"""\s{0,100}<\?xml\s[^>]{0,200}?encoding\s*=\s*["']([\w.:-]{1,40})["']""")
# By Python's names. Those that only say how to write text in other text (UTF-7, escapes, IDNA) or
# that keep a state between characters are left out: no editor of configuration files writes them.
_KNOWN = frozenset(
    {"ascii", "utf-8", "koi8-r", "koi8-u", "mac-roman", "cp437", "cp850", "cp852", "cp858", "cp866"}
    | {f"iso8859-{part}" for part in range(1, 17)}
    | {f"cp{page}" for page in range(1250, 1259)}
    | {"shift_jis", "cp932", "euc_jp", "gb2312", "gbk", "gb18030", "big5", "euc_kr", "cp949"}
)


class UnreadableError(ValueError):
    """A file is not one that we read; says why."""


def decode(raw: bytes) -> str:
    r"""Return the text of *raw*, its lines ending in ``\n`` whatever they ended in.

    A byte order mark counts more than what the file declares; without either it is UTF-8, as XML
    has it.

    Raises:
        UnreadableError: If the encoding is none that we know, or not the one that it is in.
    """
    encoding, start = _encoding(raw)
    try:
        text = raw[start:].decode(encoding)
    except UnicodeDecodeError as error:
        before = raw[start : start + error.start].decode(encoding, "replace")
        raise UnreadableError(_not_in(encoding, _one_line_end(before))) from error
    return _one_line_end(text)


def _encoding(raw: bytes) -> tuple[str, int]:
    """Return the encoding of *raw*, and at which byte the text begins."""
    for mark, encoding in _BYTE_ORDER_MARKS:
        if raw.startswith(mark):
            return encoding, len(mark)
    for beginning, encoding in _WITHOUT_MARK:
        if raw.startswith(beginning):
            return encoding, 0
    declared = _DECLARED.match(raw)
    return (_known(declared[1].decode("ascii", "replace")) if declared else "utf-8"), 0


def _known(declared: str) -> str:
    """Return Python's name of the encoding that a file declares.

    Raises:
        UnreadableError: If it is none of those that we read.
    """
    try:
        encoding = codecs.lookup(declared).name
    except LookupError:
        encoding = ""
    if encoding in _KNOWN:
        return encoding
    if encoding.startswith(("utf-16", "utf-32")):
        raise UnreadableError(f"it declares the encoding {declared}, in which it is not")
    raise UnreadableError(f"it declares the encoding {declared}, which is not one that we read")


def _not_in(encoding: str, before: str) -> str:
    """Say that what follows *before* is not in the encoding."""
    line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
    place = f"not in {encoding.upper()} at line {line}, column {column}"
    return f"{place}: save it as UTF-8, or declare its encoding in its first line"


def _one_line_end(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")

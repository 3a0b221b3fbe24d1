"""From the bytes of a text to the text: the declared charset, unless it is plainly another.

Names mean what mail programs make of them (whatwg.org, "Encoding"): Shift_JIS is Windows-31J, and
ISO-8859-1 is windows-1252. A link is ASCII; a wrong charset may still swallow its first character.
"""

import codecs
import re
from collections.abc import Mapping
from typing import Final

# Python's own codecs, which no mail uses: slow on purpose-made input, or with warnings.
_NO_CHARSETS = {"idna", "punycode", "raw-unicode-escape", "undefined", "unicode-escape"}
_SUPERSETS: Final[Mapping[str, str]] = {
    "ascii": "utf-8",
    "iso8859-1": "cp1252",
    "shift_jis": "cp932",
    "iso2022_jp": "iso2022_jp_ext",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "euc_kr": "cp949",
    "utf-16": "utf-16-be",  # without a byte order mark (RFC 2781, 4.3); one is looked for first
    "utf-32": "utf-32-be",
}
# The longer first: that of UTF-32 begins as that of UTF-16 does.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_JAPANESE = re.compile(rb"\x1b\$[@B]")  # how ISO-2022-JP begins what is not ASCII
_META = re.compile(rb"<meta[^>]{1,200}?charset\s*=\s*[\"']?([\w.:-]{1,40})", re.IGNORECASE)
_EAST_ASIAN = {"cp932", "euc_jp", "gb18030", "cp949", "big5"}
_THREE_OF_UTF8 = re.compile(rb"[\xe0-\xef][\x80-\xbf]{2}")
_HEAD_BYTES = 2_000
_ZEROS_OF_UTF16 = 0.3  # of ASCII in UTF-16 every second byte is zero


def decoded(content: bytes, declared: str) -> str:
    """Return *content* as text; whatever it is, it does not fail.

    Args:
        content: Without its transfer encoding.
        declared: The charset that its header names; empty if none.
    """
    for mark, charset in _MARKS:
        if content.startswith(mark):
            return content[len(mark) :].decode(charset, "replace")
    named = _known(declared) or _known(_of_meta(content))
    return _read(content, _of_its_bytes(content, named) or named or "utf-8")


def _read(content: bytes, charset: str) -> str:
    # Nothing else is UTF-8 by chance, but UTF-8 may well be what these are.
    mistaken = charset in _EAST_ASIAN and _THREE_OF_UTF8.search(content)
    for candidate in ("utf-8", charset) if mistaken else (charset, "utf-8"):
        try:
            return content.decode(candidate)
        except ValueError:
            continue
    return content.decode(charset, "replace")


def _of_its_bytes(content: bytes, named: str) -> str:
    """Return the charset that the bytes show whatever is declared; empty if they show none."""
    if _JAPANESE.search(content) and not named.startswith("iso2022"):
        return "iso2022_jp_ext"
    head = content[:_HEAD_BYTES]
    even, odd = head[0::2].count(0), head[1::2].count(0)
    if named.startswith("utf-32") or max(even, odd) <= _ZEROS_OF_UTF16 * len(head) / 2:
        return ""
    return "utf-16-be" if even > odd else "utf-16-le"


def _of_meta(content: bytes) -> str:
    match = _META.search(content[:_HEAD_BYTES])
    return match[1].decode("ascii", "replace") if match else ""


def _known(name: str) -> str:
    """Return Python's name of a charset, as mail programs take it; empty if there is none."""
    try:
        info = codecs.lookup(name)
        "".encode(info.name)  # not what is a codec, and of no text, such as zlib
    except (LookupError, ValueError):
        return ""
    return "" if info.name in _NO_CHARSETS else _SUPERSETS.get(info.name, info.name)

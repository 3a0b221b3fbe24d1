"""Secrets taken out of whatever leaves the run."""

import base64
import html
import json
import re
from urllib.parse import quote

MASK = "***"
SHORT = 4  # below this many characters a secret is masked only where it stands as a whole word


class Redactor:
    """Replaces every secret it was told, however the text at hand spells it."""

    def __init__(self) -> None:
        """Know no secret yet."""
        self._patterns: dict[str, int] = {}
        self._known = re.compile(r"(?!)")

    def add(self, secret: str, *, login: str = "") -> None:
        """Mask *secret* from now on, also as the credentials that basic authentication sends.

        Args:
            secret: A password, a token; nothing happens if it is empty.
            login: Whose it is, where it travels as ``login:secret`` in base64.
        """
        if not secret:
            return
        words = [secret, *_base64(secret)]
        if login:
            words += _base64(f"{login}:{secret}")
        for word in words:
            pattern = "".join(map(_spelled, word))
            if len(secret) < SHORT:
                pattern = rf"(?<!\w){pattern}(?!\w)"
            self._patterns[pattern] = len(word)
        longest_first = sorted(self._patterns, key=self._patterns.__getitem__, reverse=True)
        self._known = re.compile("|".join(longest_first))

    def __call__(self, text: str) -> str:
        """Return *text* without any secret."""
        return self._known.sub(MASK, text)

    def redact_json(self, value: object) -> object:
        """Return the plain JSON *value* without any secret in its texts, keys and numbers."""
        match value:
            case str():
                return self(value)
            case dict():
                return {self(str(key)): self.redact_json(item) for key, item in value.items()}
            case list() | tuple():
                return [self.redact_json(item) for item in value]
            case int() | float() if self(str(value)) == MASK:
                return MASK
            case _:
                return value


def _base64(text: str) -> set[str]:
    """Return the base64 of *text* in both alphabets, unpadded: padding tells nothing."""
    raw = {text.encode("utf-8", "surrogatepass"), text.encode("latin-1", "ignore")}
    encoded = {base64.b64encode(data) for data in raw}
    encoded |= {base64.urlsafe_b64encode(data) for data in raw}
    return {word.decode("ascii").rstrip("=") for word in encoded} - {""}


def _spelled(character: str) -> str:
    """Return a pattern for every way in which URLs, pages, XML and JSON write *character*.

    One character at a time, since libraries differ in which they escape and which they leave.
    """
    code, raw = ord(character), character.encode("utf-8", "surrogatepass")
    in_code = {json.dumps(character)[1:-1], repr(character)[1:-1]}
    in_code |= {f"\\x{code:02x}", f"\\u{code:04x}", "".join(f"\\x{byte:02x}" for byte in raw)}
    if not character.isalnum():
        in_code.add(f"\\{character}")
    in_markup = {html.escape(spelling) for spelling in in_code | {character}}
    in_markup |= {spelling.replace("&quot;", "&#34;") for spelling in in_markup}
    in_markup |= {spelling.replace("&#x27;", "&#39;") for spelling in in_markup}
    in_markup |= {spelling.replace("&#x27;", "&apos;") for spelling in in_markup}
    in_markup |= {f"&#{code};", f"&#x{code:x};"}
    in_urls = {quote(raw, safe=""), "".join(f"%{byte:02x}" for byte in raw)}
    if character == " ":
        in_urls.add("+")
    escapes = (in_code | in_markup | in_urls) - {character}
    return f"(?:{re.escape(character)}|(?i:{'|'.join(map(re.escape, sorted(escapes)))}))"

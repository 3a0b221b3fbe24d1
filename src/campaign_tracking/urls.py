"""URLs that somebody else wrote: taken apart without ever failing, and compared as a browser does.

One host may be written in several ways: in capitals, with its default port, in its own script
(RFC 3986, section 6.2; RFC 5891). Whoever compares two takes them from here.
"""

import re
import string
from urllib.parse import SplitResult, quote, urlsplit

import httpx

_NOTHING = SplitResult("", "", "", "", "")
_DEFAULT_PORTS = {"http": 80, "https": 443}
_ENCODED = re.compile(r"%[0-9a-f]{2}", re.IGNORECASE)
_UNRESERVED = frozenset(f"{string.ascii_letters}{string.digits}-._~")
_VISIBLE = "".join(map(chr, range(0x21, 0x7F)))


def parts(url: str) -> SplitResult:
    """Return the parts of *url*; of what is none, empty ones."""
    try:
        found = urlsplit(url.strip())
        found.port  # noqa: B018  (raises ValueError if it is not a port)
    except ValueError:
        return _NOTHING
    return found


def netloc(url: str) -> str:
    """Return host and port as a browser names them to the server; empty if *url* has no host.

    In lower case, in ASCII, and without the port that goes without saying. A login stays before
    them: nobody's host has one, and so no host equals it.
    """
    found, name = parts(url), host(url)
    if not name:
        return ""
    login, at, _ = found.netloc.rpartition("@")
    named = f"[{name}]" if ":" in name else name
    told = found.port is not None and found.port != _DEFAULT_PORTS.get(found.scheme)
    return f"{login}{at}{named}:{found.port}" if told else f"{login}{at}{named}"


def host(url: str) -> str:
    """Return the host in lower case and in ASCII, without brackets; empty if *url* has none."""
    name = parts(url).hostname or ""
    if name.isascii():
        return name
    try:
        return httpx.URL(f"//{name}").raw_host.decode("ascii")  # what would be asked for it
    except httpx.InvalidURL:
        return name


def origin(url: str) -> str:
    """Return scheme, host and port as they are compared; empty if *url* leads to no web server."""
    scheme, at = parts(url).scheme, netloc(url)
    return f"{scheme}://{at}" if at and scheme in _DEFAULT_PORTS else ""


def path(url: str) -> str:
    """Return the path as it is compared; ``/`` of a URL without one.

    What may stand bare does, and all else that is encoded is so in one way (RFC 3986, 6.2.2).
    """
    encoded = quote(parts(url).path, safe=_VISIBLE, errors="replace")
    return _ENCODED.sub(_in_one_way, encoded) or "/"


def plain(url: str) -> str:
    """Return *url* as it is compared: host and port as above, no slash at the end."""
    found, at = parts(url), netloc(url)
    if not at:
        return url.strip()
    return found._replace(netloc=at, path=found.path.rstrip("/")).geturl()


def _in_one_way(match: re.Match[str]) -> str:
    character = chr(int(match[0][1:], 16))
    return character if character in _UNRESERVED else match[0].upper()

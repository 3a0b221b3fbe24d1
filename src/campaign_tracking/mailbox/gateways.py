"""Mail gateways that rewrite links: which one it was, and what the link was before.

A pure function of the link: nothing is asked, and nothing that comes out is ever requested. Of
Proofpoint the decoder is public; of the others the form is plain to see in any mail that they
rewrote: a host of theirs, and the original in a parameter, or nothing of it (Mimecast). Makers may
change it; what has another form is not recognised.
"""

import base64
import binascii
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final
from urllib.parse import SplitResult, unquote

from campaign_tracking.mailbox import proofpoint
from campaign_tracking.urls import parts

MAX_URL_CHARACTERS = 16_000  # of what is longer, nothing is unwrapped
MAX_LAYERS = 5  # a gateway behind a gateway, behind a gateway
_WEB = re.compile(r"https?://[^/?#\s]+\S*", re.IGNORECASE)

Unwrap = Callable[[SplitResult], str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Gateway:
    """One kind of mail gateway.

    Attributes:
        name: As its maker calls it.
        hosts: What its hosts match, in lower case.
        forms: How path and query of its links begin.
        unwrap: Gives the original; empty if the link does not hold it.
    """

    name: str
    hosts: re.Pattern[str]
    forms: re.Pattern[str]
    unwrap: Unwrap


@dataclass(frozen=True, slots=True, kw_only=True)
class Rewriting:
    """What was done to a link.

    Attributes:
        gateways: Who rewrote it, the outermost first.
        original: What it was before; empty if the outermost link, or one in it, is opaque.
    """

    gateways: tuple[str, ...]
    original: str


def unwrapped(url: str) -> Rewriting | None:
    """Return who rewrote *url* and what it was before; None if no known gateway did."""
    names: list[str] = []
    current = url
    while gateway := _gateway_of(found := parts(current)):
        if len(names) == MAX_LAYERS:
            current = ""
            break
        names.append(gateway.name)
        current = _unwrapped_by(gateway, current, found)
    return Rewriting(gateways=tuple(names), original=current) if names else None


def _gateway_of(url: SplitResult) -> Gateway | None:
    host = url.hostname if url.scheme in {"http", "https"} else None
    if not host:
        return None
    form = f"{url.path}?{url.query}"
    return next(
        (one for one in GATEWAYS if one.hosts.fullmatch(host) and one.forms.match(form)), None
    )


def _unwrapped_by(gateway: Gateway, url: str, found: SplitResult) -> str:
    original = gateway.unwrap(found) if len(url) <= MAX_URL_CHARACTERS else ""
    return original if _WEB.fullmatch(original) else ""


def _parameter(*names: str) -> Unwrap:
    """Return what takes the first of these parameters and decodes it once."""

    def unwrap(url: SplitResult) -> str:
        return next((unquote(value) for name in names if (value := _value(url, name))), "")

    return unwrap


def _value(url: SplitResult, name: str) -> str:
    """Return a parameter as it stands in the link; empty if it is not there."""
    pairs = (pair.partition("=") for pair in url.query.split("&"))
    return next((value for key, _, value in pairs if key.removeprefix("amp;") == name), "")


def _in_base64(name: str) -> Unwrap:
    def unwrap(url: SplitResult) -> str:
        packed = unquote(_value(url, name)).replace("+", "-").replace("/", "_").rstrip("=")
        try:
            return base64.urlsafe_b64decode(packed + "=" * (-len(packed) % 4)).decode()
        except (binascii.Error, ValueError):
            return ""

    return unwrap


def _last_of_path(url: SplitResult) -> str:
    return unquote(url.path.rpartition("/")[2])


def _fragment(url: SplitResult) -> str:
    return url.fragment


def _opaque(_: SplitResult) -> str:
    return ""


def _gateway(name: str, hosts: str, unwrap: Unwrap, forms: str = "") -> Gateway:
    return Gateway(name=name, hosts=re.compile(hosts), forms=re.compile(forms), unwrap=unwrap)


_SUBDOMAINS = r"(?:[\w-]{1,63}\.){0,5}"
GATEWAYS: Final[tuple[Gateway, ...]] = (
    _gateway(
        "Microsoft Safe Links",
        rf"{_SUBDOMAINS}safelinks\.protection\.(?:outlook\.com|office365\.us|partner\.outlook\.cn)",
        _parameter("url"),
    ),
    _gateway(
        "Proofpoint URL Defense",
        r"urldefense(?:\.proofpoint)?\.com|urldefense\.us",
        proofpoint.original,
    ),
    _gateway(
        "Mimecast URL Protect",
        rf"protect(?:-\w{{1,20}})?\.mimecast\.com|{_SUBDOMAINS}mimecastprotect\.com",
        _opaque,
    ),
    _gateway("Barracuda Link Protection", r"linkprotect\.cudasvc\.com", _parameter("a")),
    _gateway("Cisco Secure Email", r"secure-web\.cisco\.com", _last_of_path),
    _gateway(
        "Trend Micro Time-of-Click Protection",
        rf"{_SUBDOMAINS}trendmicro\.com",
        _parameter("url"),
        r"/wis/clicktime/",
    ),
    _gateway("FireEye URL protection", r"protect\d?\.fireeye\.com", _parameter("u")),
    _gateway("Symantec Click-time Protection", r"clicktime\.symantec\.com", _parameter("u")),
    _gateway("Sophos Time of Click", rf"{_SUBDOMAINS}protection\.sophos\.com", _in_base64("u")),
    _gateway("Google image proxy", r"ci\d{1,2}\.googleusercontent\.com", _fragment, r"/proxy/"),
    _gateway(
        "Gmail",
        r"www\.google\.[a-z]{2,3}(?:\.[a-z]{2})?",
        _parameter("q", "url"),
        r"/url\?(?:\S*&)?source=gmail(?:&|$)",  # the same address serves searches
    ),
)

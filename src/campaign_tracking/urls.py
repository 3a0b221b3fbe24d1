"""URLs that somebody else wrote: taken apart without ever failing."""

from urllib.parse import SplitResult, urlsplit

_NOTHING = SplitResult("", "", "", "", "")


def parts(url: str) -> SplitResult:
    """Return the parts of *url*; of what is none, empty ones."""
    try:
        found = urlsplit(url.strip())
        found.port  # noqa: B018  (raises ValueError if it is not a port)
    except ValueError:
        return _NOTHING
    return found


def netloc(url: str) -> str:
    """Return host and port in lower case; empty if *url* has none."""
    return parts(url).netloc.lower()


def host(url: str) -> str:
    """Return the host in lower case, without brackets; empty if *url* has none."""
    return parts(url).hostname or ""


def plain(url: str) -> str:
    """Return *url* as it is compared: host in lower case, no slash at the end."""
    found = parts(url)
    if not found.netloc:
        return url.strip()
    return found._replace(netloc=found.netloc.lower(), path=found.path.rstrip("/")).geturl()

"""Which page a mirror page link may lead to: a redirect may lead anywhere, an opt-out included."""

import re
from collections.abc import Set as AbstractSet

from campaign_tracking.redirection.link import NotATrackedLinkError, TrackedLink
from campaign_tracking.urls import netloc, path

MIRROR_PAGE = "/nl/jsp/m.jsp"  # how-to-configure-tracked-links.md
_SLASHES = re.compile(r"/+")


def not_a_mirror_page(location: str, server_url: str, hosts: AbstractSet[str]) -> str:
    """Say why *location* is no mirror page of the platform, in words; empty if it is one.

    Args:
        location: Where the redirect leads.
        server_url: NmsServer_MirrorPageUrl, with a path of its own or without.
        hosts: Those that the platform names as its own, with their ports.
    """
    at = netloc(location)
    if at not in hosts:
        return f"it leads to {at[:100] or 'nowhere'}, which is no host of the options"
    if _is_tracked(location):
        return "it leads to another tracked link, and so would count as one more click"
    found, base = _page(location), _page(server_url).rstrip("/")
    if found not in {MIRROR_PAGE, base + MIRROR_PAGE, base}:
        return f"it leads to {found[:100]}, which is no mirror page: {MIRROR_PAGE} is"
    return ""


def is_plain_mirror_page(href: str) -> bool:
    """Whether a link of a mail leads straight to a mirror page, past the tracking servers."""
    return _page(href).endswith(MIRROR_PAGE)


def _page(url: str) -> str:
    return _SLASHES.sub("/", path(url))


def _is_tracked(url: str) -> bool:
    try:
        TrackedLink.parse(url)
    except NotATrackedLinkError:
        return False
    return True

"""Masks with ``*`` and ``?``, as Campaign writes them for hosts, paths and addresses."""

import fnmatch
import re
from ipaddress import ip_address, ip_network


def split(masks: str) -> list[str]:
    """Return the masks of a comma list; blanks around them do not count."""
    return [mask.strip() for mask in masks.split(",") if mask.strip()]


def matches(mask: str, text: str) -> bool:
    """Whether *text* has the form of *mask*; case does not count, and ``[`` is a letter."""
    pattern = re.sub(r"\[", "[[]", mask.lower())
    return fnmatch.fnmatchcase(text.lower(), pattern)


def matches_host(mask: str, netloc: str) -> bool:
    """Whether a DNS mask matches a host, with its port or without.

    ``demo*`` matches ``demo`` and ``demo:8080`` (creating-an-instance-and-logging-on.md).
    """
    host = netloc.rpartition(":")[0] if re.search(r":\d+$", netloc) else netloc
    return matches(mask, netloc) or matches(mask, host)


def matches_address(mask: str, address: str) -> bool:
    """Whether an address is meant by one of a list of them: itself, by ``*``, or by a network."""
    if matches(mask, address):
        return True
    try:
        return ip_address(address) in ip_network(mask, strict=False)
    except ValueError:
        return False

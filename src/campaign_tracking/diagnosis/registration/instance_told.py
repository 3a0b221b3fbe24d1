"""Which instance tracking servers say that they serve, by ``/r/test`` (R-07)."""

from enum import Enum, auto

from campaign_tracking.facts import Facts
from campaign_tracking.redirection.rtest import RTest


class Told(Enum):
    """What servers told, beside what the deployment wizard names."""

    NOTHING = auto()
    RIGHT = auto()
    OTHER = auto()


def instance_told(facts: Facts, host: str = "") -> Told:
    """Return what the servers told.

    A caller from a zone without ``allowDebug`` is told nothing, which is no fault (R-06).

    Args:
        facts: What was seen.
        host: Of the URL under which a server was asked; empty for all of them.
    """
    names = names_told(facts, host)
    expected = named_instance(facts)
    if not names or not expected:
        return Told.NOTHING
    return Told.RIGHT if names == {expected} else Told.OTHER


def names_told(facts: Facts, host: str = "") -> set[str]:
    """Return the names that servers told; a caller may be told none."""
    return {rtest.instance for rtest in _answers(facts, host)} - {""}


def named_instance(facts: Facts) -> str:
    """Return the name that the deployment wizard holds; empty if it was not read."""
    options = facts.tracking_options or facts.options
    return options.value("NmsTracking_Instance") if options else ""


def _answers(facts: Facts, host: str) -> list[RTest]:
    servers = (facts.servers or {}).values()
    asked = [server for server in servers if not host or server.host == host]
    return [address.rtest for server in asked for address in server.addresses if address.rtest]

"""Who repairs it: where Adobe hosts the servers, support does, whatever it is (KA-19371)."""

from campaign_tracking.facts import Facts

SUPPORT = "Adobe support, by a ticket"
TICKET = (
    "Open a support ticket: ask to have the tracking settings examined and, if needed, tracking "
    "registered again."
)


def adobe_hosts_tracking(facts: Facts) -> bool:
    """Whether the tracking servers are Adobe's."""
    return facts.environment is not None and facts.environment.hosting != "on-premise"


def owner(facts: Facts, elsewhere: str) -> str:
    """Return who repairs something on a tracking server; *elsewhere* where Adobe does not host."""
    return SUPPORT if adobe_hosts_tracking(facts) else elsewhere


def remedy(facts: Facts, *elsewhere: str) -> tuple[str, ...]:
    """Return what they do: *elsewhere*, or what is written to support; then the proof."""
    steps = (TICKET,) if adobe_hosts_tracking(facts) else elsewhere
    return (*steps, "Run this verification again.")

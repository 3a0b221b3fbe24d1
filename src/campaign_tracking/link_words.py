"""Links in the words of a check: a few, each shortened."""

from collections.abc import Sequence

from campaign_tracking.mailbox import MailLink
from campaign_tracking.words import beginning

MAX_SHOWN = 3
MAX_CHARACTERS = 200


def shortened(texts: Sequence[str]) -> str:
    """Return the first few of *texts*, each shortened, and how many more there are."""
    shown = ", ".join(beginning(text, MAX_CHARACTERS) for text in texts[:MAX_SHOWN])
    more = len(texts) - MAX_SHOWN
    return f"{shown}, and {more} more" if more > 0 else shown


def rewritten(links: Sequence[MailLink]) -> str:
    """Return how many of *links* mail gateways rewrote, and what they were; empty if none did."""
    changed = [link for link in links if link.gateways]
    if not changed:
        return ""
    names = " and ".join(sorted({name for link in changed for name in link.gateways}))
    readable = [link.original for link in changed if link.original]
    before = f"before: {shortened(readable)}" if readable else "what they were is not readable"
    return f"{names} rewrote {len(changed)} of {len(links)} links; {before}"

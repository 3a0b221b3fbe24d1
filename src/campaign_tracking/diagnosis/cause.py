"""What a cause is."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from campaign_tracking.facts import Facts


@dataclass(frozen=True, slots=True, kw_only=True)
class Cause:
    """Something that is broken, as far as the facts tell.

    Attributes:
        id: Its id in the fault catalogue, such as ``tracking-web-server-down``; where several
            share all evidence, all their ids.
        statement: What is broken, in one sentence, with the server's name in it.
        likely: True where the evidence fits but does not single it out.
        subject: The id of the server that it is about, such as ``trk2``; empty for the platform.
        evidence: What was seen that shows it, a sentence each.
        owner: Who repairs it.
        remedy: What they do, a step each.
        told_apart_by: What would single it out; empty where it is singled out already.
        source: Page of the documentation.
    """

    id: tuple[str, ...]
    statement: str
    likely: bool
    subject: str
    evidence: tuple[str, ...]
    owner: str
    remedy: tuple[str, ...]
    told_apart_by: str
    source: str

    def explains(self, said: str) -> bool:
        """Whether what is *said* of something broken names the server that this is about."""
        subject = re.escape(self.subject)
        return bool(subject and re.search(rf"(?<!\w){subject}(?!\w)", said))


Find = Callable[[Facts], Iterable[Cause]]

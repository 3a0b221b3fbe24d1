"""What a cause is: as it is known, as its signs are found, and as it is told."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from campaign_tracking.diagnosis.owner import Owner
from campaign_tracking.diagnosis.text import Text
from campaign_tracking.facts import Facts


@dataclass(frozen=True, slots=True, kw_only=True)
class Sign:
    """What was seen that shows a cause, once for each thing that it is about.

    Attributes:
        subject: What it is about, as checks name it: the id of a server, such as ``trk2``, an
            option, a workflow; empty for the platform.
        evidence: What was seen, a sentence each.
        values: What stands in the places of the cause's own texts.
        doubt: What speaks against it, and what would tell; None where it is singled out.
        ruled_out: Of causes that share all evidence, the ids of those that it cannot be here.
    """

    subject: str = ""
    evidence: tuple[Text, ...]
    values: Mapping[str, str] = field(default_factory=dict)
    doubt: Text | None = None
    ruled_out: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownCause:
    """Something that can be broken, declared once.

    Attributes:
        id: Its id in the fault catalogue; where several share all evidence, all their ids.
        statement: What is broken, in one sentence.
        owner: Who repairs it, where Adobe does not host the server.
        steps: What they do.
        source: Page of the documentation.
        find: Finds its signs in what was seen.
        registers: Whether tracking is registered again: support does that where Adobe hosts.
    """

    id: tuple[str, ...]
    statement: Text
    owner: Owner
    steps: tuple[Text, ...]
    source: str
    find: Callable[[Facts], Iterable[Sign]]
    registers: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Cause:
    """Something that is broken, as far as the facts tell, in one language.

    Attributes:
        id: Its id in the fault catalogue, such as ``tracking-web-server-down``; where several
            share all evidence, all their ids.
        statement: What is broken, in one sentence, with the server's name in it.
        likely: True where the evidence fits but does not single it out.
        subject: What it is about, as checks name it: the id of a server, such as ``trk2``, an
            option, a workflow; empty for the platform.
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
        """Whether what is *said* of something broken names what this is about."""
        subject = re.escape(self.subject)
        return bool(subject and re.search(rf"(?<!\w){subject}(?!\w)", said))

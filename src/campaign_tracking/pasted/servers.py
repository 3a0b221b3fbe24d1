"""What a delivery log tells of each tracking server (R-61, R-62).

A server with an "Uploading" line that no error names is "no error reported": not proved good.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from campaign_tracking.campaign.named_servers import COMMUNICATION_FAILED, named_in
from campaign_tracking.diagnosis.delivery_log import WRONG_CONFIGURATION, codes_for
from campaign_tracking.facts import Facts


@dataclass(frozen=True, slots=True, kw_only=True)
class ServerTold:
    """A tracking server that the log names.

    Attributes:
        host: As the log names it; an address may be masked.
        name: As reports call it.
        codes: The codes against it; empty if no error names it.
        also: Whether RED-520005 stands in the log and may be about another server.
    """

    host: str
    name: str
    codes: frozenset[str]
    also: bool = False

    @property
    def sentence(self) -> str:
        """What the log says of it (KA-19371; which is more likely is derived: A-01)."""
        named = f"{self.name}: named by {COMMUNICATION_FAILED}"
        if not self.codes:
            said = "no error reported (it was uploaded to); that does not prove it good"
            return f"{self.name}: {said}"
        if WRONG_CONFIGURATION in self.codes:
            said = "likely its registration or configuration, else its reachability"
            return f"{named}, with {WRONG_CONFIGURATION} beside it: {said}"
        if self.also:
            said = "is about it, its registration or configuration"
            return f"{named}: its reachability, or, if {WRONG_CONFIGURATION} {said}"
        return f"{named} alone: likely its reachability, else its registration or configuration"


def servers_told(facts: Facts, announced: Sequence[str]) -> tuple[ServerTold, ...]:
    """Return each server that the tracked delivery's log names, those with an error first.

    Args:
        facts: Of a run, or of a pasted log alone.
        announced: The hosts to which the log announces an upload.
    """
    log = facts.tracked.log if facts.tracked else ()
    named, codes = named_in(log), {line.code for line in log}
    name_of: Callable[[str], str] = facts.environment.name_server if facts.environment else str
    also = len(named) > 1 and WRONG_CONFIGURATION in codes
    blamed = (
        ServerTold(
            host=host, name=name_of(host), codes=frozenset(codes_for(facts, host)), also=also
        )
        for host in sorted(named)
    )
    others = (host for host in announced if host not in named)
    return (
        *blamed,
        *(ServerTold(host=host, name=name_of(host), codes=frozenset()) for host in others),
    )


def nameless(facts: Facts) -> tuple[str, ...]:
    """Return what the log's errors say that cannot be laid on one server, a sentence each."""
    log = facts.tracked.log if facts.tracked else ()
    named, codes = named_in(log), {line.code for line in log}
    sentences = []
    if COMMUNICATION_FAILED in codes and not named:
        sentences.append(
            f"{COMMUNICATION_FAILED} names a server, but its name is not in what was pasted, or is "
            "cut off"
        )
    if WRONG_CONFIGURATION in codes and len(named) != 1:
        sentences.append(
            f"{WRONG_CONFIGURATION} names no server: it is about one of the configured servers"
        )
    return tuple(sentences)

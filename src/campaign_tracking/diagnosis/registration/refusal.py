"""Tracking servers that answer and refuse the upload, and what their own files say of it."""

from collections.abc import Iterator
from dataclasses import dataclass

from campaign_tracking.campaign.named_servers import COMMUNICATION_FAILED, named_in
from campaign_tracking.diagnosis.cause import Sign
from campaign_tracking.diagnosis.delivery_log import WRONG_CONFIGURATION, codes_for
from campaign_tracking.diagnosis.text import Text
from campaign_tracking.facts import Facts
from campaign_tracking.redirection.endpoint import Endpoint
from campaign_tracking.server_files.machine import Machine
from campaign_tracking.server_files.settings import Setting, effective

REGISTER_AGAIN = Text(
    "Register the instance again in the deployment wizard, on all tracking servers."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """A tracking server that the log names with both codes, and that is not shown to be silent.

    Attributes:
        host: As the log names it.
        name: As reports call it: its id and its host.
        id: Its declared id; empty if it has none.
        answers: Whether it answered us.
        machine: What was read there; None if nothing, or not all of it, was.
    """

    host: str
    name: str
    id: str
    answers: bool
    machine: Machine | None

    @property
    def evidence(self) -> tuple[Text, ...]:
        """What was seen from outside, a sentence each."""
        told = Text("The delivery log names {host} with RED-520025 and holds RED-520005 beside it.")
        answers = Text("{host} answers this machine, so it is there.")
        return (told, answers)[: 1 + self.answers]

    def sign(
        self, *seen: Text, doubt: Text | None = None, ruled_out: frozenset[str] = frozenset()
    ) -> Sign:
        """Return the sign of a cause that it has, with what else was *seen*."""
        return Sign(
            subject=self.id,
            evidence=(*self.evidence, *seen),
            values={"host": self.host, "server": self.name},
            doubt=doubt,
            ruled_out=ruled_out,
        )

    def held(self, attribute: str) -> Setting | None:
        """Return what its files hold of ``web/redirection``; None if they were not read."""
        path = f"web/redirection/@{attribute}"
        return effective(self.machine, path) if self.machine else None


def refusals(facts: Facts) -> Iterator[Refusal]:
    """Yield the servers that the tracked delivery's log names with both codes (R-61, R-62)."""
    environment = facts.environment
    for host in sorted(named_in(facts.tracked.log) if facts.tracked else ()):
        seen = [server for server in (facts.servers or {}).values() if server.host == host]
        both = {COMMUNICATION_FAILED, WRONG_CONFIGURATION} <= codes_for(facts, host)
        if not both or any(map(_unreachable, seen)):
            continue
        id_ = environment.tracking_server_id(host) if environment else ""
        machine = (facts.machines or {}).get(id_)
        yield Refusal(
            host=host,
            name=environment.name_server(host) if environment else host,
            id=id_,
            answers=any(map(_answers, seen)),
            machine=machine if machine and not machine.unread else None,
        )


def _unreachable(server: Endpoint) -> bool:
    silent = server.name is not None and server.name.silence is not None
    return silent or any(address.tcp and address.tcp.silence for address in server.addresses)


def _answers(server: Endpoint) -> bool:
    answers = [address.rtest or address.soap_router for address in server.addresses]
    return any(answer is not None and answer.silence is None for answer in answers)

"""Tracking servers that answer ``/r/test`` with a page that is not the redirection module's."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from campaign_tracking.diagnosis.cause import Sign
from campaign_tracking.diagnosis.registration.redirection_switches import switched_off
from campaign_tracking.diagnosis.text import Text
from campaign_tracking.environment import RESERVED_IDS
from campaign_tracking.facts import Facts
from campaign_tracking.redirection.endpoint import Endpoint
from campaign_tracking.redirection.rtest import RTest
from campaign_tracking.server_files.machine import Machine

SEEN: Final = Text("{url}: /r/test is answered with HTTP {status}, without the element redir.")
SWITCHED_ON: Final = Text("In the files of {server} the redirection is switched on.")


@dataclass(frozen=True, slots=True, kw_only=True)
class ForeignPage:
    """A web server that lives, without Campaign's module in it, or with the module idle.

    Attributes:
        server: The first URL that leads there.
        status: Of the answer.
        host: Of its internal URL.
        machine: What was read there; None if nothing, or not all of it, was.
        switched_off: Whether its files say so.
    """

    server: Endpoint
    status: int
    host: str
    machine: Machine | None
    switched_off: bool

    def sign(self, *more: Text, doubt: Text | None = None) -> Sign:
        """Return the sign of a cause, with what else was seen."""
        values = {
            "server": self.machine.name if self.machine else self.server.id,
            "url": self.server.url,
            "host": self.host,
            "status": str(self.status),
        }
        return Sign(subject=self.server.id, evidence=(SEEN, *more), values=values, doubt=doubt)


def foreign_pages(facts: Facts) -> Iterator[ForeignPage]:
    """Yield each tracking server that is known by an internal URL, once.

    Of an external URL alone nobody knows whose page it is: a name may lead elsewhere.
    """
    answering = {
        server.id: answer.status_code or 0
        for server in (facts.servers or {}).values()
        if not server.leads_to_tomcat
        for answer in [_foreign(server)]
        if answer
    }
    servers = facts.servers or {}
    off = {each.server.machine.name for each in switched_off(facts)}
    for id_, status in answering.items():
        internal = servers[id_]
        if id_ in RESERVED_IDS:
            continue
        first = next(each for each in answering if _shares_an_address(servers[each], internal))
        machine = (facts.machines or {}).get(id_)
        yield ForeignPage(
            server=servers[first],
            status=status,
            host=internal.host,
            machine=machine if machine and not machine.unread else None,
            switched_off=id_ in off,
        )


def _foreign(server: Endpoint) -> RTest | None:
    answers = [address.rtest for address in server.addresses]
    return next((each for each in answers if each and _is_foreign(each)), None)


def _is_foreign(answer: RTest) -> bool:
    elsewhere = bool(answer.redirected_to) and not answer.location_followed
    return answer.silence is None and not answer.redir and not elsewhere


def _shares_an_address(one: Endpoint, other: Endpoint) -> bool:
    ips = {address.ip for address in one.addresses}
    return bool(ips & {address.ip for address in other.addresses})

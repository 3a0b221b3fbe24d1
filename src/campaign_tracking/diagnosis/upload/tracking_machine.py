"""Tracking servers whose own files were read: who they are, and how the delivery log names them."""

from collections.abc import Iterator
from dataclasses import dataclass

from campaign_tracking import urls
from campaign_tracking.diagnosis.cause import Sign
from campaign_tracking.diagnosis.delivery_log import codes_for
from campaign_tracking.diagnosis.text import Text
from campaign_tracking.environment import Environment
from campaign_tracking.facts import Facts
from campaign_tracking.server_files.identity import uploaders_addresses
from campaign_tracking.server_files.machine import Machine


@dataclass(frozen=True, slots=True, kw_only=True)
class TrackingMachine:
    """A tracking server whose configuration was read as a whole.

    Attributes:
        facts: What was seen of the platform.
        environment: What was declared.
        machine: What was read there.
        url: Its internal URL; empty if none is declared.
    """

    facts: Facts
    environment: Environment
    machine: Machine
    url: str

    @property
    def host(self) -> str:
        """As its URL names it."""
        return urls.host(self.url) or self.machine.name

    @property
    def uploaders(self) -> list[str]:
        """The addresses from which it is uploaded to, as far as known."""
        machines = (self.facts.machines or {}).values()
        return uploaders_addresses(machines, self.environment)

    def sign(self, *seen: Text) -> Sign:
        """Return the sign of a cause, with what was *seen* there and in the delivery log."""
        codes = ", ".join(sorted(codes_for(self.facts, self.host)))
        told = Text("The delivery log names {host} with {codes}.", codes=codes)
        return Sign(
            subject=self.machine.name,
            evidence=(*seen, told) if codes else seen,
            values={"host": self.host, "server": self.environment.name_server(self.host)},
        )


def tracking_machines(facts: Facts) -> Iterator[TrackingMachine]:
    """Yield them, in the order in which they were declared."""
    environment = facts.environment
    if environment is None:
        return
    for machine in (facts.machines or {}).values():
        if machine.role == "tracking" and not machine.unread:
            yield TrackingMachine(
                facts=facts,
                environment=environment,
                machine=machine,
                url=environment.tracking.internal_urls.get(machine.name, ""),
            )

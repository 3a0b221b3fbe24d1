"""The platform: its parts, before anything of it runs. Faults change it here."""

from dataclasses import dataclass

from campaign_tracking.lab.certificates import Certificate
from campaign_tracking.lab.database import Database
from campaign_tracking.lab.instance import Instance
from campaign_tracking.lab.machine import Machine
from campaign_tracking.lab.mail_gateway import Gateway, unchanged
from campaign_tracking.lab.redirection.server import TrackingServer
from campaign_tracking.lab.redirection.tracked_link import Signer


@dataclass(frozen=True, slots=True, kw_only=True)
class Front:
    """What everybody outside sees of the tracking servers: links begin with it.

    Attributes:
        url: External URL: the balancer's, the first server's, or of what somebody else runs.
        secure_url: The same with TLS.
        balancer: Address of the lab's own balancer; empty without one.
        certificate: What the balancer's certificate is like.
        secure_port_is_silent: Whether a firewall lets nothing through to the secure port.
        pool: What the balancer calls the servers instead of the name that it was asked by; empty
            if it passes that on.
    """

    url: str
    secure_url: str
    balancer: str = ""
    certificate: Certificate = Certificate.VALID
    secure_port_is_silent: bool = False
    pool: str = ""


@dataclass(slots=True, kw_only=True)
class Platform:
    """What a fault can change.

    Attributes:
        marketing: The instance that users work with.
        mid: The mid-sourcing instance that executes its deliveries; None where there is none.
        servers: The tracking servers, in the wizard's order.
        stranger: A tracking server of another platform; it listens where a fault has it called.
        front: What stands in front of them.
        signer: Signs tracked links, and knows them again.
        adobe_hosts: Whether Adobe hosts all of it: nobody can ask a tracking server alone.
        gateway: What becomes of mails on their way into the mailbox.
    """

    marketing: Instance
    mid: Instance | None
    servers: list[TrackingServer]
    stranger: TrackingServer
    front: Front
    signer: Signer
    adobe_hosts: bool = False
    gateway: Gateway = unchanged

    @property
    def database(self) -> Database:
        """The database of the instance that users work with."""
        return self.marketing.database

    @property
    def instances(self) -> list[Instance]:
        """Every application server."""
        return [self.marketing] if self.mid is None else [self.marketing, self.mid]

    @property
    def executing(self) -> Instance:
        """The instance that sends: the tracking servers are registered with its database."""
        return self.mid or self.marketing

    @property
    def machines(self) -> list[Machine]:
        """Every server with its files: application server, mid, tracking servers."""
        applications = [instance.machine for instance in self.instances]
        return applications + [server.machine for server in self.servers]

    @property
    def clicked(self) -> list[Machine]:
        """The tracking servers that must be broken for a click to show it: the first.

        Behind a balancer that is all that can be asked, any of them may get the click.
        """
        reached = self.servers if self.adobe_hosts else self.servers[:1]
        return [server.machine for server in reached]

    @property
    def last(self) -> Machine:
        """The last tracking server."""
        return self.servers[-1].machine

    def machine(self, name: str) -> Machine:
        """Return the machine of that name.

        Raises:
            KeyError: If there is none.
        """
        return {machine.name: machine for machine in self.machines}[name]

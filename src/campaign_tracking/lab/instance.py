"""A Campaign instance: its parts, and what its machine's configuration amounts to."""

from dataclasses import dataclass, field
from typing import Final

from campaign_tracking.lab.application.operators import Operator
from campaign_tracking.lab.conf.masks import Masks
from campaign_tracking.lab.database import Database
from campaign_tracking.lab.machine import Machine
from campaign_tracking.lab.zones import Zones, default_zones

MTA: Final = "mta"
WFSERVER: Final = "wfserver"
LOGS_PER_REQUEST: Final = 1000  # tracking/@logCountPerRequest (the-server-configuration-file.md)


@dataclass(frozen=True, slots=True, kw_only=True)
class InstanceSettings:
    """What an application server's files say, and what was stopped there.

    Attributes:
        zones: Who is let in, and how.
        signs_links: Whether tracked links are signed.
        simulates_sending: Whether the mta hands nothing over: ``mta/@verifyMode``.
        has_stat_server: Whether ``mta/@statServerAddress`` names one.
        affinity: Of the wfserver: without a comma at its end, only workflows with one of these run.
        direct: Hosts that are called past the outgoing proxy; None where there is no proxy.
        logs_per_request: How many logs are asked for at once.
        native_logins: Who may log on with a password; None if everybody may
            (``imsConfig/nonIMSAuthnAPI``).
        running: Its processes that run.
    """

    zones: Zones = field(default_factory=default_zones)
    signs_links: bool = True
    simulates_sending: bool = False
    has_stat_server: bool = True
    affinity: str = ""
    direct: Masks | None = None
    logs_per_request: int = LOGS_PER_REQUEST
    native_logins: frozenset[str] | None = None
    running: frozenset[str] = frozenset()

    @property
    def runs_workflows(self) -> bool:
        """Whether workflows without an affinity run: all of the lab's are."""
        serves_them = not self.affinity.strip() or self.affinity.rstrip().endswith(",")
        return WFSERVER in self.running and serves_them


@dataclass(slots=True, kw_only=True)
class Instance:
    """A Campaign instance: one application server, its database, and its processes.

    Attributes:
        name: Of the instance, as it tells it at logon.
        site: How its server is called among the requests seen.
        machine: Its server, with its files.
        url: Of its application server.
        operators: Who may log on; the first one verifies.
        database: Options and all other rows.
        settings: What its server's files amount to.
    """

    name: str
    site: str
    machine: Machine
    url: str
    operators: list[Operator]
    database: Database
    settings: InstanceSettings = field(default_factory=InstanceSettings)

    @property
    def host(self) -> str:
        """How its server is called in ``/r/test``."""
        return self.machine.hostname

"""What a tracking server's configuration amounts to."""

from dataclasses import dataclass, field
from typing import Final

from campaign_tracking.lab.conf.masks import Masks
from campaign_tracking.lab.redirection.relay_rules import RelayRule
from campaign_tracking.lab.redirection.remote_client import Account
from campaign_tracking.lab.zones import Zones, default_zones

WEB: Final = "web"
TRACKINGLOGD: Final = "trackinglogd"
MAX_THREADS: Final = 75  # web/@MaxThreads (the-server-configuration-file.md)
EVERY_HOST: Final = Masks(("*",))


@dataclass(frozen=True, slots=True, kw_only=True)
class ServerSettings:
    """What a tracking server's files say, and what was stopped there.

    Attributes:
        registration: What it was registered with; empty database id and password if it was not.
        masks: By which Host headers it knows its instance.
        spares: Addresses of the other tracking servers (configuring-campaign-server.md).
        zones: Who may see what; and whose word counts for where a call came from.
        rules: Of the relay, in order.
        tomcat_ports: Ports under which its Tomcat can be reached.
        max_threads: How many requests Tomcat serves at a time.
        redirects: Whether ``/r/`` is served.
        checks_signatures: Whether a link must be as it was signed, if its delivery's are.
        blocks_unsigned: Whether any link must be signed.
        expiration_url: Where links of expired deliveries lead; empty: as before (L-91).
        most_log_bytes: How much its log files may hold; None for any size.
        running: Its processes that run.
    """

    registration: Account
    masks: Masks = EVERY_HOST
    spares: tuple[str, ...] = ()
    zones: Zones = field(default_factory=default_zones)
    rules: tuple[RelayRule, ...] = ()
    tomcat_ports: frozenset[int] = frozenset()
    max_threads: int = MAX_THREADS
    redirects: bool = True
    checks_signatures: bool = True
    blocks_unsigned: bool = False
    expiration_url: str = ""
    most_log_bytes: int | None = None
    running: frozenset[str] = frozenset()

    def is_for_instance(self, host: str) -> bool:
        """Return whether a request with this Host header is the instance's.

        Under any other name, the instance is not there for the caller (L-64).
        """
        return self.masks.match_host(host)

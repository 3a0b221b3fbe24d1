"""What the files of one machine have to say."""

from collections.abc import Sequence
from dataclasses import dataclass

from campaign_tracking.lab.redirection.remote_client import Account
from campaign_tracking.lab.zones import Rights


@dataclass(frozen=True, slots=True, kw_only=True)
class SpareServer:
    """A redirection server, as the others know it.

    Attributes:
        hostname: What ``hostname -s`` prints there.
        url: Where the others ask it.
    """

    hostname: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Outline:
    """What the files of one machine have to say.

    Attributes:
        hosts: DNS masks of its instance, in order.
        rights: Flags of its lan.
        has_zone_elsewhere: Whether it has a zone in which no machine of the lab is.
        spares: All redirection servers, itself among them; none on an application server.
        registration: What it was registered with; None on an application server.
        sends: Whether mails are sent from it.
        runs_workflows: Whether workflows run on it.
        shows_source_ip: Whether its ``/r/test`` tells the caller's address.
        balancer: Address of the reverse proxy that its zones know; empty if they know none.
    """

    hosts: Sequence[str]
    rights: Rights
    has_zone_elsewhere: bool = False
    spares: Sequence[SpareServer] = ()
    registration: Account | None = None
    sends: bool = False
    runs_workflows: bool = False
    shows_source_ip: bool = True
    balancer: str = ""

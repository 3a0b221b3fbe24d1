"""What was seen of a tracking server, layer by layer: name, TCP, TLS, HTTP."""

from dataclasses import dataclass
from datetime import datetime

from campaign_tracking.redirection.rtest import RTest
from campaign_tracking.redirection.silence import Silence
from campaign_tracking.redirection.soap_router import SoapRouterAnswer


@dataclass(frozen=True, slots=True, kw_only=True)
class TrackingServer:
    """One declared URL of a tracking server: what is to be asked.

    Attributes:
        id: Names it in checks and reports: ``external``, ``external-secure``, ``trk1``.
        url: As declared in the environment, without ``/r/``.
        leads_to_tomcat: Its port is Tomcat's, which knows no ``/r/test`` (R-11).
        takes_uploads: It is an internal URL: its SOAP router is asked, behind a web server, too.
        may_redirect_to: The declared secure URL that ``/r/test`` may be sent on to, once;
            empty if it may not.
    """

    id: str
    url: str
    leads_to_tomcat: bool = False
    takes_uploads: bool = False
    may_redirect_to: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    """What the name service said of a host.

    Attributes:
        addresses: Its addresses, in the order given; of an address, itself; empty in silence.
        silence: Why there are none; None if there are.
        words: The resolver's own; empty if there are addresses.
        elapsed_s: Seconds until it answered, or was given up.
    """

    addresses: tuple[str, ...]
    silence: Silence | None
    words: str
    elapsed_s: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Tcp:
    """What came of connecting to a port.

    Attributes:
        connected: Somebody accepted the connection.
        silence: Why nobody did; None if somebody did.
        words: The network's own; empty if connected.
        elapsed_s: Seconds until connected, or given up.
    """

    connected: bool
    silence: Silence | None
    words: str
    elapsed_s: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Tls:
    """What came of a TLS handshake, and the certificate that was shown.

    Attributes:
        trusted: Handshake done, certificate valid for this name by the authorities we trust.
        silence: Why not; None if trusted.
        words: TLS's own; empty if trusted.
        protocol: Such as ``TLSv1.3``; empty if no handshake was done.
        subject: Common name of the certificate; empty if it has none, or none was shown.
        names: Names and addresses that the certificate is for, as it writes them.
        not_after: When it ends or ended; None if none was shown.
        elapsed_s: Seconds for the handshake.
        asked_again: TLS's words on how the first handshake was broken off; the rest is about the
            second one. Empty if there was one only.
    """

    trusted: bool
    silence: Silence | None
    words: str
    protocol: str
    subject: str
    names: tuple[str, ...]
    not_after: datetime | None
    elapsed_s: float
    asked_again: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """What was seen of one address behind a name. Each layer is None if it was not reached.

    Attributes:
        ip: The address that was asked; empty if a proxy chose it.
        port: The port of the URL, written or implied.
        tcp: The connection; None through a proxy.
        tls: The handshake; None for http, without TCP, and through a proxy.
        rtest: The answer to ``/r/test``; None for Tomcat, and without TCP or trusted TLS.
        soap_router: The answer of soaprouter.jsp; None but for Tomcat and internal URLs, and
            without TCP or TLS.
    """

    ip: str
    port: int
    tcp: Tcp | None
    tls: Tls | None
    rtest: RTest | None
    soap_router: SoapRouterAnswer | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Endpoint:
    """What was seen of one declared URL.

    Attributes:
        id: As declared.
        url: As declared.
        scheme: ``http`` or ``https``.
        host: The name or address in the URL.
        port: The port in the URL, or that of the scheme.
        leads_to_tomcat: As declared.
        proxied: A proxy stood between, so name, TCP and TLS were not seen.
        name: What the name service said; None through a proxy.
        addresses: One for each address that this machine has a route to, as resolved; through
            a proxy exactly one, whose address is not known.
        without_route: Addresses that were not asked: this machine has no route to them.
    """

    id: str
    url: str
    scheme: str
    host: str
    port: int
    leads_to_tomcat: bool
    proxied: bool
    name: Name | None
    addresses: tuple[Address, ...]
    without_route: tuple[str, ...]

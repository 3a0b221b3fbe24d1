"""Log on, and see whom we talk to."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from enum import StrEnum
from xml.etree import ElementTree as ET

from campaign_tracking.campaign.credentials import Credentials, KeepSecret, Opened
from campaign_tracking.campaign.errors import (
    CampaignError,
    CertificateRefused,
    IdentityService,
    NotCampaign,
    Unreachable,
)
from campaign_tracking.campaign.session import Session
from campaign_tracking.campaign.transport import Answer, Transport
from campaign_tracking.redirection.rtest import PAGE, read_redir
from campaign_tracking.safe_xml import local_name
from campaign_tracking.secret import SecretError
from campaign_tracking.times import read_time

LAB = "campaign-tracking-lab"  # what a lab calls itself in its Server header


class Barrier(StrEnum):
    """What stands between us and a session: each has somebody else to remove it."""

    EMPTY_HANDED = "nothing to log on with"
    IDENTITY_SERVICE = "identity service"
    UNREACHABLE = "unreachable"
    CERTIFICATE = "certificate"
    NOT_CAMPAIGN = "not Campaign"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class Platform:
    """What came of logging on to an application server.

    Attributes:
        url: The application server.
        barrier: What kept us from logging on; None if nothing did.
        words: The same in words; empty if nothing did.
        login: The operator, as the platform knows us.
        instance: Name of the instance, as the server tells it; empty if it does not.
        build: Build number of the application server; likewise.
        release: Its release name, such as 7.4.1; likewise.
        clock_ahead_s: By how much its clock is ahead of ours; None if it did not tell.
        is_lab: Whether a lab answered, which says so of itself: nothing is proved by it.
        ping: What ping.jsp answered, or why it did not; empty if it was not asked.
        ping_ok: Whether ping.jsp found web server, web module and database in order.
    """

    url: str
    barrier: Barrier | None = None
    words: str = ""
    login: str = ""
    instance: str = ""
    build: str = ""
    release: str = ""
    clock_ahead_s: float | None = None
    is_lab: bool = False
    ping: str = ""
    ping_ok: bool = False

    @property
    def logged_on(self) -> bool:
        """Whether we have a session."""
        return self.barrier is None

    @property
    def was_asked(self) -> bool:
        """Whether we had what it takes to ask the application server for a session."""
        return self.barrier not in {Barrier.EMPTY_HANDED, Barrier.IDENTITY_SERVICE}


def visit(
    transport: Transport, credentials: Callable[[], Credentials], keep_secret: KeepSecret
) -> tuple[Platform, Session | None]:
    """Log on and ask ping.jsp once (it may be asked once a minute: monitoring-processes.md).

    Args:
        transport: How to reach the application server.
        credentials: Gives the way to log on, or raises SecretError.
        keep_secret: Told each token before it is used.
    """
    seen = Platform(url=transport.url)
    try:
        how = credentials()
        opened = how.log_on(transport, keep_secret)
    except (SecretError, CampaignError) as error:
        return replace(seen, barrier=_barrier(error), words=str(error)), None
    session = Session(transport, how, opened, keep_secret)
    told = _told(seen, opened, transport)  # at once: it compares clocks
    ping, ping_ok = _ping(session)
    return replace(told, ping=ping, ping_ok=ping_ok), session


def _barrier(error: SecretError | CampaignError) -> Barrier:
    match error:
        case SecretError():
            return Barrier.EMPTY_HANDED
        case IdentityService():
            return Barrier.IDENTITY_SERVICE
        case CertificateRefused():
            return Barrier.CERTIFICATE
        case Unreachable():
            return Barrier.UNREACHABLE
        case NotCampaign():
            return Barrier.NOT_CAMPAIGN
        case _:
            return Barrier.REFUSED


def _told(seen: Platform, opened: Opened, transport: Transport) -> Platform:
    """Return what the server tells of itself: at logon, else on /r/test, as to Adobe's client."""
    server, now = dict(_found(opened, "serverInfo").attrib), datetime.now(UTC)
    page_ = _test_page(transport)
    if not server:
        redir, now = read_redir(page_.body), datetime.now(UTC)
        names = {"instance": "instanceName", "build": "buildNumber", "version": "releaseName"}
        server = {name: redir.get(own, "") for own, name in names.items()}
        server["serverDate"] = redir.get("date", "")
    served = read_time(server.get("serverDate", ""))
    return replace(
        seen,
        login=_found(opened, "userInfo").get("login", ""),
        is_lab=page_.server == LAB,
        instance=server.get("instanceName", ""),
        build=server.get("buildNumber", ""),
        release=server.get("releaseName", ""),
        clock_ahead_s=None if served is None else (served - now).total_seconds(),
    )


def _found(opened: Opened, name: str) -> ET.Element:
    parts = (part for value in opened.values for part in value.element.iter())
    return next((part for part in parts if local_name(part) == name), ET.Element(name))


def _test_page(transport: Transport) -> Answer:
    """Return what /r/test answers; not every application server has a redirection module."""
    try:
        return transport.send("GET", PAGE, {})
    except CampaignError:
        return Answer(status_code=0, body="")


def _ping(session: Session) -> tuple[str, bool]:
    try:
        text = session.page("/nl/jsp/ping.jsp")
    except CampaignError as error:
        return str(error), False
    return text.strip(), text.strip().partition("\n")[0].strip().casefold() == "ok"

"""Log on, and see whom we talk to."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from xml.etree import ElementTree as ET

from campaign_tracking.campaign.envelope import Value
from campaign_tracking.campaign.errors import CampaignError, Fault, NotCampaign, Unreachable
from campaign_tracking.campaign.session import Session, Transport, log_on
from campaign_tracking.campaign.times import read_time
from campaign_tracking.secret import SecretError


@dataclass(frozen=True, slots=True, kw_only=True)
class Platform:
    """What came of logging on to the application server.

    Attributes:
        url: The application server.
        login: The operator.
        unreachable: The network's words if nothing answered; else empty.
        not_campaign: What answered instead of Campaign; else empty.
        refused: Campaign's words if it refused the logon; else empty.
        no_password: Why we had no password to log on with; else empty.
        instance: Name of the instance, as the server tells it.
        build: Build number of the application server.
        release: Its release name, such as 7.4.1.
        clock_ahead_s: By how much its clock is ahead of ours; None if it did not tell.
        ping: What ping.jsp answered, or why it did not; empty if it was not asked.
        ping_ok: Whether ping.jsp found web server, web module and database in order.
    """

    url: str
    login: str
    unreachable: str = ""
    not_campaign: str = ""
    refused: str = ""
    no_password: str = ""
    instance: str = ""
    build: str = ""
    release: str = ""
    clock_ahead_s: float | None = None
    ping: str = ""
    ping_ok: bool = False

    @property
    def logged_on(self) -> bool:
        """Whether we have a session."""
        return not (self.unreachable or self.not_campaign or self.refused or self.no_password)


def visit(
    transport: Transport, login: str, password: Callable[[], str]
) -> tuple[Platform, Session | None]:
    """Log on and ask ping.jsp once (it may be asked once a minute: monitoring-processes.md)."""
    url = transport.url
    try:
        session, values = log_on(transport, login, password())
    except SecretError as error:
        return Platform(url=url, login=login, no_password=str(error)), None
    except Unreachable as error:
        return Platform(url=url, login=login, unreachable=str(error)), None
    except NotCampaign as error:
        return Platform(url=url, login=login, not_campaign=str(error)), None
    except Fault as error:
        return Platform(url=url, login=login, refused=error.text), None
    server, now = _server_info(values), datetime.now(UTC)
    served = read_time(server.get("serverDate", ""))
    ping, ping_ok = _ping(session)
    return (
        Platform(
            url=url,
            login=login,
            instance=server.get("instanceName", ""),
            build=server.get("buildNumber", ""),
            release=server.get("releaseName", ""),
            clock_ahead_s=None if served is None else (served - now).total_seconds(),
            ping=ping,
            ping_ok=ping_ok,
        ),
        session,
    )


def _server_info(values: list[Value]) -> ET.Element:
    for value in values:
        found = next(
            (part for part in value.element.iter() if part.tag.endswith("serverInfo")), None
        )
        if found is not None:
            return found
    return ET.Element("serverInfo")


def _ping(session: Session) -> tuple[str, bool]:
    try:
        text = session.page("/nl/jsp/ping.jsp")
    except CampaignError as error:
        return str(error), False
    return text.strip(), text.strip().partition("\n")[0].strip().casefold() == "ok"

"""Facts as a run sees them, each with everything in it that a test does not care for."""

from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

from campaign_tracking.campaign.delivery import Delivery, LogLine, Message
from campaign_tracking.environment import Environment
from campaign_tracking.mailbox import MailLink, ReceivedMail
from campaign_tracking.redirection.endpoint import Address, Endpoint, Name, Tcp
from campaign_tracking.redirection.rtest import RTest
from campaign_tracking.redirection.silence import Silence

AT = datetime(2026, 11, 23, 14, 35, 58, 123456, tzinfo=UTC)
TRK1, TRK2 = "10.30.74.11", "10.30.167.12"
TOKEN = "ctc-0123456789ab-tracked"
RECIPIENT = "check@example.com"


def environment(**changes: object) -> Environment:
    """Return a declared environment with two tracking servers; *changes* are tables of its file."""
    declared: dict[str, Any] = {
        "name": "prod",
        "hosting": "on-premise",
        "campaign": {
            "url": "https://campaign.example.com",
            "instance": "prod",
            "login": "check",
            "ca_file": "/etc/ca.pem",
        },
        "tracking": {
            "url": "http://t.example.com",
            "secure_url": "https://t.example.com",
            "internal_urls": {"trk1": f"http://{TRK1}", "trk2": f"http://{TRK2}"},
        },
        "test_mail": {
            "template": "mail",
            "recipient": RECIPIENT,
            "allowed_recipients": ["*@example.com"],
            "landing_url": "https://www.example.com/check",
        },
        "mailbox": {"kind": "maildir", "path": "/var/mail/check"},
    }
    return Environment.model_validate(declared | changes)


def healthy_rtest(url: str) -> RTest:
    """Return the answer of a redirection module that is fine."""
    return RTest(
        url=url,
        asked_at=AT,
        elapsed_s=0.01,
        silence=None,
        words="",
        status_code=200,
        redir={"status": "OK", "build": "9383"},
        text="<redir status='OK' build='9383'/>",
        redirected_to="",
        location_followed=False,
    )


def endpoint(
    id_: str, url: str, *, ip: str = "", silence: Silence | None = None, words: str = ""
) -> Endpoint:
    """Return a tracking server whose port opens, or does not for the reason *silence*.

    Args:
        id_: As declared.
        url: As declared.
        ip: The address behind its name; without one, its host is an address.
        silence: Why the port does not open; None if it does.
        words: The network's own.
    """
    parts = urlsplit(url)
    host, ip = parts.hostname or "", ip or parts.hostname or ""
    port = parts.port or (443 if parts.scheme == "https" else 80)
    tcp = Tcp(connected=silence is None, silence=silence, words=words, elapsed_s=0.01)
    rtest = None if silence else healthy_rtest(f"{url}/r/test")
    return Endpoint(
        id=id_,
        url=url,
        scheme=parts.scheme,
        host=host,
        port=port,
        leads_to_tomcat=False,
        proxied=False,
        name=Name(addresses=(ip,), silence=None, words="", elapsed_s=0.01),
        addresses=(Address(ip=ip, port=port, tcp=tcp, tls=None, rtest=rtest, soap_router=None),),
        without_route=(),
    )


def a_line(id_: int, text: str, kind: int = 2) -> LogLine:
    """Return a line of a delivery log; its code, if it has one, opens the text."""
    code = text.partition(" ")[0] if text[3:4] == "-" else ""
    return LogLine(id=id_, kind=kind, code=code, text=text)


def communication_failed(id_: int, host: str) -> LogLine:
    """Return the only line that names a server, as KA-19371 quotes it."""
    said = f"RED-520025 Communication failed with tracking server 'http://{host}'. Please check "
    return a_line(id_, said + "that the server is started.", kind=0)


def wrong_configuration(id_: int) -> LogLine:
    """Return the line that names no server, as KA-19371 quotes it."""
    said = "RED-520005 Wrong configuration of remote redirection server. Please check the server "
    return a_line(id_, said + "configuration.", kind=0)


def delivery(
    *log: LogLine, tracked: bool = True, started_at: datetime | None = None, not_started: str = ""
) -> Delivery:
    """Return a delivery that was prepared, with *log*."""
    return Delivery(
        token=TOKEN,
        tracked=tracked,
        id=9001,
        job_status=5,
        prepared_s=1.5,
        log=log,
        state=45,
        messages=(Message(id=77, address=RECIPIENT, status=6),),
        started_at=started_at,
        not_started=not_started,
    )


def received(*links: MailLink) -> ReceivedMail:
    """Return a mail with *links*."""
    return ReceivedMail(
        subject=f"Tracking check {TOKEN}",
        sender="sender@example.com",
        to=RECIPIENT,
        message_id="<1@example.com>",
        date="Mon, 23 Nov 2026 14:35:58 +0000",
        received_at=AT,
        received_headers=("from mta by mx", "from app by mta"),
        size_bytes=2048,
        html=f"<p>Grüße</p><p>Check: {TOKEN}</p>",
        text=f"Grüße\n\nCheck: {TOKEN}\n",
        links=links,
    )

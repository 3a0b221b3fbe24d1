"""The facts of one healthy platform, as a run sees them, and what may be wrong with each.

Every fact is a frozen value: ``dataclasses.replace`` makes a sick one of it.
"""

import inspect
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from campaign_tracking.campaign.delivery import SENT, Message
from campaign_tracking.campaign.messages import Sending, TrackedUrl
from campaign_tracking.campaign.mid_sourcing import MidDelivery, TrackingAccount
from campaign_tracking.campaign.options import READ, Options
from campaign_tracking.campaign.order import marked
from campaign_tracking.campaign.platform import Barrier, Platform
from campaign_tracking.campaign.routing_account import RoutingAccount
from campaign_tracking.campaign.session import SessionLife
from campaign_tracking.campaign.target import Target
from campaign_tracking.campaign.template_tracking import TemplateTracking
from campaign_tracking.campaign.tracking_log import LogRow, TrackingLog
from campaign_tracking.campaign.workflow import TrackingWorkflow, WorkflowWakeup
from campaign_tracking.facts import Notebook
from campaign_tracking.judgement import Absent, Judged
from campaign_tracking.mailbox import (
    FoundMail,
    MailboxState,
    MailLink,
    MailSilence,
    ReceivedMail,
    Reception,
)
from campaign_tracking.redirection.click import Click
from campaign_tracking.redirection.endpoint import Endpoint, Tls
from campaign_tracking.redirection.link import OPEN_URL_ID
from campaign_tracking.redirection.rtest import RTest
from campaign_tracking.redirection.silence import Silence
from campaign_tracking.redirection.soap_router import SoapRouterAnswer
from fixtures.clicks import NO_LANDING_HOSTS
from fixtures.mail import links
from tests.unit.samples import (
    AT,
    RECIPIENT,
    TOKEN,
    TRK1,
    TRK2,
    delivery,
    endpoint,
    environment,
    healthy_rtest,
    received,
)

NOW = datetime.now(UTC)
EXTERNAL, SECURE = "http://t.example.com", "https://t.example.com"
URLS = {
    "external": EXTERNAL,
    "external-secure": SECURE,
    "trk1": f"http://{TRK1}",
    "trk2": f"http://{TRK2}",
    "trk3": "http://10.30.74.13:8080",
}
TOMCAT = "trk3"
FRONT, OTHER_FRONT, THIRD_FRONT = "203.0.113.7", "203.0.113.8", "203.0.113.9"
LANDING = marked("https://www.example.com/check", TOKEN)
LANDING_ID, MIRROR_ID = 0xA1, 0xA2
MESSAGE_ID, DELIVERY_ID = 77, 9001

NOT_ASKED = Absent(judged=Judged.NOT_APPLICABLE, why="internal URLs can't be asked from here")
NO_MAILBOX = Absent(judged=Judged.NOT_CONFIGURED, why="declare the [mailbox]")
REFUSAL = "XSV-350026 The operator has no right to read this"
NO_RIGHT = Absent(judged=Judged.NOT_CONFIGURED, why=f"give the operator a right ({REFUSAL})")
NO_MID = Absent(judged=Judged.NOT_APPLICABLE, why="no mid-sourcing server is declared")
NO_HOSTS = Absent(judged=Judged.NOT_APPLICABLE, why="nobody may read files here")
NOT_WOKEN = Absent(judged=Judged.NOT_APPLICABLE, why="nothing asks for it")

# Tracking servers

RTEST = replace(
    healthy_rtest(f"{EXTERNAL}/r/test"),
    redir={
        "status": "OK",
        "date": "2026-11-23 14:35:58.123456Z",
        "build": "9383",
        "instance": "prod",
    },
)
SILENT_RTEST = replace(
    RTEST, silence=Silence.TIMED_OUT, words="ReadTimeout", status_code=None, redir={}, text=""
)
ELSEWHERE_RTEST = replace(
    RTEST, status_code=302, redir={}, text="", redirected_to="https://login.example.net/"
)
TLS = Tls(
    trusted=True,
    silence=None,
    words="",
    protocol="TLSv1.3",
    subject="t.example.com",
    names=("t.example.com",),
    not_after=NOW + timedelta(days=90),
    elapsed_s=0.01,
)
EXPIRED_TLS = replace(
    TLS,
    trusted=False,
    silence=Silence.CERTIFICATE_EXPIRED,
    words="certificate has expired",
    not_after=NOW - timedelta(days=1),
)
SOAP_ROUTER = SoapRouterAnswer(
    url=f"{URLS[TOMCAT]}/nl/jsp/soaprouter.jsp",
    asked_at=AT,
    elapsed_s=0.01,
    silence=None,
    words="",
    status_code=200,
    is_soap_router=True,
    error_code="",
    text="<SOAP-ENV:Envelope/>",
)


def redir(**attributes: str) -> RTest:
    """Return an answer whose ``<redir>`` has other *attributes*; an empty one is left out."""
    told = {**RTEST.redir, **attributes}
    return replace(RTEST, redir={name: value for name, value in told.items() if value})


def server(
    id_: str,
    *,
    url: str = "",
    ip: str = "",
    tls: Tls | None = TLS,
    rtest: RTest | None = RTEST,
    soap_router: SoapRouterAnswer | None = SOAP_ROUTER,
) -> Endpoint:
    """Return a tracking server whose port opens; of its layers, those that its URL has."""
    url = url or URLS[id_]
    front = FRONT if id_.startswith("external") else ""
    found = endpoint(id_, url, ip=ip or front)
    (address,) = found.addresses
    shown = tls if found.scheme == "https" else None
    reached = found.scheme == "http" or (shown is not None and shown.trusted)
    tomcat = id_ == TOMCAT
    answering = replace(
        address,
        tls=shown,
        rtest=rtest if reached and not tomcat else None,
        soap_router=soap_router if reached and not front else None,
    )
    return replace(found, addresses=(answering,), leads_to_tomcat=tomcat)


def closed(id_: str, silence: Silence = Silence.REFUSED, *, ip: str = "") -> Endpoint:
    """Return a tracking server whose port does not open."""
    front = FRONT if id_.startswith("external") else ""
    words = "Connection refused" if silence is Silence.REFUSED else "timed out"
    found = endpoint(id_, URLS[id_], ip=ip or front, silence=silence, words=words)
    return replace(found, leads_to_tomcat=id_ == TOMCAT)


def unresolved(id_: str, url: str = "") -> Endpoint:
    """Return a tracking server whose name leads nowhere."""
    found = endpoint(id_, url or URLS[id_])
    assert found.name is not None
    silent = replace(
        found.name, addresses=(), silence=Silence.NAME_NOT_FOUND, words="gaierror: no such name"
    )
    return replace(found, name=silent, addresses=())


def proxied(id_: str, rtest: RTest = RTEST) -> Endpoint:
    """Return a tracking server behind a proxy: neither name nor TCP nor TLS was seen."""
    found = server(id_, rtest=rtest)
    (address,) = found.addresses
    behind = replace(address, ip="", tcp=None, tls=None)
    return replace(found, proxied=True, name=None, addresses=(behind,))


def of_two(one: Endpoint, other: Endpoint) -> Endpoint:
    """Return one tracking server with the addresses of both."""
    return replace(one, addresses=(*one.addresses, *other.addresses))


def servers(*changed: Endpoint) -> dict[str, Endpoint]:
    """Return all tracking servers, some of them changed or added."""
    healthy = {id_: server(id_) for id_ in URLS if id_ != TOMCAT}
    return healthy | {one.id: one for one in changed}


# The application server

PLATFORM = Platform(
    url="https://campaign.example.com",
    login="check",
    instance="prod",
    build="9383",
    release="8.5.1",
    clock_ahead_s=0.2,
    ping="OK",
    ping_ok=True,
)


def barred(barrier: Barrier, words: str, url: str = PLATFORM.url) -> Platform:
    """Return a platform that we could not log on to."""
    return Platform(url=url, barrier=barrier, words=words)


UNREACHABLE = barred(Barrier.UNREACHABLE, "connection refused")
CERTIFICATE_REFUSED = barred(Barrier.CERTIFICATE, "certificate expired")
NOT_CAMPAIGN = barred(Barrier.NOT_CAMPAIGN, "HTTP 200, a login page")
LOGON_REFUSED = barred(Barrier.REFUSED, "XSV-350012 wrong password")
TOKEN_DENIED = barred(Barrier.IDENTITY_SERVICE, "HTTP 400, invalid_client: no such client")
EMPTY_HANDED = barred(Barrier.EMPTY_HANDED, "no password for [campaign]")
LIFE = SessionLife(renewed=1)
EXPIRED = "the session has expired or is invalid (XSV-350008 Session has expired)"
LOST = SessionLife(
    renewed=1, lost=f"xtk:session#GetUserInfo: expired again after it was renewed: {EXPIRED}"
)
SILENCE = "no answer within 30 s"
SILENT_LIFE = SessionLife(silent=f"xtk:session#GetOption: {SILENCE}")

VALUES = {
    "NmsTracking_Available": "1",
    "NmsTracking_ServerUrl": EXTERNAL,
    "NmsTracking_SecureServerUrl": SECURE,
    "NmsTracking_ServerUrlList": f"http://{TRK1}, http://{TRK2}",
    "NmsTracking_Instance": "prod",
    "NmsTracking_LastConsolidation": f"{NOW - timedelta(minutes=10):%Y-%m-%d %H:%M:%S}.000Z",
    "NmsTracking_ClickFormula": "<%= click() %>",
    "NmsTracking_OpenFormula": "<%= open() %>",
    "NmsTracking_WebFormula": "<%= web() %>",
    "NmsServer_MirrorPageUrl": EXTERNAL,
    "NmsServer_LastPostUpgrade": "9383",
    "XtkDatabaseId": "uFE80000000000000F1FA913DD7CC7C480041161C",
}
UNREADABLE = Options(values={}, present=(), unreadable="NmsTracking_Available: timed out")


def options(**values: str) -> Options:
    """Return the deployment wizard's options, some of them changed; an empty one is absent."""
    hidden = {"NmsTracking_Password": "set", "NmsTracking_Pointer": "set"}
    held = {**VALUES, **hidden, **values}
    present = tuple(name for name in READ if held.get(name, "").strip())
    kept = {name: "" if name in hidden else held.get(name, "") for name in READ}
    return Options(values=kept, present=present, unreadable="", read_at=NOW)


WORKFLOW = TrackingWorkflow(found=True, state=11)
WOKEN = WorkflowWakeup(count=2)

# A mid-sourcing server

MID_ENVIRONMENT = environment(
    mid_sourcing={"url": "https://mid.example.com", "instance": "mid", "login": "check"}
)
MID_PLATFORM = replace(PLATFORM, url="https://mid.example.com", instance="mid")
ACCOUNT = TrackingAccount(name="defaultEmailMid", found=1, enabled=True)

# The two deliveries and their mails

ROUTING_ACCOUNT = RoutingAccount(id=7)
TARGET = Target(templates=1, recipient_ids=("4711",))
TEMPLATE_TRACKING = TemplateTracking(links=True, opens=True)
TRACKED = delivery(started_at=AT)
CONTROL = delivery(tracked=False, started_at=AT)
SENDING = Sending(
    message=Message(id=MESSAGE_ID, address=RECIPIENT, status=SENT), waited_s=2.0, trouble=""
)
MAILBOX = MailboxState(mailbox="maildir /var/mail/check", trouble="")
RECEPTION = Reception(
    mailbox=MAILBOX.mailbox,
    token=TOKEN,
    mail=FoundMail(source="Subject: check\n\n", found_at=AT),
    waited_s=3.0,
    looks=3,
    silence=None,
    words="",
)
NOT_ARRIVED = replace(RECEPTION, mail=None, silence=MailSilence.NOT_ARRIVED, waited_s=300.0)


def tracked_urls(
    delivery_id: int = DELIVERY_ID, landing_id: int = LANDING_ID, mirror_id: int = MIRROR_ID
) -> tuple[TrackedUrl, ...]:
    """Return what is tracked in a delivery."""
    mirror = "<%@ include view='MirrorPage' %>"
    return (
        TrackedUrl(delivery_id=delivery_id, id=landing_id, type=1, source=LANDING),
        TrackedUrl(delivery_id=delivery_id, id=OPEN_URL_ID, type=2, source=""),
        TrackedUrl(delivery_id=delivery_id, id=mirror_id, type=6, source=mirror),
    )


TRACKED_URLS = tracked_urls()
MID_DELIVERY_ID, MID_MESSAGE_ID, MID_LANDING_ID, MID_MIRROR_ID = 5001, 42, 0xB1, 0xB2
MID_URLS = tracked_urls(MID_DELIVERY_ID, MID_LANDING_ID, MID_MIRROR_ID)
MID_DELIVERY = MidDelivery(id=MID_DELIVERY_ID, message_ids=(MID_MESSAGE_ID,), urls=MID_URLS)


def link(
    url_id: int,
    kind: str = "h",
    *,
    origin: str = EXTERNAL,
    message_id: int = MESSAGE_ID,
    delivery_id: int = DELIVERY_ID,
) -> str:
    """Return a tracked link."""
    return f"{origin}/r/?id={kind}{message_id:x},{delivery_id:x},{url_id:x}"


def in_html(href: str) -> MailLink:
    """Return a link of the HTML part."""
    return MailLink(href=href, where="html", tag="a", label="")


def in_text(href: str) -> MailLink:
    """Return a link of the text part."""
    return MailLink(href=href, where="text", tag="", label="")


def tracked_mail(
    *,
    origin: str = EXTERNAL,
    message_id: int = MESSAGE_ID,
    delivery_id: int = DELIVERY_ID,
    landing_id: int = LANDING_ID,
    mirror_id: int = MIRROR_ID,
) -> ReceivedMail:
    """Return the tracked mail: landing link in both parts, mirror page, open."""

    def to(url_id: int, kind: str = "h") -> str:
        return link(url_id, kind, origin=origin, message_id=message_id, delivery_id=delivery_id)

    return received(
        in_html(to(mirror_id)),
        in_html(to(landing_id)),
        in_html("https://www.example.com/imprint"),
        in_html(to(OPEN_URL_ID)),
        in_text(to(landing_id, "t")),
    )


CONTROL_MAIL = received(in_html(LANDING), in_text(LANDING))

# The clicks


def click(url: str, status_code: int = 200, location: str = "") -> Click:
    """Return an answer to a click: a redirect if it names a location."""
    return Click(
        url=url,
        asked_at=AT,
        elapsed_s=0.01,
        silence=None,
        words="",
        status_code=302 if location else status_code,
        location=location,
        redirected=bool(location),
        cookie_names=(),
        content_type="image/gif" if url.endswith(f",{OPEN_URL_ID}") else "text/html",
        text="" if location else "The requested\nURL",
    )


def silent(click_: Click) -> Click:
    """Return the same click without an answer."""
    return replace(
        click_,
        silence=Silence.TIMED_OUT,
        words="ReadTimeout",
        status_code=None,
        location="",
        redirected=False,
        text="",
    )


MIRROR_URL = f"{EXTERNAL}/nl/jsp/m.jsp?c=1"
LANDING_CLICK = click(link(LANDING_ID), location=LANDING)
OPEN_CLICK = click(link(OPEN_URL_ID))
MIRROR_CLICK = click(link(MIRROR_ID), location=MIRROR_URL)
MIRROR_PAGE = click(MIRROR_URL)
TRACKING_LOG = TrackingLog(
    message_id=MESSAGE_ID,
    rows=(
        LogRow(url_id=LANDING_ID, logged_at="2026-11-23 14:36:00Z"),
        LogRow(url_id=OPEN_URL_ID, logged_at="2026-11-23 14:36:01Z"),
        LogRow(url_id=MIRROR_ID, logged_at="2026-11-23 14:36:02Z"),
    ),
    waited_s=40.0,
    limit_s=3900.0,
    trouble="",
)


def directly(landing_click: object, servers_: object) -> object:
    """Return what came of clicking the same link on each tracking server, all of them healthy."""
    if not isinstance(landing_click, Click) or not isinstance(servers_, dict):
        return None if isinstance(landing_click, Click) else landing_click
    asked = [id_ for id_ in servers_ if not id_.startswith("external") and id_ != TOMCAT]
    return {id_: click(landing_click.url, location=LANDING) for id_ in asked}


def facts(**changes: object) -> dict[str, object]:
    """Return the facts of the healthy platform, with *changes*.

    Of ``servers`` comes ``every_server``, of ``options`` come the tracking options, of the landing
    click come those on each server, and the links come as the fixture has them, unless they are
    given, too.
    """
    known: dict[str, object] = {
        "environment": environment(),
        "servers": servers(),
        "platform": PLATFORM,
        "session_life": LIFE,
        "mid_session_life": SessionLife(),
        "mid_platform": NO_MID,
        "tracking_account": TrackingAccount(),
        "options": options(),
        "workflow": WORKFLOW,
        "mid_workflows": NO_MID,
        "target": TARGET,
        "template_tracking": TEMPLATE_TRACKING,
        "mailbox_state": MAILBOX,
        "tracked": TRACKED,
        "control": CONTROL,
        "tracked_sending": SENDING,
        "control_sending": SENDING,
        "tracked_reception": RECEPTION,
        "control_reception": RECEPTION,
        "tracked_mail": tracked_mail(),
        "control_mail": CONTROL_MAIL,
        "mid_delivery": MidDelivery(),
        "tracked_urls": TRACKED_URLS,
        "routing_account": ROUTING_ACCOUNT,
        "landing_click": LANDING_CLICK,
        "landing_walk": NO_LANDING_HOSTS,
        "open_click": OPEN_CLICK,
        "mirror_click": MIRROR_CLICK,
        "mirror_page": MIRROR_PAGE,
        "tracking_log": TRACKING_LOG,
        "workflow_wakeup": NOT_WOKEN,
        "machines": NO_HOSTS,
        "every_machine": {},
        "log_scans": NO_HOSTS,
        "delivery_files": NO_HOSTS,
    } | changes
    needed = inspect.signature(inspect.unwrap(links)).parameters.keys() - {"notebook"}
    derived = {
        "every_server": known["servers"],
        "tracking_options": known["options"],
        "direct_clicks": directly(known["landing_click"], known["servers"]),
        "links": inspect.unwrap(links)(
            notebook=Notebook(), **{name: known[name] for name in needed}
        ),
    }
    return derived | known

"""What the platform tells of itself: read, and nothing changed there."""

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, replace

from campaign_tracking.access import Access
from campaign_tracking.campaign.delivery import Way
from campaign_tracking.campaign.errors import CampaignError, is_refusal
from campaign_tracking.campaign.options import Options, read_options
from campaign_tracking.campaign.platform import Barrier, Platform, visit
from campaign_tracking.campaign.query import Row, literal, select
from campaign_tracking.campaign.session import Session
from campaign_tracking.campaign.target import read_target
from campaign_tracking.campaign.transport import Transport, make_http
from campaign_tracking.environment import Limits
from campaign_tracking.init.errors import PlatformError
from campaign_tracking.init.secrets import KnownSecrets
from campaign_tracking.redirection.client import make_ssl_context
from campaign_tracking.redirection.network import connect, resolve
from campaign_tracking.redirection.silence import Silence
from campaign_tracking.urls import parts

OPTIONS = (
    "NmsTracking_ServerUrl",
    "NmsTracking_SecureServerUrl",
    "NmsTracking_ServerUrlList",
    "NmsTracking_ExtAccount",
    "NmsServer_URL",
)
CONNECT_S = 3
MOST_TEMPLATES = 200
_AT_ONCE = 16
_PORTS = {"http": 80, "https": 443}
_E_MAIL_TEMPLATE = ("@isModel = 1", "@messageType = 0")  # soap-wire.md, section 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Visited:
    """An application server that was visited.

    Attributes:
        platform: What came of logging on.
        session: The session; None if there is none.
    """

    platform: Platform
    session: Session | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reached:
    """What came of a TCP connection to an internal URL.

    Attributes:
        url: The URL.
        network: Whether this machine is where it can be asked: it connects, or is refused.
        words: What was seen, in one or two words.
    """

    url: str
    network: bool
    words: str


@contextmanager
def visited(access: Access, proxy: str | None, secrets: KnownSecrets) -> Iterator[Visited]:
    """Log on to an application server, and off in the end."""
    server, limits = access.server, Limits()
    with make_http(make_ssl_context(server.ca_file), proxy) as http:
        transport = Transport(
            http=http, url=server.url, connect_s=limits.connect, answer_s=limits.answer
        )
        credentials = lambda: access.credentials(transport, secrets.add)  # noqa: E731  (one call)
        platform, session = visit(transport, credentials, secrets.add)
        with session or nullcontext():
            yield Visited(platform=platform, session=session)


def is_unknown_authority(platform: Platform) -> bool:
    """Whether nothing but a private authority's certificates is missing."""
    tls = platform.barrier in {Barrier.CERTIFICATE, Barrier.IDENTITY_SERVICE}
    return tls and Silence.CERTIFICATE_UNKNOWN_CA in platform.words


def read_wizard(session: Session) -> Options:
    """Return what the deployment wizard holds of the tracking servers.

    Raises:
        PlatformError: If it cannot be read.
    """
    options = read_options(session, OPTIONS)
    if options.unreadable:
        raise PlatformError(_unreadable(options.unreadable, "xtk:option"))
    return options


def read_templates(session: Session) -> Sequence[Row]:
    """Return internal name and label of the e-mail delivery templates, the newest first.

    Raises:
        PlatformError: If they cannot be read.
    """
    return _select_templates(session, ())


def has_template(session: Session, name: str) -> bool:
    """Whether exactly one e-mail delivery template has this internal name.

    Raises:
        PlatformError: If it cannot be read.
    """
    return len(_select_templates(session, (f"@internalName = {literal(name)}",))) == 1


def wrong_with_recipient(session: Session, template: str, address: str) -> str:
    """Return why no test mail can go to *address*; empty if it can.

    Raises:
        PlatformError: If it cannot be looked up.
    """
    target = read_target(session, template, address, Way.PREPARE)
    if target.trouble:
        raise PlatformError(_unreadable(target.trouble, "nms:delivery and nms:recipient"))
    if len(target.recipient_ids) != 1:
        return f"{len(target.recipient_ids)} recipients of the platform have it, expected 1"
    if target.seed_addresses:
        return "it is a seed address: their clicks are left out of tracking"
    return ""


def reach(urls: Sequence[str]) -> list[Reached]:
    """Connect to each internal URL once, side by side; nothing is said or asked there."""
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        return list(pool.map(_reach, urls))


def _reach(url: str) -> Reached:
    found = parts(url)
    silent = Reached(url=url, network=False, words="")
    name = resolve(found.hostname or "", limit_s=CONNECT_S)
    if name.silence:
        return replace(silent, words=name.silence)
    for address in name.addresses:
        port = found.port or _PORTS.get(found.scheme, 0)
        tcp, connection = connect(address, port, limit_s=CONNECT_S)
        if connection is not None:
            connection.close()
            return replace(silent, network=True, words="reachable")
        refused = silent.network or tcp.silence is Silence.REFUSED
        silent = replace(silent, network=refused, words=tcp.silence or "")
    return silent


def _select_templates(session: Session, conditions: Sequence[str]) -> Sequence[Row]:
    fields = ("@internalName", "@label")
    try:
        return select(
            session,
            "nms:delivery",
            fields,
            (*_E_MAIL_TEMPLATE, *conditions),
            line_count=MOST_TEMPLATES,
        )
    except CampaignError as error:
        raise PlatformError(_unreadable(str(error), "nms:delivery")) from error


def _unreadable(words: str, schema: str) -> str:
    """Say why something could not be read, as the checks do."""
    if is_refusal(words):
        return f"give the operator a right to read {schema} (refused: {words})"
    return f"not readable: {words}"

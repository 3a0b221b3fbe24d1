"""What the operator declares: read once, validated at once, frozen. No I/O but reading the file.

A secret never stands in it; ``campaign_tracking.secret`` says where secrets come from.
"""

import fnmatch
from collections.abc import Mapping
from ipaddress import ip_address
from pathlib import Path
from typing import Annotated, Literal, Self
from urllib.parse import SplitResult, quote, urlsplit

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationInfo,
    field_validator,
    model_validator,
)

from campaign_tracking.urls import netloc

IMS_ENDPOINT = "https://ims-na1.adobelogin.com/ims/token/v3"  # ims-migration.md
TOMCAT_PORT = 8080  # the-server-configuration-file.md, web/@httpPort
RESERVED_IDS = ("external", "external-secure")
CONF_DIR = "/usr/local/neolane/nl6/conf"  # configuring-campaign-server.md
# What ends a link in a text (tracked-links.md), or in an attribute of HTML.
_ENDS_A_LINK = frozenset('()[]{}<>"')
# How a server's files are read, and an example of each.
CONNECTIONS: Mapping[str, str] = {
    "local": "local://",
    "ssh": "ssh://neolane@trk1",
    "docker": "docker://container",
    "kubectl": "kubectl://pod?namespace=campaign",
    "copy": "copy://DIR",
}


def split_url(text: str) -> SplitResult:
    """Take an absolute http(s) URL apart.

    Raises:
        ValueError: If it is not one, or carries a login; says why.
    """
    if "@" in text.partition("?")[0]:
        raise ValueError("a login does not belong into a URL; this key takes none")
    parts = urlsplit(text)
    if any(character.isspace() for character in text):
        raise ValueError("white space in the URL")
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise ValueError("allowed: an absolute http:// or https:// URL")
    parts.port  # noqa: B018  (raises ValueError if it is not a port)
    return parts


def url_flaw(url: str, schemes: str) -> str:
    """Return what is wrong with the form of a server's URL; empty if nothing is.

    Args:
        url: The URL.
        schemes: Those that are allowed, such as ``http|https``.
    """
    try:
        parts = split_url(url)
    except ValueError as error:
        return str(error)
    if parts.scheme not in schemes.split("|"):
        return f"not an {schemes} URL"
    return "it has a path" if parts.path not in {"", "/"} or parts.query or parts.fragment else ""


def _server(text: str) -> str:
    parts = split_url(text)
    if parts.path not in {"", "/"} or parts.query or parts.fragment:
        raise ValueError("allowed: scheme, host and port, without a path")
    return text.rstrip("/")


def _page(text: str) -> str:
    split_url(text)
    return text


def _written_in_a_text(text: str) -> str:
    odd = sorted(set(text) & _ENDS_A_LINK)
    if odd:
        raise ValueError(f"a link in a text ends at {odd[0]}; write it as {quote(odd[0])}")
    return text


def _https(text: str) -> str:
    if urlsplit(text).scheme != "https":
        raise ValueError("allowed: an https:// URL")
    return text


def _http(text: str) -> str:
    if urlsplit(text).scheme != "http":
        raise ValueError("allowed: an http:// URL; the https one belongs into secure_url")
    return text


def _beside_the_file(path: str, info: ValidationInfo) -> Path:
    folder = (info.context or {}).get("folder", Path())
    return Path(folder, Path(path).expanduser())


def _connection(text: str, info: ValidationInfo) -> str:
    kind, mark, rest = text.partition("://")
    if not mark or kind not in CONNECTIONS:
        raise ValueError(f"allowed: {', '.join(f'{known}://' for known in CONNECTIONS)}")
    if kind != "local" and not rest:
        raise ValueError(f"{kind}:// needs to know where: {CONNECTIONS[kind]}")
    if ":" in rest.rpartition("@")[0]:
        raise ValueError("a password does not belong into a connection; use a key or an agent")
    if kind != "copy":
        return text
    return f"copy://{_beside_the_file(rest, info)}"


def _ip(text: str) -> str:
    try:
        return str(ip_address(text))
    except ValueError as error:
        raise ValueError("allowed: an IP address") from error


def _ip_if_any(text: str) -> str:
    return _ip(text) if text else ""


ServerUrl = Annotated[str, AfterValidator(_server)]
PageUrl = Annotated[str, AfterValidator(_page)]
LandingUrl = Annotated[PageUrl, AfterValidator(_written_in_a_text)]
FilePath = Annotated[Path, BeforeValidator(_beside_the_file)]
Id = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9_-]*$", max_length=40)]
Address = Annotated[str, Field(pattern=r"^[^@\s']+@[^@\s']+$")]
LandingHost = Annotated[
    str, Field(pattern=r"^[A-Za-z0-9.-]+(:[1-9][0-9]{0,4})?$"), AfterValidator(str.lower)
]
Seconds = Annotated[float, Field(gt=0, le=86_400)]
Command = Annotated[str, Field(exclude=True, repr=False)]
TokenUrl = Annotated[str, AfterValidator(_page), AfterValidator(_https)]
# How a server is called that nobody declared.
_FIRST_OF_A_ROLE = {"app": "application", "mid": "mid-sourcing", "trk": "tracking"}
# What each way to log on needs, and what it takes besides.
_KEYS_OF: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "password": (("login",), ("password_command",)),
    "ims": (("client_id", "scopes"), ("token_url", "ims", "client_secret_command")),
    "session-token": ((), ("session_token_command", "security_token_command")),
}


class Section(BaseModel):
    """A table of the file: frozen, and without keys that we do not know."""

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)


class ApplicationServer(Section):
    """An application server and how to log on to it; see docs/authentication.md."""

    url: ServerUrl
    instance: Id
    auth: Literal["password", "ims", "session-token"] = "password"
    login: str = ""
    password_command: Command = ""
    client_id: str = ""
    client_secret_command: Command = ""
    token_url: TokenUrl = IMS_ENDPOINT
    scopes: tuple[str, ...] = ()
    ims: Literal["bearer", "exchange"] = "bearer"
    session_token_command: Command = ""
    security_token_command: Command = ""
    ca_file: FilePath | None = None

    @model_validator(mode="after")
    def _keys_fit_the_way_to_log_on(self) -> Self:
        needed, optional = _KEYS_OF[self.auth]
        if missing := [key for key in needed if not getattr(self, key)]:
            raise ValueError(f"the key {missing[0]!r} is missing; auth = {self.auth!r} needs it")
        of_others = {key for keys in _KEYS_OF.values() for group in keys for key in group}
        fields = type(self).model_fields  # facts.json holds every key, those of others unchanged
        told = {key for key in of_others if getattr(self, key) != fields[key].default}
        strays = sorted(told - {*needed, *optional})
        if strays:
            owner = next(auth for auth, keys in _KEYS_OF.items() if strays[0] in sum(keys, ()))
            raise ValueError(
                f"the key {strays[0]!r} belongs to auth = {owner!r}; here it is {self.auth!r}"
            )
        return self


class Campaign(ApplicationServer):
    """``[campaign]``: the application server that the deliveries are made on."""

    trigger_tracking_workflow: bool = False
    tracking_affinity: str = ""


class Tracking(Section):
    """``[tracking]``: what the deployment wizard should hold, in the wizard's order."""

    url: Annotated[ServerUrl, AfterValidator(_http)] | None = None
    secure_url: Annotated[ServerUrl, AfterValidator(_https)] | None = None
    internal_urls: dict[Id, ServerUrl] = Field(default_factory=dict)
    internal_reachable: bool = True
    reverse_proxies: tuple[Annotated[str, AfterValidator(_ip)], ...] = ()
    tomcat_ports: tuple[int, ...] = (TOMCAT_PORT,)

    @field_validator("internal_urls")
    @classmethod
    def _ids_are_free(cls, urls: dict[str, str]) -> dict[str, str]:
        if taken := [key for key in urls if key in RESERVED_IDS]:
            raise ValueError(
                f"{taken[0]!r} is the id of the external URL's checks; name it otherwise"
            )
        return urls

    @model_validator(mode="after")
    def _one_external_url(self) -> Self:
        if not (self.url or self.secure_url):
            raise ValueError("neither url nor secure_url; allowed: at least one of them")
        return self


class Host(Section):
    """``[[host]]``: a server whose files and processes we may read; see docs/servers.md.

    Attributes:
        conf_dir: The folder ``conf`` of the installation; of a copy, below its folder.
        var_dir: The folder ``var``; empty asks the machine for XTK_VAR_DIR (R-60).
        instance: Campaign's instance there; empty takes the one that the role says.
        hostname: What ``hostname -s`` prints there; empty asks the machine.
        address: By which the other servers see it; empty if rules may do without.
        aliases: Other host names by which they may know it.
        nlserver: The command there.
        reloaded_at: When its configuration was last reloaded by hand.
    """

    name: Id
    role: Literal["application", "tracking", "mid-sourcing"]
    connection: Annotated[str, AfterValidator(_connection)]
    conf_dir: str = ""
    var_dir: str = ""
    instance: str = ""
    hostname: str = ""
    address: Annotated[str, AfterValidator(_ip_if_any)] = ""
    aliases: tuple[str, ...] = ()
    nlserver: str = "nlserver"
    reloaded_at: AwareDatetime | None = None

    @property
    def is_copy(self) -> bool:
        """Whether it is a folder of copies: nothing can be asked there."""
        return self.connection.startswith("copy://")


class TestMail(Section):
    """``[test_mail]``: what is sent, and the only address that it may be sent to."""

    __test__ = False  # pytest would take the name for a test's

    template: Annotated[str, Field(pattern=r"^[\w.:-]+$")]
    send: Literal["prepare", "submit"] = "prepare"
    recipient: Address
    allowed_recipients: Annotated[tuple[str, ...], Field(min_length=1)]
    landing_url: LandingUrl
    landing_hosts: tuple[LandingHost, ...] = ()

    @model_validator(mode="after")
    def _recipient_is_allowed(self) -> Self:
        if not self.allows(self.recipient):
            allowed = ", ".join(self.allowed_recipients)
            raise ValueError(
                f"recipient = {self.recipient!r} is not among allowed_recipients: {allowed}"
            )
        return self

    @property
    def requested_landing_hosts(self) -> frozenset[str]:
        """The hosts on which the landing page may be requested; none unless some are declared.

        Each with its port, unless that is http's or https's own.
        """
        own = netloc(self.landing_url)
        return frozenset({own, *self.landing_hosts}) if self.landing_hosts else frozenset()

    def allows(self, address: str) -> bool:
        """Whether anything may be written to *address* (``*`` and ``?`` as in file names)."""
        return any(
            fnmatch.fnmatchcase(address.lower(), pattern.lower())
            for pattern in self.allowed_recipients
        )


# What each kind of mailbox needs, and what it takes besides.
_MAILBOX_KEYS: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "maildir": (("path",), ()),
    "imap": (
        ("host", "login"),
        ("port", "security", "auth", "password_command", "junk", "ca_file"),
    ),
    "mailpit": (("url",), ("login", "password_command", "ca_file")),
}
_IMAP_PORTS: Mapping[str, int] = {"tls": 993, "starttls": 143}


class Mailbox(Section):
    """``[mailbox]``: where the test mail arrives; see docs/mailboxes.md.

    Attributes:
        path: Of a Maildir.
        host: Of an IMAP server.
        port: Of an IMAP server; None takes the usual one.
        security: Whether TLS begins at once or with STARTTLS.
        login: The user's name there.
        auth: What the secret is: a password or an access token.
        junk: The IMAP folder for junk; empty looks for it.
        url: Of Mailpit.
        ca_file: Trusted beside the system's authorities; None takes that of ``[campaign]``.
    """

    kind: Literal["imap", "maildir", "mailpit"]
    path: FilePath | None = None
    host: Annotated[str, Field(pattern=r"^[^\s/@:]*$")] = ""
    port: Annotated[int, Field(gt=0, lt=65_536)] | None = None
    security: Literal["tls", "starttls"] = "tls"
    login: str = ""
    auth: Literal["password", "xoauth2"] = "password"
    password_command: Command = ""
    junk: str = ""
    url: PageUrl | None = None
    ca_file: FilePath | None = None

    @model_validator(mode="after")
    def _keys_fit_the_kind(self) -> Self:
        needed, optional = _MAILBOX_KEYS[self.kind]
        if missing := [key for key in needed if not getattr(self, key)]:
            raise ValueError(f"the key {missing[0]!r} is missing; kind = {self.kind!r} needs it")
        fields = type(self).model_fields  # facts.json holds every key, those of others unchanged
        told = {key for key in fields if getattr(self, key) != fields[key].default}
        if strays := sorted(told - {"kind", *needed, *optional}):
            raise ValueError(f"the key {strays[0]!r} does not belong to kind = {self.kind!r}")
        if self.port == _IMAP_PORTS["tls"] and self.security == "starttls":
            raise ValueError("port 993 is for TLS from the start; with STARTTLS it is usually 143")
        return self

    @property
    def imap_port(self) -> int:
        """The port of an IMAP server, declared or usual."""
        return self.port or _IMAP_PORTS[self.security]

    @property
    def wants_secret(self) -> bool:
        """Whether one logs on there."""
        return bool(self.login)


class Limits(Section):
    """``[limits]``: how long to wait at most, in seconds unless the name says otherwise."""

    connect: Seconds = 3
    answer: Seconds = 5
    slow_answer: Seconds = 2
    analysis: Seconds = 120
    reception: Seconds = 300
    tracking_log: Seconds | None = None
    servers: Seconds = 60
    log_scan: Seconds = 120
    clock_skew: Seconds = 60
    certificate_days: Annotated[int, Field(ge=0, le=3650)] = 14


class Environment(Section):
    """One platform, as declared."""

    name: Id
    hosting: Literal["on-premise", "hybrid", "adobe"]
    simulation: bool = False
    proxy: ServerUrl | None = None
    campaign: Campaign
    mid_sourcing: ApplicationServer | None = None
    tracking: Tracking
    host: tuple[Host, ...] = ()
    test_mail: TestMail
    mailbox: Mailbox | None = None
    limits: Limits = Limits()

    @model_validator(mode="after")
    def _hosts_are_servers_of_ours(self) -> Self:
        names = [host.name for host in self.host]
        if double := [name for name in names if names.count(name) > 1]:
            raise ValueError(f"two [[host]] are called {double[0]!r}; allowed: one of each name")
        internal = self.tracking.internal_urls
        for host in self.host:
            if self.hosting == "adobe" or (self.hosting == "hybrid" and host.role != "application"):
                raise ValueError(
                    f"[[host]] {host.name!r}: Adobe hosts that server, and nobody else reads its "
                    f"files (hosting = {self.hosting!r}); remove it"
                )
            if host.role == "tracking" and internal and host.name not in internal:
                raise ValueError(
                    f"[[host]] {host.name!r} has the role 'tracking' and is not among [tracking] "
                    f"internal_urls; allowed: {', '.join(internal)}"
                )
        return self

    def instance_of(self, host: Host) -> str:
        """Return Campaign's instance on a host: as declared, else as its role says."""
        mid = self.mid_sourcing
        executing = mid.instance if mid else self.campaign.instance
        default = self.campaign.instance if host.role == "application" else executing
        return host.instance or default

    def hosts_with(self, role: str) -> tuple[Host, ...]:
        """Return the declared hosts of a role."""
        return tuple(host for host in self.host if host.role == role)

    @property
    def machine_roles(self) -> Mapping[str, str]:
        """The ids of the checks' machines, and what each is for.

        Besides the declared ones those that there must be: an application server, a mid-sourcing
        server if one is declared, and the tracking servers.
        """
        declared = {host.name: str(host.role) for host in self.host}
        expected = dict.fromkeys(self.tracking.internal_urls, "tracking")
        for name, role in _FIRST_OF_A_ROLE.items():
            there = role in {*declared.values(), *expected.values()}
            if not there and (role != "mid-sourcing" or self.mid_sourcing):
                expected[name] = role
        roles = {**expected, **declared}
        order = tuple(_FIRST_OF_A_ROLE.values())
        return dict(sorted(roles.items(), key=lambda item: order.index(item[1])))

    @property
    def internal_reachable(self) -> bool:
        """Whether the internal URLs can be asked from here; never where Adobe hosts them."""
        return self.tracking.internal_reachable and self.hosting == "on-premise"

    @property
    def tracking_log_s(self) -> float:
        """How long a click may take into the tracking log.

        The workflow runs hourly (about-technical-workflows.md); with a mid-sourcing server one
        synchronisation of up to 80 min comes on top (mid-sourcing-server.md).
        """
        default = 9000 if self.hosting == "hybrid" or self.mid_sourcing else 3900
        return self.limits.tracking_log or default

    @property
    def tracking_server_ids(self) -> tuple[str, ...]:
        """The ids of the checks' tracking servers: the external URLs, then the internal ones."""
        external = {"external": self.tracking.url, "external-secure": self.tracking.secure_url}
        return (*(key for key, url in external.items() if url), *self.tracking.internal_urls)

    def tracking_server_id(self, host: str) -> str:
        """Return the declared id of the tracking server *host*; empty if it is not declared."""
        declared = self.tracking.internal_urls.items()
        return next((id_ for id_, url in declared if urlsplit(url).hostname == host.lower()), "")

    def name_server(self, host: str) -> str:
        """Return how reports call a tracking server: its id, if it has one, and its host."""
        id_ = self.tracking_server_id(host)
        return f"{id_} ({host})" if id_ else host


class LabOptions(Section):
    """``[lab]``: options of the lab that is started for the run."""

    tracking_servers: Annotated[int, Field(ge=1, le=200)] = 2


class EmbeddedLab(Section):
    """An environment that does not exist yet: a lab, started for the run and ended with it."""

    name: Id
    simulation: Literal[True]
    lab: LabOptions

    @property
    def hosting(self) -> str:
        """Who hosts it."""
        return "on-premise"

    @property
    def tracking_server_ids(self) -> tuple[str, ...]:
        """The ids that the lab's environment file will hold."""
        return (*RESERVED_IDS, *self._tracking_servers)

    @property
    def machine_roles(self) -> Mapping[str, str]:
        """The hosts that the lab's environment file will hold, and what each is for."""
        return {"app": "application", **dict.fromkeys(self._tracking_servers, "tracking")}

    @property
    def _tracking_servers(self) -> tuple[str, ...]:
        return tuple(f"trk{number}" for number in range(1, self.lab.tracking_servers + 1))


def is_public(host: str) -> bool:
    """Whether a recipient anywhere could use *host*: a full name, or a public address (R-16)."""
    try:
        return ip_address(host.strip("[]")).is_global
    except ValueError:
        name = host.rstrip(".").lower()
        return "." in name and not name.endswith((".localhost", ".local", ".internal", ".lan"))

"""An environment file is read once, and every mistake in it becomes one clear sentence."""

import contextlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from campaign_tracking.campaign.order import marked
from campaign_tracking.environment import (
    IMS_ENDPOINT,
    EmbeddedLab,
    LandingHost,
    LandingUrl,
    TestMail,
    is_public,
    split_url,
)
from campaign_tracking.environment_file import (
    EnvironmentFileError,
    find,
    load,
    load_platform,
)
from campaign_tracking.mailbox.links import links_in_text

ENVIRONMENTS = Path(__file__).parents[2] / "fixtures" / "environments"
FILE = """
name = "prod"
hosting = "on-premise"
[campaign]
url = "https://campaign.example.com"
instance = "prod"
login = "check"
ca_file = "ca.pem"
[tracking]
url = "http://t.example.com"
secure_url = "https://t.example.com/"
internal_urls = { trk1 = "http://10.30.74.11", trk2 = "http://10.30.167.12:8080" }
[test_mail]
template = "mail"
recipient = "check@example.com"
allowed_recipients = ["*@example.com"]
landing_url = "https://www.example.com/check"
[mailbox]
kind = "maildir"
path = "mail"
"""
MAILDIR = 'kind = "maildir"\npath = "mail"'
IMAP = 'kind = "imap"\nhost = "imap.example.com"\nlogin = "check"'
MID_SOURCING = """[mid_sourcing]
url = "https://mid.example.com"
instance = "mid"
login = "mid-check"
"""


def write(folder: Path, text: str) -> Path:
    """Write an environment file."""
    file = folder / "prod.toml"
    file.write_text(text, encoding="utf-8")
    return file


def test_reads_what_is_declared(tmp_path: Path) -> None:
    """Values come as declared, paths beside the file, limits by default."""
    environment = load_platform(write(tmp_path, FILE))

    assert environment.tracking_server_ids == ("external", "external-secure", "trk1", "trk2")
    assert environment.tracking.secure_url == "https://t.example.com"
    assert environment.campaign.ca_file == tmp_path / "ca.pem"
    assert environment.mailbox is not None
    assert environment.mailbox.path == tmp_path / "mail"
    assert (environment.limits.reception, environment.tracking_log_s) == (300, 3900)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("hosting =", "hostnig =", "'hostnig' is unknown; did you mean 'hosting'"),
        ('hosting = "on-premise"', "", "the key 'hosting' is missing"),
        ('"on-premise"', '"cloud"', "hosting = 'cloud': .*'on-premise', 'hybrid' or 'adobe'"),
        ('url = "http://t.', 'ulr = "http://t.', "'tracking.ulr' is unknown; did you mean 'url'"),
        (
            '"http://t.example.com"',
            '"t.example.com"',
            "tracking.url = 't.example.com': allowed",
        ),
        ('"http://t.example.com"', '"https://t.example.com"', "tracking.url .*an http:// URL"),
        ('"https://t.example.com/"', '"http://t.example.com"', "secure_url .*an https:// URL"),
        ('"http://t.example.com"', '"http://t.example.com/r/"', "without a path"),
        ('"http://10.30.74.11"', '"http://me:pw@10.30.74.11"', "a login does not belong"),
        ("trk1 =", "external =", "'external' is the id of the external URL's checks"),
        ('"*@example.com"', '"*@example.net"', "'check@example.com' is not among .*example.net"),
        ('/check"', '/a_(b)"', r"landing_url = .*a link in a text ends at \(; write it as %28"),
        ('/check"', '/?a[]=1"', r"a link in a text ends at \[; write it as %5B"),
        ('/check"', '/<%= x %>"', "white space in the URL"),
        ('/check"', '/<%=x%>"', "a link in a text ends at <; write it as %3C"),
        ('kind = "maildir"', 'kind = "pop"', "mailbox.kind = 'pop': .*'imap', 'maildir' or"),
        ('kind = "maildir"', 'kind = "maildir"\nport = 1', "'port' does not belong to kind = 'mai"),
        ('kind = "maildir"', 'kind = "maildir"\nprot = 1', "'mailbox.prot' is unknown; .*'port'"),
        ('kind = "maildir"', 'kind = "imap"', "the key 'host' is missing; kind = 'imap' needs it"),
        ('path = "mail"', "", "the key 'path' is missing; kind = 'maildir' needs it"),
        ('kind = "maildir"', 'kind = "mailpit"', "the key 'url' is missing; kind = 'mailpit'"),
        (MAILDIR, f"{IMAP}\nurl = 'http://m.example'", "'url' does not belong to kind = 'imap'"),
        (MAILDIR, f"{IMAP}\nport = 0", "mailbox.port = 0"),
        (MAILDIR, f"{IMAP}\nsecurity = 'none'", "security = 'none': .*'tls' or 'starttls'"),
        (MAILDIR, f"{IMAP}\nsecurity = 'starttls'\nport = 993", "port 993 is for TLS from the"),
        (MAILDIR, IMAP.replace("imap.e", "https://e"), "mailbox.host = 'https://example.com'"),
        ('name = "prod"', 'name = "pröd x"', "name = 'pröd x'"),
        ('name = "prod"', "name = ", "not valid TOML"),
        ("[mailbox]", "[limits]\nanswer = 0\n[mailbox]", "limits.answer = 0"),
        ("[mailbox]", 'send = "now"\n[mailbox]', "test_mail.send = 'now': .*'prepare' or 'submit'"),
        ('login = "check"', 'auth = "imss"', "campaign.auth = 'imss': .*'password', 'ims' or"),
        ('login = "check"', 'login = ""', "the key 'login' is missing"),
    ],
)
def test_says_what_is_wrong(tmp_path: Path, old: str, new: str, message: str) -> None:
    """A wrong file is named with the key, the value, and what is allowed."""
    assert old in FILE
    file = write(tmp_path, FILE.replace(old, new, 1))

    with pytest.raises(EnvironmentFileError, match=message) as error:
        load(file)

    assert str(file) in str(error.value)
    assert "me:pw" not in str(error.value)


SECRET_KEYS = ("password", "client_secret", "session_token", "security_token")


@pytest.mark.parametrize(
    ("more", "port"),
    [("", 993), ("security = 'starttls'", 143), ("security = 'starttls'\nport = 1143", 1143)],
)
def test_reads_an_imap_mailbox(tmp_path: Path, more: str, port: int) -> None:
    """An IMAP mailbox is declared by host and login; its port is the usual one."""
    text = FILE.replace(MAILDIR, f"{IMAP}\n{more}\njunk = 'Spam'\npassword_command = 'vault'")

    mailbox = load_platform(write(tmp_path, text)).mailbox

    assert mailbox is not None
    assert (mailbox.host, mailbox.imap_port, mailbox.junk) == ("imap.example.com", port, "Spam")
    assert mailbox.wants_secret
    assert "vault" not in repr(mailbox) + mailbox.model_dump_json()


def test_refuses_the_mailbox_password(tmp_path: Path) -> None:
    """The mailbox's password does not stand in the file either."""
    file = write(tmp_path, FILE.replace(MAILDIR, f"{IMAP}\npassword = 'hunter2'"))

    with pytest.raises(EnvironmentFileError, match="CAMPAIGN_TRACKING_MAILBOX_PASSWORD") as error:
        load(file)

    assert "hunter2" not in str(error.value)


@pytest.mark.parametrize("table", ["campaign", "mid_sourcing"])
@pytest.mark.parametrize("key", SECRET_KEYS)
def test_refuses_a_secret(tmp_path: Path, table: str, key: str) -> None:
    """A secret in the file is refused, with a word on where it belongs, and never repeated."""
    secret = f'{key} = "hunter2-canary"\n'
    before = "[tracking]" if table == "campaign" else "[test_mail]"
    header = "" if table == "campaign" else MID_SOURCING
    file = write(tmp_path, FILE.replace(before, f"{header}{secret}{before}"))
    variable = f"CAMPAIGN_TRACKING_{table.upper()}_{key.upper()}"

    with pytest.raises(EnvironmentFileError, match=f"{table}.{key} stands in the file") as e:
        load(file)

    assert f"set the variable {variable}, or {key}_command" in str(e.value)
    assert "hunter2" not in str(e.value)


def in_campaign(*lines: str) -> str:
    """Return the file with other lines about how to log on."""
    return FILE.replace('login = "check"', "\n".join(lines))


AUTH = {
    "password": ('login = "check"',),
    "ims": ('auth = "ims"', 'client_id = "client"', 'scopes = ["openid"]'),
    "session-token": ('auth = "session-token"',),
}
OPTIONAL = {
    "password": {'password_command = "vault"'},
    "ims": {
        'token_url = "https://ims.example/t"',
        'ims = "exchange"',
        'client_secret_command = "vault"',
    },
    "session-token": {'session_token_command = "vault"', 'security_token_command = "vault"'},
}


@pytest.mark.parametrize("auth", AUTH)
def test_every_way_to_log_on(tmp_path: Path, auth: str) -> None:
    """Each way is declared by the keys that it needs, and may have those that it takes besides."""
    least = load_platform(write(tmp_path, in_campaign(*AUTH[auth])))
    most = load_platform(write(tmp_path, in_campaign(*AUTH[auth], *OPTIONAL[auth])))

    assert least.campaign.auth == most.campaign.auth == auth
    assert least.campaign.token_url == IMS_ENDPOINT
    assert "vault" not in repr(most)
    assert "vault" not in most.model_dump_json()


@pytest.mark.parametrize(
    ("auth", "missing"), [("password", "login"), ("ims", "client_id"), ("ims", "scopes")]
)
def test_way_to_log_on_lacks_a_key(tmp_path: Path, auth: str, missing: str) -> None:
    """What a way to log on needs is demanded by its name."""
    lines = [line for line in AUTH[auth] if not line.startswith(missing)]

    with pytest.raises(EnvironmentFileError, match=f"'{missing}' is missing; auth = '{auth}'"):
        load(write(tmp_path, in_campaign(*lines)))


@pytest.mark.parametrize(
    ("auth", "owner", "line"),
    [
        (auth, owner, line)
        for auth in AUTH
        for owner in AUTH
        if auth != owner
        for line in sorted({*AUTH[owner], *OPTIONAL[owner]})
        if not line.startswith("auth")
    ],
)
def test_key_of_another_way_to_log_on(tmp_path: Path, auth: str, owner: str, line: str) -> None:
    """A key that the declared way does not use is named, with the way that it belongs to."""
    key = line.partition(" ")[0]

    with pytest.raises(
        EnvironmentFileError, match=f"'{key}' belongs to auth = '{owner}'; here it is '{auth}'"
    ):
        load(write(tmp_path, in_campaign(*AUTH[auth], line)))


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ('token_url = "http://ims.example/t"', "an https:// URL"),
        ('token_url = "https://me:pw@ims.example/t"', "a login does not belong"),
        ('token_url = "ims.example"', "allowed: an absolute"),
        ('ims = "jwt"', "'bearer' or 'exchange'"),
        ('scopes = "openid"', "campaign.scopes"),
    ],
)
def test_identity_service_is_wrong(tmp_path: Path, line: str, message: str) -> None:
    """A client's secret goes nowhere but to an https URL; a mistake is named."""
    lines = [each for each in AUTH["ims"] if each.partition(" ")[0] != line.partition(" ")[0]]

    with pytest.raises(EnvironmentFileError, match=message) as error:
        load(write(tmp_path, in_campaign(*lines, line)))

    assert "me:pw" not in str(error.value)


def test_mid_sourcing_server(tmp_path: Path) -> None:
    """It is declared as the application server is, in a table of its own; the click takes longer.

    Only [campaign] can ask for the workflow.
    """
    declared = FILE.replace("[test_mail]", f"{MID_SOURCING}ca_file = 'mid.pem'\n[test_mail]")
    environment = load_platform(write(tmp_path, declared))

    assert environment.mid_sourcing is not None
    assert environment.mid_sourcing.instance == "mid"
    assert environment.mid_sourcing.ca_file == tmp_path / "mid.pem"
    assert environment.tracking_log_s == 9_000  # noqa: PLR2004  (with a synchronisation)
    wrong = declared.replace("ca_file = 'mid.pem'", "trigger_tracking_workflow = true")
    with pytest.raises(EnvironmentFileError, match=r"mid_sourcing.trigger_tracking_workflow"):
        load(write(tmp_path, wrong))


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('"mid"', '"m i d"', "mid_sourcing.instance = 'm i d'"),
        ('"https://mid.', '"mid.', "mid_sourcing.url = 'mid.example.com'"),
        ('login = "mid-check"', "", "the key 'login' is missing"),
        ('login = "mid-check"', 'auth = "ims"', "the key 'client_id' is missing; auth = 'ims'"),
        ('login = "mid-check"', 'lgoin = "x"', "'mid_sourcing.lgoin' is unknown.*'login'"),
    ],
)
def test_mid_sourcing_server_is_wrong(tmp_path: Path, old: str, new: str, message: str) -> None:
    """A mistake in its table is named with the table."""
    mid = MID_SOURCING.replace(old, new)
    assert mid != MID_SOURCING

    with pytest.raises(EnvironmentFileError, match=message) as error:
        load(write(tmp_path, FILE.replace("[test_mail]", f"{mid}[test_mail]")))

    assert "mid_sourcing" in str(error.value)


@pytest.mark.parametrize(
    ("line", "send"),
    [("", "prepare"), ('send = "prepare"', "prepare"), ('send = "submit"', "submit")],
)
def test_way_to_send(tmp_path: Path, line: str, send: str) -> None:
    """What is not declared otherwise is prepared as a job, and read back."""
    environment = load_platform(write(tmp_path, FILE.replace("[mailbox]", f"{line}\n[mailbox]")))

    assert environment.test_mail.send == send


def test_unknown_environment_names_the_known_ones() -> None:
    """A typo says which environments there are, and which was probably meant."""
    with pytest.raises(EnvironmentFileError, match=r"did you mean lab.*example, lab"):
        find("labb", ENVIRONMENTS)
    with pytest.raises(EnvironmentFileError, match=r"nowhere\.toml does not exist"):
        find("nowhere.toml", ENVIRONMENTS)


def test_shipped_files_are_valid() -> None:
    """What we ship can be used as it is."""
    assert isinstance(load(find("lab", ENVIRONMENTS)), EmbeddedLab)
    assert load(find("example", ENVIRONMENTS)).name == "example"


def test_lab_file_is_validated(tmp_path: Path) -> None:
    """A file that stands for a lab has its mistakes named, too."""
    file = write(tmp_path, 'name = "x"\nsimulation = true\n[lab]\ntracking_server = 3\n')

    with pytest.raises(EnvironmentFileError, match="did you mean 'tracking_servers'"):
        load(file)
    with pytest.raises(EnvironmentFileError, match="'hosting' is missing"):
        load_platform(file)


@pytest.mark.parametrize(("hosting", "limit_s"), [("adobe", 3900), ("hybrid", 9000)])
def test_hosting_decides(tmp_path: Path, hosting: str, limit_s: float) -> None:
    """Where Adobe hosts the tracking servers, internal URLs are never asked."""
    environment = load_platform(write(tmp_path, FILE.replace("on-premise", hosting)))

    assert (environment.internal_reachable, environment.tracking_log_s) == (False, limit_s)


@pytest.mark.parametrize(
    ("host", "public"),
    [
        ("t.example.com", True),
        ("8.8.8.8", True),
        ("10.30.74.11", False),
        ("127.0.0.1", False),
        ("[::1]", False),
        ("localhost", False),
        ("front1", False),
        ("front1.internal", False),
    ],
)
def test_public_hosts(host: str, public: bool) -> None:  # noqa: FBT001  (a table)
    """A host is public if recipients anywhere could use it (R-16)."""
    assert is_public(host) is public


@given(st.text())
def test_any_text_as_url(text: str) -> None:
    """Whatever is declared as a URL is taken apart or refused; nothing else happens."""
    with contextlib.suppress(ValueError):
        assert split_url(text).hostname


@given(st.text(max_size=200))
def test_any_text_as_file(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    """Whatever stands in the file, it is read or refused with its name."""
    file = tmp_path_factory.mktemp("any") / "any.toml"
    file.write_bytes(text.encode("utf-8", "surrogatepass"))

    with pytest.raises(EnvironmentFileError, match=r"any\.toml"):
        load(file)


def test_environment_is_frozen(tmp_path: Path) -> None:
    """What was declared does not change on the way."""
    environment = load_platform(write(tmp_path, FILE))

    with pytest.raises(ValueError, match="frozen"):
        setattr(environment, "name", "other")  # noqa: B010  (the type checker forbids it, too)


HOST = """
[[host]]
name = "trk1"
role = "tracking"
connection = "ssh://neolane@trk1"
"""


def test_host(tmp_path: Path) -> None:
    """A declared host has its defaults; a folder of copies lies beside the file."""
    text = HOST + '[[host]]\nname = "app"\nrole = "application"\nconnection = "copy://copies/app"\n'
    environment = load_platform(write(tmp_path, FILE + text))
    tracking, application = environment.host

    assert environment.machine_roles == {
        "app": "application",
        "trk1": "tracking",
        "trk2": "tracking",
    }
    assert environment.instance_of(tracking) == "prod"
    assert tracking.nlserver == "nlserver"
    assert application.connection == f"copy://{tmp_path}/copies/app"
    assert (application.is_copy, tracking.is_copy) == (True, False)


def test_hosts_with_a_mid_sourcing_server(tmp_path: Path) -> None:
    """Tracking servers belong to the instance that executes; who is not declared has a name."""
    environment = load_platform(write(tmp_path, FILE + MID_SOURCING + HOST))

    assert environment.instance_of(environment.host[0]) == "mid"
    assert list(environment.machine_roles) == ["app", "mid", "trk1", "trk2"]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (('"ssh://neolane@trk1"', '"telnet://trk1"'), "allowed: local://, ssh://, docker://"),
        (('"ssh://neolane@trk1"', '"trk1"'), "allowed: local://, ssh://"),
        (('"ssh://neolane@trk1"', '"ssh://"'), "ssh://neolane@trk1"),
        (('"ssh://neolane@trk1"', '"ssh://neolane:hunter2@trk1"'), "a password does not belong"),
        (('name = "trk1"', 'name = "trk9"'), "allowed: trk1, trk2"),
        (('role = "tracking"', 'role = "frontal"'), "'application', 'tracking' or 'mid-sourcing'"),
        (
            ('role = "tracking"', 'role = "tracking"\naddress = "trk1"'),
            "host.trk1.address = 'trk1'",
        ),
        (('role = "tracking"', 'role = "tracking"\nreloaded_at = 2026-11-25T10:00:00'), "timezone"),
        (
            ('role = "tracking"', 'role = "tracking"\npassword = "secret"'),
            "a secret does not belong",
        ),
        (
            ('role = "tracking"', 'role = "tracking"\nconfdir = "x"'),
            "'host.trk1.confdir' is unknown; did you mean 'conf_dir'?",
        ),
    ],
)
def test_host_mistakes(tmp_path: Path, change: tuple[str, str], words: str) -> None:
    """A mistake in a host is named, with what is allowed, and never a password."""
    with pytest.raises(EnvironmentFileError) as error:
        load_platform(write(tmp_path, FILE + HOST.replace(*change)))

    assert words in str(error.value)
    assert "hunter2" not in str(error.value)


def test_hosts_have_different_names(tmp_path: Path) -> None:
    """Two hosts of one name would be one id of two checks."""
    with pytest.raises(EnvironmentFileError, match="two \\[\\[host\\]\\] are called 'trk1'"):
        load_platform(write(tmp_path, FILE + HOST + HOST))


@pytest.mark.parametrize(
    ("hosting", "role"), [("adobe", "application"), ("adobe", "tracking"), ("hybrid", "tracking")]
)
def test_adobes_hosts_cannot_be_declared(tmp_path: Path, hosting: str, role: str) -> None:
    """Nobody but Adobe reads the files of a server that Adobe hosts."""
    text = FILE.replace("on-premise", hosting) + HOST.replace("tracking", role)

    with pytest.raises(EnvironmentFileError, match="Adobe hosts that server"):
        load_platform(write(tmp_path, text))


@given(st.text("".join(map(chr, range(0x21, 0x7F))) + "\u00e9\u65e5", max_size=8))
def test_landing_url_survives_a_text_part(tail: str) -> None:
    """A landing page that is accepted is found in a text part as it was written there."""
    try:
        declared = TypeAdapter(LandingUrl).validate_python(f"https://www.example.com/{tail}")
    except ValidationError:
        assert set(tail) & set('@()[]{}<>"')
        return
    written = marked(declared, "token")

    assert [link.href for link in links_in_text(f"the page: ({written})\n")] == [written]


@pytest.mark.parametrize(
    ("landing_url", "landing_hosts", "hosts"),
    [
        ("https://www.example.com/check", (), set()),
        ("https://www.example.com/check", ("Example.com",), {"www.example.com", "example.com"}),
        (
            "https://www.example.com:443/",
            ("a.example:8443",),
            {"www.example.com", "a.example:8443"},
        ),
        ("http://www.example.com:8080/", ("a.example",), {"www.example.com:8080", "a.example"}),
        ("https://b\u00fccher.example/", ("a.example",), {"xn--bcher-kva.example", "a.example"}),
    ],
)
def test_landing_hosts(landing_url: str, landing_hosts: tuple[str, ...], hosts: set[str]) -> None:
    """Only where some are declared a page is requested, by the usual ports or the declared one."""
    mail = TestMail(
        template="mail",
        recipient="check@example.com",
        allowed_recipients=("*",),
        landing_url=landing_url,
        landing_hosts=landing_hosts,
    )

    assert mail.requested_landing_hosts == hosts


@pytest.mark.parametrize("host", ["a.example:", "a.example:0", "a.example:123456", "a:b", "a/b"])
def test_no_landing_host(host: str) -> None:
    """What is no host, with or without a port, is refused."""
    with pytest.raises(ValidationError):
        TypeAdapter(LandingHost).validate_python(host)

"""An environment file is read once, and every mistake in it becomes one clear sentence."""

import contextlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaign_tracking.environment import EmbeddedLab, is_public, split_url
from campaign_tracking.environment_file import (
    EnvironmentFileError,
    find,
    load,
    load_platform,
)

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
        ('kind = "maildir"', 'kind = "imap"', "mailbox.kind = 'imap': .*'maildir'"),
        ('kind = "maildir"', 'kind = "maildir"\nport = 1', "'mailbox.port' is unknown"),
        ('name = "prod"', 'name = "pröd x"', "name = 'pröd x'"),
        ('name = "prod"', "name = ", "not valid TOML"),
        ("[mailbox]", "[limits]\nanswer = 0\n[mailbox]", "limits.answer = 0"),
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


@pytest.mark.parametrize("key", ["password", "client_secret", "session_token"])
def test_refuses_a_secret(tmp_path: Path, key: str) -> None:
    """A secret in the file is refused, with a word on where it belongs, and never repeated."""
    file = write(tmp_path, FILE.replace("[tracking]", f'{key} = "hunter2-canary"\n[tracking]'))

    with pytest.raises(
        EnvironmentFileError, match=f"CAMPAIGN_TRACKING_CAMPAIGN_{key.upper()}"
    ) as e:
        load(file)

    assert "hunter2" not in str(e.value)


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

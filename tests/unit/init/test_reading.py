"""What is seen of servers, on loopback; and what a platform that refuses has us say."""

import socket
from collections.abc import Iterator

import pytest

from campaign_tracking.access import Access
from campaign_tracking.campaign.platform import Barrier, Platform
from campaign_tracking.campaign.session import Session
from campaign_tracking.environment import ApplicationServer
from campaign_tracking.init import reading
from campaign_tracking.init.errors import PlatformError
from campaign_tracking.init.secrets import KnownSecrets
from campaign_tracking.redirection.endpoint import Name
from campaign_tracking.redirection.silence import Silence
from tests.unit.campaign.answers import ROUTER, URL, a_fault
from tests.unit.init.fake_platform import RECIPIENT, SECRET, VARIABLE, FakePlatform

ACCESS = Access(
    table="campaign",
    server=ApplicationServer(url=URL, instance="prod", login="check"),
    own=False,
)


@pytest.fixture
def listening() -> Iterator[str]:
    """A URL at which something listens."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield f"http://127.0.0.1:{server.getsockname()[1]}"


@pytest.fixture
def closed() -> str:
    """A URL at which nothing listens."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        return f"http://127.0.0.1:{server.getsockname()[1]}"


def test_reach(listening: str, closed: str) -> None:
    """Whoever connects or refuses is in our network; answers come in the order asked."""
    seen = reading.reach([closed, listening])

    assert [(each.url, each.network, each.words) for each in seen] == [
        (closed, True, "refused"),
        (listening, True, "reachable"),
    ]


def test_reach_without_a_name(monkeypatch: pytest.MonkeyPatch) -> None:
    """A name that is not known here is none of our network."""
    nothing = Name(addresses=(), silence=Silence.NAME_NOT_FOUND, words="", elapsed_s=0)
    monkeypatch.setattr(reading, "resolve", lambda _host, *, limit_s: nothing)  # noqa: ARG005

    seen = reading.reach(["http://front1"])

    assert [(each.network, each.words) for each in seen] == [(False, "name not found")]


def test_nobody_to_reach() -> None:
    """Without internal URLs nothing is asked."""
    assert reading.reach([]) == []


@pytest.mark.parametrize(
    ("barrier", "words", "unknown"),
    [
        (Barrier.CERTIFICATE, "certificate of an unknown authority (…)", True),
        (Barrier.IDENTITY_SERVICE, "https://ims: certificate of an unknown authority", True),
        (Barrier.CERTIFICATE, "certificate expired (…)", False),
        (Barrier.REFUSED, "certificate of an unknown authority", False),
        (None, "", False),
    ],
)
def test_private_authority(barrier: Barrier | None, words: str, *, unknown: bool) -> None:
    """Only where a private authority is all that is missing is its file asked for."""
    platform = Platform(url=URL, barrier=barrier, words=words)

    assert reading.is_unknown_authority(platform) is unknown


def test_redirect_is_no_lab(monkeypatch: pytest.MonkeyPatch) -> None:
    """A server that sends us elsewhere is no lab."""
    monkeypatch.setenv(VARIABLE, SECRET)
    with FakePlatform().answering() as wire:
        wire.replace("GET", f"{URL}/r/test", status=302, headers={"Location": "https://other/"})
        with reading.visited(ACCESS, None, KnownSecrets()) as seen:
            assert seen.platform.logged_on
            assert seen.platform.is_lab is False


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (a_fault("SOP-330011 No.", "XTK-170006 No right."), "give the operator a right to read"),
        ("<html>", "not readable: "),
    ],
)
def test_what_cannot_be_read(monkeypatch: pytest.MonkeyPatch, body: str, words: str) -> None:
    """A missing right is named as the checks name it; anything else is told as it came."""
    monkeypatch.setenv(VARIABLE, SECRET)
    with (
        FakePlatform().answering() as wire,
        reading.visited(ACCESS, None, KnownSecrets()) as seen,
    ):
        assert seen.session is not None
        wire.remove("POST", ROUTER)
        wire.post(ROUTER, body)
        for read, schema in ((reading.read_templates, "nms:delivery"), (_option, "xtk:option")):
            with pytest.raises(PlatformError, match=words) as error:
                read(seen.session)
            assert (schema in str(error.value)) is words.startswith("give")
        with pytest.raises(PlatformError, match=words):
            reading.wrong_with_recipient(seen.session, "mail", RECIPIENT)


def _option(session: Session) -> object:
    return reading.read_wizard(session)

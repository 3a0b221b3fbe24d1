"""What is asked, what is read, and what becomes of whatever the platform says."""

import tomllib
from collections.abc import Mapping

import pytest
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from campaign_tracking.environment_file import load_platform
from campaign_tracking.init.document import render
from campaign_tracking.init.errors import InitError, PlatformError, WrongUsageError
from campaign_tracking.init.project import write
from campaign_tracking.init.reading import Reached
from campaign_tracking.init.run import demand_no_secret
from tests.unit.init.fake_platform import (
    GIVEN,
    OPTIONS,
    RECIPIENT,
    SECRET,
    VARIABLE,
    FakePlatform,
    Held,
)

TRK1, TRK2 = "http://10.30.167.12", "http://10.30.74.11"
HOSTILE = st.one_of(
    st.text(max_size=30),
    st.sampled_from(['"""', "'''", 'a"\n[limits]\nconnect = 1', "# x", SECRET, "\\u0000", "a'b"]),
    st.sampled_from(["http://t.example.com", f"http://{SECRET}", "https://x.example/r/", ","]),
)

URLS = (*OPTIONS.values(), "https://front1:8080", "http://10.0.0.1,,https://b'c.example")


def mostly(*usual: str) -> st.SearchStrategy[str]:
    """Return something usual, or now and then something hostile."""
    return st.integers(0, 5).flatmap(lambda n: st.sampled_from(usual) if n else HOSTILE)


@pytest.fixture(autouse=True)
def _password(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, SECRET)


def test_reads_what_can_be_read() -> None:
    """Instance, external URLs and internal URLs come from the platform, in the wizard's order."""
    draft = Held().hold(FakePlatform())

    assert draft.campaign.server.instance == "prod"
    assert (draft.wizard.url, draft.wizard.secure_url) == tuple(OPTIONS.values())[:2]
    assert list(draft.wizard.internal_urls.items()) == [("trk1", TRK1), ("trk2", TRK2)]
    assert (draft.template, draft.simulation, draft.mailbox) == ("mail", False, None)


@pytest.mark.parametrize(
    ("seen", "reachable"),
    [({}, False), ({TRK2: True}, True), ({TRK1: False, TRK2: False}, False)],
)
def test_internal_urls_are_asked_where_one_answers(
    seen: Mapping[str, bool], *, reachable: bool
) -> None:
    """One tracking server that can be asked is enough: the others are for the checks."""
    reached = {url: Reached(url=url, network=yes, words="-") for url, yes in seen.items()}

    assert Held(reached=reached).hold(FakePlatform()).internal_reachable is reachable


@pytest.mark.parametrize("hosting", ["hybrid", "adobe"])
def test_adobes_servers_are_never_asked(hosting: str) -> None:
    """Where Adobe hosts the tracking servers nobody connects to them."""
    held = Held(reached={TRK1: Reached(url=TRK1, network=True, words="-")})
    draft = held.hold(FakePlatform(), {**GIVEN, "--hosting": hosting})

    assert draft.internal_reachable is False
    assert "Connecting to the internal URLs ..." not in held.shown


@pytest.mark.parametrize(("server", "lab"), [("campaign-tracking-lab", True), ("Apache", False)])
def test_lab_is_known_by_its_header(server: str, *, lab: bool) -> None:
    """A lab is declared as a simulation, with limits of its own; a platform is not."""
    text = render(Held().hold(FakePlatform(server=server)))

    assert ("simulation = true" in text, "[limits]" in text) == (lab, lab)


def test_what_cannot_be_declared_is_left_out() -> None:
    """A wizard with mistakes in it is declared without them, and they are told."""
    options = {
        **OPTIONS,
        "NmsTracking_ServerUrlList": f"{TRK1},front2,http://a\u202eb",
        "NmsTracking_SecureServerUrl": "t.e",
    }
    held = Held()
    found = held.hold(FakePlatform(options=options)).wizard

    assert (dict(found.internal_urls), found.secure_url) == ({"trk1": TRK1}, "")
    assert [line for line in held.shown if "'front2' is left out" in line]
    assert [line for line in held.shown if "characters that nobody sees" in line]
    assert [line for line in held.shown if "'t.e' is left out" in line]


def test_external_url_is_asked_for_where_there_is_none() -> None:
    """Without any external URL somebody must say which there should be."""
    nothing = FakePlatform(options={})

    with pytest.raises(WrongUsageError, match="--tracking-url"):
        Held().hold(nothing)
    found = Held().hold(nothing, {**GIVEN, "--tracking-url": "https://t.example.com"}).wizard
    assert (found.url, found.secure_url) == ("", "https://t.example.com")


def test_instance_is_asked_for_where_it_is_not_told() -> None:
    """A platform that does not tell its instance has it declared by whoever answers."""
    with pytest.raises(WrongUsageError, match="--instance"):
        Held().hold(FakePlatform(instance=""))
    draft = Held().hold(FakePlatform(instance=""), {**GIVEN, "--instance": "prod2"})
    assert draft.campaign.server.instance == "prod2"


@pytest.mark.parametrize(
    ("platform", "words"),
    [
        (FakePlatform(recipients=2), "2 recipients of the platform have it, expected 1"),
        (FakePlatform(recipients=0), "0 recipients"),
        (FakePlatform(seeds=1), "it is a seed address"),
        (FakePlatform(templates={}), "pass --template"),
    ],
)
def test_recipient_and_template_must_be_right(platform: FakePlatform, words: str) -> None:
    """Exactly one recipient has the address, and no seed address is it; there is a template."""
    with pytest.raises(WrongUsageError, match=words):
        Held().hold(platform)


@pytest.mark.parametrize("address", ["*@example.com", "a[b]@example.com", "no address"])
def test_recipient_is_no_pattern(address: str) -> None:
    """The recipient is the only allowed one: what reads as a pattern is refused."""
    with pytest.raises(WrongUsageError, match="--recipient"):
        Held().hold(FakePlatform(), {**GIVEN, "--recipient": address})


def test_templates_are_offered_as_plain_text() -> None:
    """What the platform calls its templates does nothing to a terminal."""
    held = Held()
    held.hold(FakePlatform(templates={"mail": "\x9b31mred\x85\u202e", "x": SECRET}))

    shown = "\n".join(held.shown)
    assert "mail" in shown
    assert shown.replace("\n", "").isprintable()
    assert SECRET not in shown


def test_secret_in_what_was_read_is_refused() -> None:
    """A platform that echoes the password as its instance gets no file."""
    held = Held()
    text = render(held.hold(FakePlatform(instance=SECRET)))

    with pytest.raises(PlatformError, match=r"campaign\.instance would hold a secret"):
        demand_no_secret(text, held.known)


@settings(
    max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    instance=mostly("prod"),
    urls=st.lists(mostly(*URLS), min_size=4, max_size=4),
    label=HOSTILE,
    login=mostly("check", "a'b\"c", "\\u0000 # x", "[campaign]"),
    page=mostly("https://www.example.com/check", "https://www.example.com/\"?a='b'#c\\"),
)
def test_whatever_is_said(
    tmp_path_factory: pytest.TempPathFactory,
    instance: str,
    urls: list[str],
    label: str,
    login: str,
    page: str,
) -> None:
    """The file is valid, says what was read and holds no secret; or there is a clear error."""
    platform = FakePlatform(
        instance=instance,
        options=dict(zip((*OPTIONS, "NmsServer_URL"), urls, strict=True)),
        templates={"mail": label},
    )
    held, file = Held(), tmp_path_factory.mktemp("any") / "prod.toml"
    answers = {**GIVEN, "--login": login, "--landing-url": page}
    try:
        draft = held.hold(platform, answers)
        text = render(draft)
        demand_no_secret(text, held.known)
        write(file, text)
    except InitError as error:
        event(type(error).__name__)
        told = str(error)
    else:
        event("written")
        told = text
        environment = load_platform(file)
        assert tomllib.loads(text)["campaign"]["login"] == login.strip()
        assert environment.tracking.internal_urls == draft.wizard.internal_urls
        assert environment.test_mail.allowed_recipients == (RECIPIENT,)

    assert told
    assert SECRET not in told + "".join(held.shown)
    assert list(file.parent.iterdir()) == ([file] if told.startswith("#") else [])

"""Seals: whether two secrets are the same can be told, what they are cannot."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from campaign_tracking.seal import Seal
from campaign_tracking.server_files.values import kept_value

SECRETS = st.text(min_size=1).filter(str.strip)


@given(SECRETS, SECRETS)
@example("abc", "uabc")
@example("\ud800", "\udc00")
def test_same_seals_are_same_secrets(one: str, other: str) -> None:
    """Within a run the seals of two secrets are equal if and only if the secrets are."""
    seal = Seal()

    assert (seal(one) == seal(other)) == (one == other)


@given(SECRETS)
def test_a_seal_is_of_its_run(secret: str) -> None:
    """Another run's seal of the same secret is another."""
    assert Seal()(secret) != Seal()(secret)


@pytest.mark.parametrize("name", ["trackingPassword", "databaseId", "PASSWORD", "login", "apiKey"])
def test_a_seal_shows_nothing(name: str) -> None:
    """Neither a part of the secret is in its seal, nor the key in what the sealer shows."""
    seal = Seal()

    sealed = kept_value(name, "myPassword=", seal)
    assert sealed.startswith("#")
    assert len(sealed) == len("#") + 8
    assert set(sealed[1:]) <= set("0123456789abcdef")
    assert "_key" not in repr(seal)


@given(SECRETS.filter(lambda text: not text.startswith("u")))
def test_the_unicode_prefix_stays(database_id: str) -> None:
    """With and without the leading u of a database identifier, the rest of the seal is the same."""
    seal = Seal()

    assert seal(f"u{database_id}") == f"u{seal(database_id)}"
    assert not seal(database_id).startswith("u")


@pytest.mark.parametrize("nothing", ["", " ", "\t\n"])
def test_nothing_has_no_seal(nothing: str) -> None:
    """An empty secret stays recognisable as one."""
    assert Seal()(nothing) == ""
    assert kept_value("trackingPassword", nothing, Seal()) == ""


@pytest.mark.parametrize("name", ["url", "id", "autoStart", "enabledIf", "httpPort"])
def test_what_is_no_secret_is_kept(name: str) -> None:
    """Other attributes are shown as they stand."""
    assert kept_value(name, " uValue ", Seal()) == " uValue "

"""What is wrong with the set-up of the verification: each cause comes of how a logon is refused."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaign_tracking.campaign.platform import Barrier
from campaign_tracking.diagnosis import diagnose
from campaign_tracking.diagnosis.cause import Cause
from campaign_tracking.diagnosis.owner import Owner
from campaign_tracking.diagnosis.setup import SETUP
from campaign_tracking.diagnosis.telling import tell
from campaign_tracking.environment import Environment
from campaign_tracking.facts import Facts
from tests.unit.checks.healthy import MID_ENVIRONMENT, PLATFORM, barred
from tests.unit.diagnosis.log.healthy import facts, hosted, with_setting
from tests.unit.samples import environment

ZONE = "XSV-350013 The '192.0.2.1' IP address via which you are trying to connect is not allowed"
PASSWORD = "XSV-350012 Invalid login or password. Connection denied."
NO_CODE = "Native authentication is disabled."
TOKEN_REFUSED = "the identity service's token is not accepted (expired)"
IMS = environment(
    campaign={
        "url": "https://campaign.example.com",
        "instance": "prod",
        "auth": "ims",
        "client_id": "client",
        "scopes": ["openid"],
    }
)


def refused(
    words: str, barrier: Barrier = Barrier.REFUSED, environment_: Environment | None = None
) -> Facts:
    """Return what was seen where nothing was but a logon that was refused."""
    return Facts(environment=environment_ or environment(), platform=barred(barrier, words))


def of_this_part(seen: Facts) -> list[Cause]:
    """Return the causes of this part of the catalogue."""
    return [tell(seen, known, sign) for known in SETUP for sign in known.find(seen)]


def found(seen: Facts) -> list[tuple[str, bool]]:
    """Return the causes of the whole catalogue, and whether they are only likely."""
    causes = diagnose(seen)
    assert {cause.owner for cause in causes} <= {Owner.SETUP}
    assert {cause.subject for cause in causes} <= {PLATFORM.url, "https://mid.example.com"}
    return [(cause.id[0], cause.likely) for cause in causes]


@pytest.mark.parametrize(
    ("seen", "expected"),
    [
        (refused(ZONE), [("operator-zone-refused", False)]),
        (refused(ZONE, environment_=IMS), [("operator-zone-refused", False)]),
        (
            refused(ZONE, environment_=environment(hosting="adobe")),
            [("operator-zone-refused", False)],
        ),
        (refused(NO_CODE), [("native-login-disabled", True)]),
        (refused(NO_CODE, environment_=IMS), [("technical-operator-missing", True)]),
        (refused(PASSWORD), []),
        (refused(PASSWORD, environment_=IMS), []),
        (refused(TOKEN_REFUSED, environment_=IMS), []),
        (refused(NO_CODE, Barrier.UNREACHABLE), []),
        (refused(NO_CODE, Barrier.IDENTITY_SERVICE, environment_=IMS), []),
    ],
)
def test_refusal(seen: Facts, expected: list[tuple[str, bool]]) -> None:
    """The code tells the zone; without one, the way to log on tells what is likely."""
    assert found(seen) == expected


def test_native_login_by_the_file() -> None:
    """Where the application server's file was read, it singles the cause out."""
    path = "shared/imsConfig/nonIMSAuthnAPI"
    machines = with_setting("app", "serverConf.xml", path, disableAPI="true")
    (cause,) = of_this_part(replace(refused(NO_CODE), machines=machines))

    assert (cause.id, cause.likely) == (("native-login-disabled",), False)
    assert 'nonIMSAuthnAPI/@disableAPI = "true"' in cause.evidence[-1]


def test_plain_http() -> None:
    """Over plain HTTP a refusal without a code may be about that."""
    plain = barred(Barrier.REFUSED, NO_CODE, url="http://campaign.example.com")

    assert found(replace(refused(""), platform=plain)) == []


def test_on_the_mid() -> None:
    """A mid-sourcing server that does not let us in is named by its URL."""
    mid = barred(Barrier.REFUSED, ZONE, url="https://mid.example.com")
    (cause,) = diagnose(Facts(environment=MID_ENVIRONMENT, platform=PLATFORM, mid_platform=mid))

    assert (cause.id, cause.subject) == (("operator-zone-refused",), "https://mid.example.com")


@pytest.mark.parametrize("seen", [facts(platform=PLATFORM), hosted(platform=PLATFORM)])
def test_nothing_is_wrong(seen: Facts) -> None:
    """Who is let in has no cause to look for."""
    assert of_this_part(seen) == []


@given(st.text())
def test_any_words(words: str) -> None:
    """Whatever was said, at most one cause is found, and never another's."""
    assert len(found(refused(words))) <= 1

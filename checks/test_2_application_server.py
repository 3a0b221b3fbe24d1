"""Step 2: the application server answers, and we can log on.

Everything that follows is read and sent through it.
"""

import pytest

from campaign_tracking.campaign.errors import is_refusal
from campaign_tracking.campaign.platform import Barrier, Platform
from campaign_tracking.campaign.session import SessionLife
from campaign_tracking.environment import Environment
from campaign_tracking.judgement import NotApplicable, NotConfigured, explained_by
from campaign_tracking.rules import rule
from checks import test_1_server_files as files

pytestmark = [pytest.mark.connectivity, pytest.mark.stage("application server")]


def refused(page: str) -> bool:
    """Whether a page was refused to us, which says nothing of what it would have told.

    Of codes only the session layer's count: a database in trouble tells one, too.
    """
    of_session = any(code in page for code in ("XSV-350008", "XSV-350012", "XSV-350013"))
    by_campaign = of_session or ("XSV-" in page and is_refusal(page))
    return by_campaign or page.startswith(("HTTP 401", "HTTP 403", "HTTP 302"))


def nothing_asked(platform: Platform) -> None:
    """Leave a check of an application server that nobody asked."""
    if not platform.was_asked:
        raise NotApplicable(f"it was not asked: {platform.words}")


def test_identity_service_grants_a_token(platform: Platform, environment: Environment) -> None:
    """Adobe's identity service grants a token for the client id and secret.

    If it fails: whoever set up this verification compares client_id, scopes and the secret with the
    credential in the Developer Console; a secret may have been rotated. If nothing answers, the
    network administrator lets this machine reach token_url.
    """
    if environment.campaign.auth != "ims":
        raise NotApplicable(f"[campaign] auth = {environment.campaign.auth!r} needs none")

    assert platform.barrier is not Barrier.IDENTITY_SERVICE, platform.words


def test_application_server_answers(platform: Platform) -> None:
    """Something answers at the application server's URL.

    If it fails: compare [campaign] url with what the client console uses. If it is right, the
    server administrator looks at the web server and the web process of the application server.
    """
    nothing_asked(platform)

    silent = platform.barrier is Barrier.UNREACHABLE
    assert not silent, f"{platform.url}: {platform.words}"


@explained_by(test_application_server_answers)
def test_its_certificate_is_trusted(platform: Platform) -> None:
    """The application server's certificate is valid, for its name, of a trusted authority.

    If it fails: the server administrator renews the certificate, or its chain; a private authority
    is declared as [campaign] ca_file.
    """
    nothing_asked(platform)
    if platform.url.startswith("http://"):
        raise NotApplicable("[campaign] url is plain HTTP")

    refused_it = platform.barrier in {Barrier.CERTIFICATE, Barrier.UNREACHABLE}
    assert not refused_it, f"{platform.url}: {platform.words}"


@explained_by(test_its_certificate_is_trusted, test_application_server_answers)
def test_it_is_campaign(platform: Platform) -> None:
    """What answers is Campaign's SOAP router, not a proxy, a login page or another web site.

    If it fails: correct [campaign] url, or have the proxy let /nl/jsp/soaprouter.jsp through from
    this machine.
    """
    nothing_asked(platform)

    known = platform.logged_on or platform.barrier is Barrier.REFUSED
    assert known, f"{platform.url}: {platform.words}"


@rule(
    "R-52",
    reads="the answer to Logon",
    why="an operator is let in only from an address in his security zone",
    source="security-zones.md",
)
@explained_by(test_it_is_campaign, test_application_server_answers)
@explained_by(test_identity_service_grants_a_token)
def test_we_can_log_on(platform: Platform, environment: Environment) -> None:
    """The operator of this verification can log on.

    If it fails: whoever set up this verification looks at login and password (XSV-350012); the
    Campaign administrator at the operator's security zone and this machine's address (XSV-350013),
    and at allowHTTP if the URL is plain HTTP. See docs/authentication.md.
    """
    who = environment.campaign.login or f"auth = {environment.campaign.auth!r}"
    assert platform.logged_on, f"{platform.url}: {who} cannot log on: {platform.words}"


@pytest.mark.judged_last
@explained_by(test_we_can_log_on)
def test_session_lasts(session_life: SessionLife, mid_session_life: SessionLife) -> None:
    """The session lasts to the end, renewed once if it expires, and every call is answered.

    If it fails: where it was lost, the server administrator looks at what forgets sessions: several
    application servers behind a balancer without stickiness, a proxy that drops cookies or
    X-Security-Token, a restart; a session token that was given is replaced by a new one. Where an
    answer did not come, at the application server's web process, or the identity service. Run this
    again.
    """
    there = f"the mid-sourcing server: {mid_session_life.trouble}"

    assert not session_life.trouble, session_life.trouble
    assert not mid_session_life.trouble, there


@explained_by(files.test_instance_has_its_file, needed=False)
@explained_by(test_we_can_log_on)
def test_it_is_the_declared_instance(platform: Platform, environment: Environment) -> None:
    """The instance that answers is the declared one.

    If it fails: correct [campaign] url or instance; or the URL's host name falls under the DNS mask
    of another instance, which the server administrator corrects.
    """
    if platform.logged_on and not platform.instance:
        raise NotApplicable("the platform does not tell its instance at logon")
    declared = environment.campaign.instance

    assert platform.instance == declared, f"expected {declared}, got {platform.instance or 'none'}"


@explained_by(test_session_lasts, test_we_can_log_on)
def test_database_answers(platform: Platform, session_life: SessionLife) -> None:
    """ping.jsp finds web server, web module and database in order.

    If it fails: the Campaign administrator looks at the database and at the connection to it; the
    operator needs rights on the database.
    """
    kept_out = platform.logged_on and refused(platform.ping) and not session_life.lost
    if kept_out and not platform.ping_ok:
        raise NotConfigured(f"let the operator ask ping.jsp from here ({platform.ping[:160]})")

    assert platform.ping_ok, f"ping.jsp: expected OK, got {platform.ping[:200] or 'no answer'}"


@explained_by(test_we_can_log_on)
def test_clock_is_right_there(platform: Platform, environment: Environment) -> None:
    """The application server's clock is right: deliveries and logs carry its time.

    If it fails: whoever runs the machine looks at its time service (NTP).
    """
    if platform.logged_on and platform.clock_ahead_s is None:
        raise NotApplicable("the platform tells no time at logon")
    limit_s, ahead_s = environment.limits.clock_skew, platform.clock_ahead_s or 0.0

    assert platform.logged_on, "nobody logged on"
    assert abs(ahead_s) <= limit_s, f"off by {ahead_s:+.0f} s, at most {limit_s:.0f}"


def test_mid_sourcing_server_can_be_logged_on_to(mid_platform: Platform) -> None:
    """The declared mid-sourcing server answers, is Campaign, and lets us log on.

    If it fails: as for the application server, with [mid_sourcing] in place of [campaign].
    """
    assert mid_platform.logged_on, f"{mid_platform.url}: {mid_platform.words}"


@explained_by(files.test_instance_has_its_file, needed=False)
@explained_by(test_mid_sourcing_server_can_be_logged_on_to)
def test_it_is_the_declared_mid_sourcing_instance(
    mid_platform: Platform, environment: Environment
) -> None:
    """The instance that answers as mid-sourcing server is the declared one.

    If it fails: correct [mid_sourcing] url or instance.
    """
    if mid_platform.logged_on and not mid_platform.instance:
        raise NotApplicable("the mid-sourcing server does not tell its instance")
    declared = environment.mid_sourcing.instance if environment.mid_sourcing else ""

    got = mid_platform.instance or "none"
    assert mid_platform.instance == declared, f"expected {declared}, got {got}"

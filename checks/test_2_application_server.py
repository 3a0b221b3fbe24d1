"""Step 2: the application server answers, and we can log on.

Everything that follows is read and sent through it.
"""

import pytest

from campaign_tracking.campaign.platform import Platform
from campaign_tracking.environment import Environment
from campaign_tracking.judgement import NotApplicable, NotConfigured, explained_by

pytestmark = [pytest.mark.connectivity, pytest.mark.stage("application server")]


def refused(page: str) -> bool:
    """Whether a page was refused to us, which says nothing of what it would have told."""
    return "XSV-" in page or page.startswith(("HTTP 401", "HTTP 403", "HTTP 302"))


def test_application_server_answers(platform: Platform) -> None:
    """Something answers at the application server's URL.

    If it fails: compare [campaign] url with what the client console uses. If it is right, the
    server administrator looks at the web server and the web process of the application server.
    """
    if platform.no_password:
        raise NotApplicable("nothing was asked: there is no password to log on with")

    assert not platform.unreachable, f"{platform.url}: {platform.unreachable}"


@explained_by(test_application_server_answers)
def test_it_is_campaign(platform: Platform) -> None:
    """What answers is Campaign's SOAP router, not a proxy, a login page or another web site.

    If it fails: correct [campaign] url, or have the proxy let /nl/jsp/soaprouter.jsp through from
    this machine.
    """
    if platform.no_password:
        raise NotApplicable("nothing was asked: there is no password to log on with")
    words = platform.unreachable or platform.not_campaign

    assert not words, f"{platform.url}: {words}"


@explained_by(test_it_is_campaign, test_application_server_answers)
def test_we_can_log_on(platform: Platform) -> None:
    """The operator of this verification can log on.

    If it fails: whoever set up this verification looks at login and password (XSV-350012), at the
    operator's security zone and this machine's address (XSV-350013).
    """
    words = platform.refused or platform.no_password
    assert platform.logged_on, f"{platform.url}: {platform.login} cannot log on: {words}"


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


@explained_by(test_we_can_log_on)
def test_database_answers(platform: Platform) -> None:
    """ping.jsp finds web server, web module and database in order.

    If it fails: the Campaign administrator looks at the database and at the connection to it; the
    operator needs rights on the database.
    """
    if not platform.ping_ok and refused(platform.ping):
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

"""Step 6: the landing link is clicked, the open requested, the mirror page looked at.

Only our own links are requested, each once and exactly as received.
"""

from collections.abc import Mapping
from http import HTTPStatus

import pytest

from campaign_tracking.campaign.delivery import Delivery
from campaign_tracking.environment import RESERVED_IDS, Environment
from campaign_tracking.judgement import explained_by
from campaign_tracking.redirection.click import Click
from campaign_tracking.redirection.endpoint import Endpoint
from campaign_tracking.redirection.silence import CERTIFICATE
from campaign_tracking.redirection.walk import Walk
from campaign_tracking.rules import rule
from campaign_tracking.urls import netloc
from checks import test_1_network as network
from checks import test_1_server_files as server_files
from checks import test_1_server_processes as processes
from checks import test_1_tracking_servers as tracking_servers
from checks import test_3_redirection_configuration as configuration
from checks import test_3_server_registration as registration
from checks import test_5_mail as mail
from checks import test_6_at_each_server as directly

pytestmark = [pytest.mark.tracking, pytest.mark.sends_mail, pytest.mark.stage("click")]


def external(servers: Mapping[str, Endpoint]) -> list[str]:
    """Name the external URLs that there are."""
    return [id_ for id_ in RESERVED_IDS if id_ in servers]


def external_if_untrusted(servers: Mapping[str, Endpoint], landing_click: Click) -> list[str]:
    """Name the external URLs if the click ended at a certificate."""
    return external(servers) if landing_click.silence in CERTIFICATE else []


def answering_alike(landing_click: Click, direct_clicks: Mapping[str, Click]) -> list[str]:
    """Name the tracking servers whose own answer to the click is the one that came."""
    return _answering(landing_click, direct_clicks)


def leading_alike(landing_click: Click, direct_clicks: Mapping[str, Click]) -> list[str]:
    """Name the tracking servers that send the click where it was sent."""
    there = landing_click.location
    return [id_ for id_, one in direct_clicks.items() if there and one.location == there]


def answering_the_open_alike(open_click: Click, direct_clicks: Mapping[str, Click]) -> list[str]:
    """Name those that answered the click as somebody answered the open."""
    return _answering(open_click, direct_clicks)


def answering_the_mirror_page_alike(
    mirror_click: Click, direct_clicks: Mapping[str, Click]
) -> list[str]:
    """Name those that answered the click as somebody answered the mirror page link."""
    return _answering(mirror_click, direct_clicks)


def _redirecting(direct_clicks: Mapping[str, Click], environment: Environment) -> list[str]:
    """Name the tracking servers that send the click anywhere but to themselves."""
    return [
        id_
        for id_, one in direct_clicks.items()
        if one.redirected and not directly.sends_on(one, environment)
    ]


def _answering(seen: Click, direct_clicks: Mapping[str, Click]) -> list[str]:
    return [id_ for id_, one in direct_clicks.items() if one.status_code == seen.status_code]


@explained_by(
    mail.test_links_lead_to_the_tracking_host,
    mail.test_links_name_the_message,
    mail.test_landing_link_is_tracked,
)
@explained_by(network.test_certificate_is_trusted, of=external_if_untrusted)
@explained_by(network.test_port_opens, of=external)
@explained_by(configuration.test_external_url_is_public, needed=False)
def test_click_is_answered(landing_click: Click) -> None:
    """The tracking server answers the click.

    If it fails: the tracking server's own checks say what is in the way; recipients see the same.
    """
    assert not landing_click.silence, directly.answer(landing_click)


@rule(
    "R-14",
    "R-66",
    reads="the answer to the landing link, requested exactly as received",
    why="the reader does not get where the link should lead",
    source="about-message-tracking.md",
)
@explained_by(*directly.FILES, needed=False)
@explained_by(directly.test_tracking_server_resolves_the_link, of=answering_alike, needed=False)
@explained_by(tracking_servers.test_public_name_gets_through, of=external, needed=False)
@explained_by(test_click_is_answered)
def test_click_is_redirected(
    landing_click: Click, direct_clicks: Mapping[str, Click], environment: Environment
) -> None:
    """The click is answered with a redirect.

    If it fails: "cannot be found" means that the delivery's file is not on that server: the server
    administrator looks at spareServer, at redir/url and its rights. "was not found" means a changed
    or wrongly signed link. Where the servers themselves redirect it, whoever runs what stands in
    front of them (firewall, proxy, login page) lets /r/ through.
    """
    got, able = directly.answer(landing_click), _redirecting(direct_clicks, environment)
    beside = f"; asked directly, {', '.join(able)} redirect it" if able else ""

    host = netloc(landing_click.url)
    assert landing_click.redirected, f"{host}: expected a redirect, got {got}{beside}"


@explained_by(directly.test_tracking_server_resolves_the_link, of=leading_alike, needed=False)
@explained_by(test_click_is_redirected)
def test_click_leads_to_the_landing_url(
    landing_click: Click, environment: Environment, tracked: Delivery
) -> None:
    """The redirect leads to the declared landing URL.

    If it fails: the Campaign administrator looks at what the tracking server holds of the delivery,
    and at redirection/@expirationURL.
    """
    expected, location = environment.test_mail.landing_url, landing_click.location

    assert directly.same_place(location, expected, tracked.token), (
        f"expected {expected} with our mark, got {location or 'nowhere'}"
    )


@explained_by(test_click_leads_to_the_landing_url, test_click_is_redirected)
def test_redirects_stay_on_the_landing_hosts(landing_walk: Walk) -> None:
    """From there on, every redirect stays on declared landing hosts, and they come to an end.

    If it fails: whoever runs the landing page takes the redirect away, or its host is declared in
    [test_mail] landing_hosts, with its port if it has one.
    """
    assert not landing_walk.stop, f"{landing_walk.way}: it leads {landing_walk.stop}"


@explained_by(test_redirects_stay_on_the_landing_hosts)
def test_landing_page_is_served(landing_walk: Walk) -> None:
    """The reader gets to a page: the last answer is HTTP 200.

    If it fails: whoever runs the landing page looks at its web server.
    """
    last = landing_walk.hops[-1] if landing_walk.hops else None
    served = last is not None and last.status_code == HTTPStatus.OK and not last.silence

    assert served, f"expected HTTP 200 in the end, got {landing_walk.way}"


@explained_by(test_click_is_redirected, test_click_is_answered, mail.test_mail_holds_an_open)
@explained_by(
    directly.test_tracking_server_resolves_the_link, of=answering_the_open_alike, needed=False
)
def test_open_is_answered(open_click: Click) -> None:
    """The picture of the open is served.

    If it fails: as for the click; openings are not noticed. A page in place of the picture comes
    from something in front of the tracking server.
    """
    expected = "expected a picture, or to be sent on to one"

    assert open_click.served, f"{expected}, got {directly.answer(open_click)}"


@explained_by(
    test_click_is_redirected,
    test_click_is_answered,
    mail.test_mail_holds_a_mirror_page_link,
)
@explained_by(
    directly.test_tracking_server_resolves_the_link,
    of=answering_the_mirror_page_alike,
    needed=False,
)
@explained_by(*directly.FILES, needed=False)
def test_mirror_page_link_is_redirected(mirror_click: Click) -> None:
    """The mirror page link is answered with a redirect.

    If it fails: as for the click.
    """
    status = mirror_click.silence or f"HTTP {mirror_click.status_code}"
    host = netloc(mirror_click.url)

    assert mirror_click.redirected, f"{host}: expected a redirect, got {status}"


@explained_by(
    registration.test_relay_admits_mirror_pages,
    server_files.test_tomcat_has_one_port,
    server_files.test_web_process_is_enabled,
    processes.test_processes_run,
    needed=False,
)
@explained_by(test_mirror_page_link_is_redirected)
def test_mirror_page_is_served(mirror_page: Click) -> None:
    """The mirror page is served.

    If it fails: the server administrator sees whether a relay rule denies /nl/jsp/m.jsp; the
    Campaign administrator looks at NmsServer_MirrorPageUrl and the delivery's validity.
    """
    status = mirror_page.silence or f"HTTP {mirror_page.status_code}"

    assert mirror_page.status_code == HTTPStatus.OK, f"expected HTTP 200, got {status}"

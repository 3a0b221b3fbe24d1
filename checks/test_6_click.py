"""Step 6: the landing link is clicked, the open requested, the mirror page looked at.

Only our own links are requested, each once and exactly as received.
"""

from collections.abc import Mapping
from http import HTTPStatus
from urllib.parse import parse_qsl

import pytest

from campaign_tracking.campaign.delivery import Delivery
from campaign_tracking.campaign.order import marked
from campaign_tracking.environment import RESERVED_IDS, Environment
from campaign_tracking.judgement import explained_by
from campaign_tracking.redirection.click import Click
from campaign_tracking.redirection.endpoint import Endpoint
from campaign_tracking.rules import rule
from campaign_tracking.urls import parts
from checks import test_1_network as network
from checks import test_1_server_files as server_files
from checks import test_1_server_processes as processes
from checks import test_1_server_redirection as redirection
from checks import test_1_server_relay as relay
from checks import test_1_server_spares as spares
from checks import test_1_servers_alike as alike
from checks import test_3_server_registration as registration
from checks import test_5_mail as mail
from checks import test_5_tracking_files as tracking_files

pytestmark = [pytest.mark.tracking, pytest.mark.sends_mail, pytest.mark.stage("click")]


def same_place(location: str, landing_url: str, token: str) -> bool:
    """Whether *location* is the landing page, with its own query and our token, and no more."""
    at, expected = parts(location), parts(marked(landing_url, token))
    queries = [parse_qsl(url.query, keep_blank_values=True) for url in (expected, at)]
    places = [(url.scheme, url.netloc.lower(), url.path or "/") for url in (expected, at)]
    return places[0] == places[1] and queries[0] == queries[1]


def external(servers: Mapping[str, Endpoint]) -> list[str]:
    """Name the external URLs that there are."""
    return [id_ for id_ in RESERVED_IDS if id_ in servers]


@explained_by(mail.test_links_lead_to_the_tracking_host, mail.test_landing_link_is_tracked)
@explained_by(network.test_port_opens, of=external)
def test_click_is_answered(landing_click: Click) -> None:
    """The tracking server answers the click.

    If it fails: the tracking server's own checks say what is in the way; recipients see the same.
    """
    words = f"{landing_click.silence} ({landing_click.words})"

    assert not landing_click.silence, f"no answer: {words}"


@rule(
    "R-14",
    "R-66",
    reads="the answer to the landing link, requested exactly as received",
    why="the reader does not get where the link should lead",
    source="about-message-tracking.md",
)
@explained_by(
    server_files.test_files_are_well_formed,
    redirection.test_redirection_is_started,
    redirection.test_redirection_runs_in_the_web_server,
    relay.test_masks_match_the_tracking_hosts,
    spares.test_every_other_tracking_server_is_a_spare,
    spares.test_spare_servers_leave_the_server_itself_out,
    alike.test_links_are_signed_alike,
    alike.test_unsigned_links_are_treated_alike,
    tracking_files.test_delivery_file_is_there,
    tracking_files.test_delivery_file_is_readable,
    tracking_files.test_delivery_file_holds_our_urls,
    needed=False,
)
@explained_by(test_click_is_answered)
def test_click_is_redirected(landing_click: Click) -> None:
    """The click is answered with a redirect.

    If it fails: "cannot be found" means that the delivery's file is not on that server: the server
    administrator looks at spareServer, at redir/url and its rights. "was not found" means a changed
    or wrongly signed link.
    """
    status, text = landing_click.status_code, " ".join(landing_click.text.split())[:160]

    assert landing_click.redirected, f"expected a redirect, got HTTP {status}: {text!r}"


@explained_by(test_click_is_redirected)
def test_click_leads_to_the_landing_url(
    landing_click: Click, environment: Environment, tracked: Delivery
) -> None:
    """The redirect leads to the declared landing URL.

    If it fails: the Campaign administrator looks at what the tracking server holds of the delivery,
    and at redirection/@expirationURL.
    """
    expected, location = environment.test_mail.landing_url, landing_click.location

    assert same_place(location, expected, tracked.token), (
        f"expected {expected} with our mark, got {location or 'nowhere'}"
    )


@explained_by(test_click_is_redirected, test_click_is_answered, mail.test_mail_holds_an_open)
def test_open_is_answered(open_click: Click) -> None:
    """The picture of the open is served.

    If it fails: as for the click; openings are not noticed.
    """
    status = open_click.silence or f"HTTP {open_click.status_code}"

    assert open_click.served, f"expected an answer below 400, got {status}"


@explained_by(
    test_click_is_redirected,
    test_click_is_answered,
    mail.test_mail_holds_a_mirror_page_link,
)
def test_mirror_page_link_is_redirected(mirror_click: Click) -> None:
    """The mirror page link is answered with a redirect.

    If it fails: as for the click.
    """
    status = mirror_click.silence or f"HTTP {mirror_click.status_code}"

    assert mirror_click.redirected, f"expected a redirect, got {status}"


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

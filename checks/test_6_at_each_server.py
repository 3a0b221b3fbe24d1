"""Step 6, at each tracking server: the landing link is clicked there directly.

Once on each, exactly as received and in the public name: so a server that did not get the delivery
is named, whichever of them a balancer asks.
"""

import itertools
from collections.abc import Iterator, Mapping
from urllib.parse import parse_qsl

import pytest

from campaign_tracking.campaign.delivery import Delivery
from campaign_tracking.campaign.order import marked
from campaign_tracking.environment import RESERVED_IDS, Environment
from campaign_tracking.judgement import (
    Check,
    Judged,
    Judgement,
    NotApplicable,
    explained_by,
    prejudged,
)
from campaign_tracking.redirection.click import Click
from campaign_tracking.redirection.endpoint import Endpoint
from campaign_tracking.urls import origin, parts, path
from checks import test_1_network as network
from checks import test_1_server_files as server_files
from checks import test_1_server_redirection as redirection
from checks import test_1_server_relay as relay
from checks import test_1_server_spares as spares
from checks import test_1_servers_alike as alike
from checks import test_1_tracking_servers as tracking_servers
from checks import test_3_redirection_configuration as configuration
from checks import test_5_mail as mail
from checks import test_5_tracking_files as tracking_files

pytestmark = [pytest.mark.tracking, pytest.mark.sends_mail]

# What stands in files may explain that a tracking server does not know a link.
FILES: tuple[Check, ...] = (
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
)


def same_place(location: str, landing_url: str, token: str) -> bool:
    """Whether *location* is the landing page, with its own query and our token, and no more."""
    expected = marked(landing_url, token)
    queries = [parse_qsl(parts(url).query, keep_blank_values=True) for url in (location, expected)]
    places = [(origin(url), path(url)) for url in (location, expected)]
    return places[0] == places[1] and queries[0] == queries[1]


def answer(seen: Click) -> str:
    """Return an answer to a click in words."""
    if seen.silence:
        return f"no answer: {seen.silence} ({seen.words})"
    if seen.redirected:
        return f"HTTP {seen.status_code} to {seen.location or 'nowhere'}"
    return f"HTTP {seen.status_code}: {' '.join(seen.text.split())[:160]!r}"


def sends_on(seen: Click, environment: Environment) -> bool:
    """Whether a server's only answer to a link is that it wants to be asked by https."""
    return seen.sends_on_to_https(environment.tracking.secure_url or "")


def not_clicked_directly(server: object) -> Judgement | None:
    """Say why the link is not requested there; None if it is."""
    if not isinstance(server, Endpoint):
        return None
    if server.id in RESERVED_IDS:
        why = "this is the public name; other checks are about the click there"
        return Judgement(judged=Judged.NOT_APPLICABLE, why=why)
    if server.leads_to_tomcat:
        why = "this URL leads to Tomcat, which knows no link"
        return Judgement(judged=Judged.NOT_APPLICABLE, why=why)
    return None


def earlier_if_all_answer_alike(
    server: Endpoint, direct_clicks: Mapping[str, Click]
) -> Iterator[str]:
    """Name the servers before this one, if all give the same answer: the link is what is wrong."""
    answers = {(one.status_code, one.location, one.text) for one in direct_clicks.values()}
    if len(answers) == 1:
        yield from itertools.takewhile(lambda id_: id_ != server.id, direct_clicks)


@prejudged(not_clicked_directly)
@explained_by(of=earlier_if_all_answer_alike)
@explained_by(configuration.test_external_url_is_public, *FILES, needed=False)
@explained_by(
    network.test_port_opens,
    network.test_certificate_is_trusted,
    tracking_servers.test_it_redirects_nowhere_else,
    tracking_servers.test_redirection_module_answers,
    mail.test_links_lead_to_the_tracking_host,
    mail.test_links_name_the_message,
    mail.test_landing_link_is_tracked,
)
def test_tracking_server_resolves_the_link(
    server: Endpoint,
    direct_clicks: Mapping[str, Click],
    environment: Environment,
    tracked: Delivery,
) -> None:
    """Asked directly, in the public name, the tracking server sends the reader to the landing URL.

    If it fails: this server did not get the delivery. The server administrator looks at its
    spareServer entries, at redir/url and its rights; the Campaign administrator sees whether the
    internal URLs name each server, not a balancer.
    """
    seen, landing_url = direct_clicks.get(server.id), environment.test_mail.landing_url
    if seen and server.scheme == "http" and sends_on(seen, environment):
        raise NotApplicable(
            "asked by http, it sends the public name on to https, whatever it knows of the link"
        )
    got = answer(seen) if seen else "no click: it was not asked"
    right = seen and seen.redirected and same_place(seen.location, landing_url, tracked.token)

    assert right, f"{server.url}: expected {landing_url} with our mark, got {got}"

"""The walk of a reader: the mail opened, its link clicked, the page reached, the click logged."""

import email
import email.policy
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from campaign_tracking.access import to_campaign
from campaign_tracking.campaign.order import marked
from campaign_tracking.campaign.platform import visit
from campaign_tracking.campaign.session import Session
from campaign_tracking.campaign.tracking_log import TrackingLog, wait_for_log
from campaign_tracking.campaign.transport import Transport, make_http
from campaign_tracking.environment import Environment
from campaign_tracking.environment_file import load_platform
from campaign_tracking.facts import Facts, from_json
from campaign_tracking.own_links import Purpose, of_purpose
from campaign_tracking.redirection.client import make_ssl_context
from campaign_tracking.redirection.link import OPEN_URL_ID
from tests.real.chromium.browser import chromium
from tests.real.chromium.landing import TITLE, Landing, key_of, landing
from tests.suite.running import lab, run_checks

LABEL = "The link that the check follows"
LOG_LIMIT_S = 30.0


def received(reports: Path, folder: Path) -> str:
    """Write the HTML of the received mail to a file; return the file's URL."""
    raw = (reports / "evidence" / "tracked.eml").read_bytes()
    body = email.message_from_bytes(raw, policy=email.policy.default).get_body(("html",))
    assert body is not None
    file = folder / "mail.html"
    file.write_text(body.get_content(), encoding="utf-8")
    return file.as_uri()


def read_as_a_person(mail: str, facts: Facts, landing_url: str, page: Landing) -> tuple[str, str]:
    """Open the mail and click its link; return where that led, and the browser's name."""
    links = facts.links or ()
    hosts = {urlsplit(link.text).netloc for link in of_purpose(links, Purpose.LANDING)}
    keys = [key_of(address) for address in (*hosts, page.address)]
    names = {urlsplit(landing_url).hostname or "": page.address}
    with chromium(names, keys) as browser:
        user_agent = browser.user_agent
        browser.open(mail)
        browser.click_link(LABEL)
        browser.wait_until(lambda: browser.title == TITLE)
        return browser.url, user_agent


@contextmanager
def logged_on(environment: Environment) -> Iterator[Session]:
    """Log on as the checks do."""
    access = to_campaign(environment)
    context = make_ssl_context(environment.campaign.ca_file)
    with make_http(context, None) as http:
        transport = Transport(http=http, url=environment.campaign.url, connect_s=3, answer_s=5)

        def keep(secret: str) -> None:
            """Show nothing, so keep nothing."""

        _, session = visit(transport, lambda: access.credentials(transport, keep), keep)
        assert session is not None
        with session:
            yield session


def logged(environment: Environment, facts: Facts, limit_s: float) -> TrackingLog:
    """Return what the tracking log holds of our message, once click and open are in it."""
    assert facts.tracked_sending is not None
    assert facts.tracked_sending.message is not None
    expected = [landing_ids(facts), {OPEN_URL_ID}]
    message_id = facts.tracked_sending.message.id
    with logged_on(environment) as session:
        return wait_for_log(session, message_id, expected, limit_s, lambda: None)


def landing_ids(facts: Facts) -> set[int]:
    """Return the ids of the landing link's URL."""
    return {link.url_id for link in of_purpose(facts.links or (), Purpose.LANDING)}


def test_the_whole_walk(tmp_path: Path) -> None:
    """A mail that nobody has touched yet: opened and clicked in a browser, logged as that."""
    reports = tmp_path / "reports"
    with lab(tmp_path) as platform:
        run = run_checks(reports, "checks/test_5_mail.py", "--environment", str(platform.file))
        facts, environment = from_json(run.facts["facts"]), load_platform(platform.file)
        assert facts.tracked is not None
        landing_url = marked(environment.test_mail.landing_url, facts.tracked.token)
        before = logged(environment, facts, 0)
        with landing(urlsplit(landing_url).hostname or "") as page:
            mail = received(reports, tmp_path)
            reached, user_agent = read_as_a_person(mail, facts, landing_url, page)
        after = logged(environment, facts, LOG_LIMIT_S)

    assert before.rows == ()
    assert reached == landing_url
    path_and_query = landing_url.removeprefix("https://").partition("/")[2]
    assert page.asked == [(f"/{path_and_query}", user_agent)]
    assert "Chrome" in user_agent
    assert not after.trouble
    assert after.has(landing_ids(facts))
    assert after.has({OPEN_URL_ID})

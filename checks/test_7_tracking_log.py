"""Step 7: the click and the open are found in the tracking log.

The row counts, not the indicators: those may wait a day for one click.
"""

import pytest

from campaign_tracking.campaign.tracking_log import TrackingLog
from campaign_tracking.judgement import explained_by
from campaign_tracking.own_links import OPEN_URL_ID, OwnLink, Purpose, of_purpose
from campaign_tracking.redirection.click import Click
from checks import test_3_redirection_configuration as configuration
from checks import test_5_mail as mail
from checks import test_6_click as click

pytestmark = [pytest.mark.tracking, pytest.mark.sends_mail, pytest.mark.stage("tracking log")]


@explained_by(mail.test_links_name_the_message, click.test_click_is_redirected)
def test_tracking_log_can_be_read(tracking_log: TrackingLog) -> None:
    """The tracking log can be read.

    If it fails: the application server went silent while it was read; run this again, and look at
    its web process if it stays so. A right that is missing is told as not configured.
    """
    assert not tracking_log.trouble, f"not readable: {tracking_log.trouble}"


@explained_by(
    configuration.test_tracking_workflow_is_running,
    test_tracking_log_can_be_read,
    mail.test_links_name_the_message,
    click.test_click_is_redirected,
)
def test_click_is_logged(
    tracking_log: TrackingLog, links: tuple[OwnLink, ...], landing_click: Click
) -> None:
    """The click is in the tracking log, with our message and our link.

    If it fails: on the tracking server that was clicked the server administrator looks at
    trackinglogd and at redir/log; the Campaign administrator reads the Tracking workflow's journal.
    """
    landing = of_purpose(links, Purpose.LANDING)
    clicked = [link.url_id for link in landing if link.text == landing_click.url]
    waited_s = tracking_log.waited_s

    assert clicked, "nothing was clicked"
    assert tracking_log.has(clicked[0]), f"not logged after {waited_s:,.0f} s"


@explained_by(
    configuration.test_tracking_workflow_is_running,
    test_tracking_log_can_be_read,
    mail.test_links_name_the_message,
    click.test_open_is_answered,
)
def test_open_is_logged(tracking_log: TrackingLog) -> None:
    """The open is in the tracking log, with our message.

    If it fails: as for the click; where the click is logged, look at the open formula.
    """
    waited_s = tracking_log.waited_s

    assert tracking_log.has(OPEN_URL_ID), f"not logged after {waited_s:,.0f} s"

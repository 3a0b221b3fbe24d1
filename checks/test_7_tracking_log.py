"""Step 7: the click, the open and the mirror page are found in the tracking log.

The row counts, not the indicators: those may wait a day for one click.
"""

import pytest

from campaign_tracking.campaign.delivery import Delivery
from campaign_tracking.campaign.messages import TrackedUrl
from campaign_tracking.campaign.tracking_log import TrackingLog
from campaign_tracking.campaign.workflow import WorkflowWakeup
from campaign_tracking.judgement import NotApplicable, explained_by
from campaign_tracking.own_links import OwnLink, Purpose, logged_as
from campaign_tracking.redirection.click import Click
from campaign_tracking.redirection.link import OPEN_URL_ID
from checks import test_1_server_files as files
from checks import test_1_server_logs as logs
from checks import test_1_server_processes as processes
from checks import test_1_server_relay as relay
from checks import test_2_application_server as application_server
from checks import test_3_redirection_configuration as configuration
from checks import test_3_related_options as related
from checks import test_5_mail as mail
from checks import test_6_click as click

# What may keep a click that led on from being logged.
KEEPS_LOGS_BACK = (
    files.test_trackinglogd_is_enabled,
    processes.test_processes_run,
    files.test_a_workflow_server_takes_the_tracking_workflow,
    logs.test_tracking_logs_are_well_formed,
    relay.test_tracking_servers_are_reached_from_it,
    relay.test_proxy_leaves_tracking_hosts_alone,
    related.test_tracking_was_consolidated_lately,
    configuration.test_internal_urls_are_the_declared_ones,
)

pytestmark = [pytest.mark.tracking, pytest.mark.sends_mail, pytest.mark.stage("tracking log")]


@explained_by(
    mail.test_links_name_the_message,
    click.test_click_is_redirected,
    application_server.test_session_lasts,
)
def test_tracking_log_can_be_read(tracking_log: TrackingLog) -> None:
    """The tracking log can be read.

    If it fails: the application server went silent while it was read; run this again, and look at
    its web process if it stays so. A right that is missing is told as not configured.
    """
    assert not tracking_log.trouble, f"not readable: {tracking_log.trouble}"


@explained_by(related.test_tracking_workflow_is_running, click.test_click_is_redirected)
def test_tracking_workflow_is_run_now(workflow_wakeup: WorkflowWakeup) -> None:
    """The Tracking workflow runs its pending task when it is asked to.

    If it fails: the operator is given the right to run workflows; without it the click is collected
    at the workflow's next run. One that is paused, stopped or in error is never touched.
    """
    if workflow_wakeup == WorkflowWakeup():
        raise NotApplicable("all was logged before it had to be asked")

    assert not workflow_wakeup.trouble, f"Wakeup was refused: {workflow_wakeup.trouble}"
    assert workflow_wakeup.count, f"it was not asked: {workflow_wakeup.untouched}"


@explained_by(*KEEPS_LOGS_BACK, needed=False)
@explained_by(
    related.test_tracking_workflow_is_running,
    test_tracking_log_can_be_read,
    mail.test_links_name_the_message,
    click.test_click_is_redirected,
)
def test_click_is_logged(
    tracking_log: TrackingLog,
    tracked: Delivery,
    links: tuple[OwnLink, ...],
    tracked_urls: tuple[TrackedUrl, ...],
    landing_click: Click,
) -> None:
    """The click is in the tracking log, with our message and our link.

    If it fails: on the tracking server that was clicked the server administrator looks at
    trackinglogd and at redir/log; the Campaign administrator reads the Tracking workflow's journal.
    """
    clicked = logged_as(links, landing_click.url, tracked_urls, tracked.id or 0)
    waited_s = tracking_log.waited_s

    assert clicked, "nothing was clicked"
    assert tracking_log.has(clicked), f"nms:trackingLogRcp: not logged after {waited_s:,.0f} s"


@explained_by(*KEEPS_LOGS_BACK, needed=False)
@explained_by(
    related.test_tracking_workflow_is_running,
    test_click_is_logged,
    test_tracking_log_can_be_read,
    mail.test_links_name_the_message,
    click.test_open_is_answered,
)
def test_open_is_logged(tracking_log: TrackingLog) -> None:
    """The open is in the tracking log, with our message.

    If it fails: as for the click; where the click is logged, look at the open formula.
    """
    waited_s = tracking_log.waited_s

    assert tracking_log.has({OPEN_URL_ID}), f"not logged after {waited_s:,.0f} s"


@explained_by(*KEEPS_LOGS_BACK, needed=False)
@explained_by(
    related.test_tracking_workflow_is_running,
    test_click_is_logged,
    test_tracking_log_can_be_read,
    mail.test_links_name_the_message,
    click.test_mirror_page_link_is_redirected,
)
def test_mirror_page_is_logged(
    tracking_log: TrackingLog,
    tracked: Delivery,
    links: tuple[OwnLink, ...],
    tracked_urls: tuple[TrackedUrl, ...],
    mirror_click: Click,
) -> None:
    """The visit to the mirror page is in the tracking log, with our message.

    If it fails: as for the click; where the click is logged, look at the mirror page's link.
    """
    url, delivery_id = mirror_click.url, tracked.id or 0
    visited = logged_as(links, url, tracked_urls, delivery_id, Purpose.MIRROR)
    waited_s = tracking_log.waited_s

    assert visited, "the mirror page link was not clicked"
    assert tracking_log.has(visited), f"not logged after {waited_s:,.0f} s"

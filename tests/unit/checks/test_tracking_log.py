"""Step 7, check by check: what each amounts to for what the tracking log holds."""

from dataclasses import replace

from campaign_tracking.campaign.messages import TrackedUrl
from campaign_tracking.campaign.tracking_log import LogRow
from campaign_tracking.campaign.workflow import STOPPED, WorkflowWakeup
from checks import test_7_tracking_log as step
from tests.unit.checks.healthy import (
    DELIVERY_ID,
    LANDING,
    LANDING_CLICK,
    LANDING_ID,
    LOGON_REFUSED,
    LOST,
    MID_LANDING_ID,
    MID_URLS,
    MIRROR_CLICK,
    MIRROR_ID,
    NO_RIGHT,
    NOT_WOKEN,
    OPEN_CLICK,
    REFUSAL,
    SENDING,
    SILENT_LIFE,
    TRACKED_URLS,
    TRACKING_LOG,
    WOKEN,
    WORKFLOW,
    click,
    link,
    options,
    silent,
    tracked_mail,
)
from tests.unit.checks.rows import (
    Row,
    blocked,
    fails,
    holds,
    not_applicable,
    not_configured,
    table,
)

EMPTY = replace(TRACKING_LOG, rows=(), waited_s=3900.4)
UNREADABLE = replace(EMPTY, trouble="timed out")
STOPPED_WORKFLOW = replace(WORKFLOW, state=STOPPED)
ONLY = {
    url_id: replace(TRACKING_LOG, rows=(LogRow(url_id=url_id, logged_at=""),), waited_s=3900.4)
    for url_id in (1, LANDING_ID, MIRROR_ID, MID_LANDING_ID)
}

WAKEUP = (
    holds(step.test_tracking_workflow_is_run_now, workflow_wakeup=WOKEN),
    fails(
        step.test_tracking_workflow_is_run_now,
        "refused",
        "Wakeup was refused: timed out",
        workflow_wakeup=WorkflowWakeup(trouble="timed out"),
    ),
    fails(
        step.test_tracking_workflow_is_run_now,
        "refused-the-second-time",
        "Wakeup was refused: timed out",
        workflow_wakeup=WorkflowWakeup(count=1, trouble="timed out"),
    ),
    fails(
        step.test_tracking_workflow_is_run_now,
        "stopped-meanwhile",
        "it was not asked: it is stopped",
        workflow_wakeup=WorkflowWakeup(untouched="it is stopped"),
    ),
    not_applicable(
        step.test_tracking_workflow_is_run_now,
        "all-was-logged-at-once",
        "all was logged before it had to be asked",
        workflow_wakeup=WorkflowWakeup(),
    ),
    blocked(
        step.test_tracking_workflow_is_run_now,
        "stopped",
        "test_tracking_workflow_is_running",
        workflow=STOPPED_WORKFLOW,
        workflow_wakeup=WorkflowWakeup(untouched="it is stopped"),
    ),
    not_applicable(
        step.test_tracking_workflow_is_run_now,
        "not-redirected",
        "before it had to be asked",
        landing_click=click(LANDING_CLICK.url, 404),
        workflow_wakeup=WorkflowWakeup(),
    ),
    blocked(
        step.test_tracking_workflow_is_run_now,
        "nothing-clicked",
        "test_click_is_answered",
        landing_click=silent(LANDING_CLICK),
        workflow_wakeup=None,
    ),
    not_applicable(
        step.test_tracking_workflow_is_run_now,
        "not-asked-for",
        "nothing asks for it",
        workflow_wakeup=NOT_WOKEN,
    ),
    not_configured(
        step.test_tracking_workflow_is_run_now, "no-right", REFUSAL, workflow_wakeup=NO_RIGHT
    ),
)

# What a mutation or a second look found.
FOUND = (
    blocked(
        step.test_click_is_logged,
        "not-consolidated-lately",
        "test_tracking_was_consolidated_lately",
        tracking_log=EMPTY,
        options=options(NmsTracking_LastConsolidation="2026-11-20 14:35:58.000Z"),
    ),
    holds(
        step.test_click_is_logged,
        "logged-though-not-consolidated-lately",
        options=options(NmsTracking_LastConsolidation="2026-11-20 14:35:58.000Z"),
    ),
    blocked(
        step.test_click_is_logged,
        "of-another-message",
        "test_links_name_the_message",
        tracking_log=EMPTY,
        tracked_mail=tracked_mail(message_id=78),
        landing_click=click(link(LANDING_ID, message_id=78), location=LANDING),
    ),
    blocked(
        step.test_open_is_logged,
        "of-another-message",
        "test_links_name_the_message",
        tracking_log=EMPTY,
        tracked_mail=tracked_mail(message_id=78),
    ),
)

ROWS = (
    holds(step.test_tracking_log_can_be_read),
    holds(step.test_tracking_log_can_be_read, "empty", tracking_log=EMPTY),
    fails(
        step.test_tracking_log_can_be_read,
        "silent",
        "not readable: timed out",
        tracking_log=UNREADABLE,
    ),
    blocked(
        step.test_tracking_log_can_be_read,
        "message-not-known",
        "test_links_name_the_message",
        tracking_log=None,
        tracked_sending=replace(SENDING, message=None),
    ),
    blocked(
        step.test_tracking_log_can_be_read,
        "not-redirected",
        "test_click_is_redirected",
        tracking_log=UNREADABLE,
        landing_click=click(LANDING_CLICK.url, 404),
    ),
    not_configured(step.test_tracking_log_can_be_read, "no-right", REFUSAL, tracking_log=NO_RIGHT),
    holds(step.test_click_is_logged),
    holds(step.test_click_is_logged, "without-the-open", tracking_log=ONLY[LANDING_ID]),
    holds(
        step.test_click_is_logged,
        "of-the-text-part",
        landing_click=replace(LANDING_CLICK, url=link(LANDING_ID, "t")),
    ),
    holds(
        step.test_click_is_logged,
        "by-the-mids-url",
        tracking_log=ONLY[MID_LANDING_ID],
        tracked_urls=(*TRACKED_URLS, *MID_URLS),
    ),
    fails(
        step.test_click_is_logged,
        "by-a-url-that-nobody-knows",
        "not logged after 3,900 s",
        tracking_log=ONLY[MID_LANDING_ID],
    ),
    *(
        blocked(
            step.test_tracking_log_can_be_read,
            case,
            "test_session_lasts",
            tracking_log=UNREADABLE,
            session_life=life,
        )
        for case, life in (("session-lost", LOST), ("platform-silent", SILENT_LIFE))
    ),
    fails(
        step.test_click_is_logged,
        "of-another-of-the-delivery's-urls",
        "not logged after 3,900 s",
        tracking_log=ONLY[MID_LANDING_ID],
        tracked_urls=(
            *TRACKED_URLS,
            *MID_URLS,
            TrackedUrl(delivery_id=DELIVERY_ID, id=MID_LANDING_ID, type=3, source="opt-out"),
        ),
    ),
    fails(step.test_click_is_logged, "empty", "not logged after 3,900 s", tracking_log=EMPTY),
    fails(
        step.test_click_is_logged,
        "the-open-only",
        "not logged after 3,900 s",
        tracking_log=ONLY[1],
    ),
    fails(
        step.test_click_is_logged,
        "of-another-link",
        "nothing was clicked",
        landing_click=replace(LANDING_CLICK, url=link(MIRROR_ID)),
    ),
    blocked(
        step.test_click_is_logged,
        "workflow-stopped",
        "test_tracking_workflow_is_running",
        tracking_log=EMPTY,
        workflow=STOPPED_WORKFLOW,
    ),
    blocked(
        step.test_click_is_logged,
        "unreadable",
        "test_tracking_log_can_be_read",
        tracking_log=UNREADABLE,
    ),
    blocked(
        step.test_click_is_logged,
        "not-redirected",
        "test_click_is_redirected",
        tracking_log=EMPTY,
        landing_click=click(LANDING_CLICK.url, 404),
    ),
    not_configured(step.test_click_is_logged, "no-right", REFUSAL, tracking_log=NO_RIGHT),
    holds(step.test_open_is_logged),
    holds(step.test_open_is_logged, "without-the-click", tracking_log=ONLY[1]),
    blocked(step.test_open_is_logged, "empty", "test_click_is_logged", tracking_log=EMPTY),
    fails(
        step.test_open_is_logged,
        "the-click-only",
        "not logged after 3,900 s",
        tracking_log=ONLY[LANDING_ID],
    ),
    blocked(
        step.test_open_is_logged,
        "workflow-stopped",
        "test_tracking_workflow_is_running",
        tracking_log=EMPTY,
        workflow=STOPPED_WORKFLOW,
    ),
    blocked(
        step.test_open_is_logged,
        "not-answered",
        "test_open_is_answered",
        tracking_log=ONLY[LANDING_ID],
        open_click=replace(OPEN_CLICK, status_code=404),
    ),
    blocked(
        step.test_open_is_logged,
        "logon-refused",
        "test_we_can_log_on",
        tracking_log=None,
        workflow=None,
        platform=LOGON_REFUSED,
    ),
    not_configured(step.test_open_is_logged, "no-right", REFUSAL, tracking_log=NO_RIGHT),
    holds(step.test_mirror_page_is_logged),
    blocked(step.test_mirror_page_is_logged, "empty", "test_click_is_logged", tracking_log=EMPTY),
    fails(
        step.test_mirror_page_is_logged,
        "the-click-only",
        "not logged after 3,900 s",
        tracking_log=ONLY[LANDING_ID],
    ),
    blocked(
        step.test_mirror_page_is_logged,
        "not-redirected",
        "test_mirror_page_link_is_redirected",
        tracking_log=ONLY[LANDING_ID],
        mirror_click=replace(MIRROR_CLICK, redirected=False, status_code=404),
    ),
    not_configured(step.test_mirror_page_is_logged, "no-right", REFUSAL, tracking_log=NO_RIGHT),
    *WAKEUP,
    *FOUND,
)


@table(ROWS)
def test_tracking_log(row: Row) -> None:
    """A check of the tracking log amounts to what it holds, in the right words."""
    judged = row.judge()

    assert (judged.judged, judged.root) == (row.judged, row.root), judged.reason
    assert row.words in judged.why

"""Step 3: options and the workflow that tracking depends on besides the servers' URLs."""

import re
from datetime import UTC, datetime

import pytest

from campaign_tracking.campaign.options import Options
from campaign_tracking.campaign.platform import Platform
from campaign_tracking.campaign.workflow import PAUSED, STOPPED, TrackingWorkflow
from campaign_tracking.environment import Environment, url_flaw
from campaign_tracking.judgement import NotApplicable, explained_by
from campaign_tracking.rules import rule
from campaign_tracking.times import read_time
from checks import test_1_server_files as files
from checks import test_1_server_logs as logs
from checks import test_2_application_server as application_server
from checks import test_3_redirection_configuration as configuration

pytestmark = [pytest.mark.configuration, pytest.mark.stage("options")]


def has_line_feed(formula: str) -> bool:
    """Whether a line feed stands between the formula's pieces, outside ``<% %>``."""
    outside = re.sub(r"<%.*?%>", "", formula.strip("\r\n"), flags=re.DOTALL)
    return "\n" in outside or "\r" in outside


@rule(
    "R-24",
    reads="NmsTracking_ClickFormula, _OpenFormula, _WebFormula",
    why="some web mail breaks links at the line feed",
    source="about-message-tracking.md",
)
@explained_by(configuration.test_options_can_be_read)
def test_formulas_are_on_one_line(options: Options) -> None:
    """The tracking formulas have no line feed outside their script delimiters (R-24).

    If it fails: the Campaign administrator puts the code on one line; some web mail breaks links
    at the line feed.
    """
    formulas = {name: options.value(f"NmsTracking_{name}Formula") for name in ("Click", "Open")}
    empty = [name for name, formula in formulas.items() if not formula.strip()]
    formulas["Web"] = options.value("NmsTracking_WebFormula")  # not every platform has one
    broken = [name for name, formula in formulas.items() if has_line_feed(formula)]

    assert not empty, f"empty: NmsTracking_{empty[0]}Formula"
    assert not broken, f"a line feed outside <% %> in NmsTracking_{broken[0]}Formula"


@rule(
    "R-25",
    reads="NmsServer_MirrorPageUrl",
    why="mirror page links begin with it",
    source="configuring-campaign-options.md",
)
@explained_by(configuration.test_options_can_be_read)
def test_mirror_page_url_is_well_formed(options: Options) -> None:
    """The mirror page server is an absolute URL (NmsServer_MirrorPageUrl, R-25).

    If it fails: the Campaign administrator corrects it; by default it equals the external URL.
    """
    value = options.value("NmsServer_MirrorPageUrl")
    if not value:
        raise NotApplicable("empty: the routing account names the mirror page server")

    assert not url_flaw(value, "http|https"), f"{value!r}: {url_flaw(value, 'http|https')}"


@rule(
    "R-26",
    reads="NmsServer_LastPostUpgrade, the running build",
    why="an upgrade was not finished",
    source="configuring-campaign-options.md",
)
@explained_by(configuration.test_options_can_be_read)
def test_last_postupgrade_is_of_this_build(options: Options, platform: Platform) -> None:
    """The last postupgrade was made for the build that runs (NmsServer_LastPostUpgrade, R-26).

    If it fails: the server administrator runs the postupgrade, or finishes the upgrade.
    """
    if not options.value("NmsServer_LastPostUpgrade") or not platform.build:
        raise NotApplicable("the platform does not tell both builds")
    done = options.value("NmsServer_LastPostUpgrade").strip()

    assert done == platform.build, f"expected {platform.build} (running), got {done}"


@rule(
    "R-23",
    reads="NmsTracking_LastConsolidation",
    why="the Tracking workflow has not run",
    source="configuring-campaign-options.md",
)
@explained_by(
    files.test_a_workflow_server_takes_the_tracking_workflow,
    logs.test_tracking_logs_are_well_formed,
    needed=False,
)
@explained_by(configuration.test_options_can_be_read)
def test_tracking_was_consolidated_lately(options: Options, environment: Environment) -> None:
    """Tracking was consolidated within the time that a click may take into the log (R-23).

    If it fails: the Campaign administrator looks at the Tracking workflow's last runs.
    """
    value = options.value("NmsTracking_LastConsolidation")
    if not value:
        raise NotApplicable("the platform does not tell when it last consolidated")
    at, limit_s = read_time(value), environment.tracking_log_s
    if at is None:
        raise NotApplicable("the platform tells a time in a form that is not documented")

    age_s = ((options.read_at or datetime.now(UTC)) - at).total_seconds()
    assert age_s <= limit_s, (
        f"last consolidated {age_s:,.0f} s ago, expected at most {limit_s:,.0f}"
    )


@explained_by(
    logs.test_tracking_logs_are_well_formed,
    files.test_a_workflow_server_takes_the_tracking_workflow,
    needed=False,
)
@explained_by(application_server.test_session_lasts, application_server.test_we_can_log_on)
def test_tracking_workflow_is_running(workflow: TrackingWorkflow) -> None:
    """The Tracking workflow is neither paused, nor stopped, nor in error.

    If it fails: the Campaign administrator reads its journal, mends the error, and starts it; this
    verification never touches it.
    """
    states = {PAUSED: "paused", STOPPED: "stopped"}
    state = states.get(workflow.state or 0, f"state {workflow.state}")

    assert not workflow.trouble, f"not readable: {workflow.trouble}"
    assert workflow.found, "there is no workflow with the internal name 'tracking'"
    assert not workflow.failed, f"in error ({state})"
    assert workflow.state not in states, state


@rule(
    "R-27",
    reads="NmsCleanup_TrackingLogPurgeDelay",
    why="clicks vanish from the tracking log before anybody has looked for them",
    source="configuring-campaign-options.md",
)
@explained_by(configuration.test_options_can_be_read)
def test_clicks_are_kept_long_enough(options: Options, environment: Environment) -> None:
    """Clicks are kept for longer than a click may take into the tracking log.

    If it fails: the Campaign administrator lengthens NmsCleanup_TrackingLogPurgeDelay (seconds).
    """
    value = options.value("NmsCleanup_TrackingLogPurgeDelay").strip()
    if not value:
        raise NotApplicable("NmsCleanup_TrackingLogPurgeDelay is not set")
    if not re.fullmatch(r"\d+", value, re.ASCII):
        raise NotApplicable("it holds no number of seconds, which is not documented otherwise")
    least_s = environment.tracking_log_s

    assert float(value) >= least_s, f"{value} s, expected at least {least_s:,.0f}"


@rule(
    "R-22",
    reads="NmsTracking_Pointer: that it is there; it is never parsed or shown",
    why="it says up to where clicks were collected",
    source="configuring-campaign-options.md",
)
@explained_by(configuration.test_options_can_be_read)
def test_tracking_pointer_is_there(options: Options) -> None:
    """Where tracking was consolidated once, it is remembered up to which click.

    If it fails: the Campaign administrator sets the pointer by the documented procedure: stop the
    Tracking workflow, stop trackinglogd, set NmsTracking_Pointer, start both again.
    """
    if not options.value("NmsTracking_LastConsolidation"):
        raise NotApplicable("tracking was never consolidated yet")

    assert "NmsTracking_Pointer" in options.present, "NmsTracking_Pointer is empty"

"""Step 3: options and the workflow that tracking depends on besides the servers' URLs."""

import re
from datetime import UTC, datetime

import pytest

from campaign_tracking import formulas
from campaign_tracking.campaign.mid_workflows import NAMES, MidWorkflows
from campaign_tracking.campaign.options import Options
from campaign_tracking.campaign.platform import Platform
from campaign_tracking.campaign.workflow import PAUSED, STOPPED, TrackingWorkflow
from campaign_tracking.environment import Environment, url_flaw
from campaign_tracking.judgement import NotApplicable, explained_by
from campaign_tracking.rules import rule
from campaign_tracking.times import read_time
from checks import test_1_server_files as files
from checks import test_1_server_logs as logs
from checks import test_1_server_processes as processes
from checks import test_2_application_server as application_server
from checks import test_3_redirection_configuration as configuration

pytestmark = [pytest.mark.configuration, pytest.mark.stage("options")]


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
    held = formulas.formulas(options)
    empty = [name for name in (formulas.CLICK, formulas.OPEN) if not held[name].strip()]
    broken = [name for name, formula in held.items() if formulas.has_line_feed(formula)]

    assert not empty, f"empty: {empty[0]}"
    assert not broken, f"a line feed outside <% %> in {broken[0]}"


@rule(
    "R-24",
    reads="NmsTracking_ClickFormula, _OpenFormula, _WebFormula",
    why="links without a host lead nowhere",
    source="additional-configurations.md",
)
@explained_by(test_formulas_are_on_one_line, configuration.test_options_can_be_read)
def test_formulas_give_links_a_base(options: Options) -> None:
    """In each tracking formula something gives links their base: nothing begins with /r/ (R-24).

    If it fails: after an upgrade a formula of one's own conflicts with the standard one. The
    Campaign administrator merges them by hand: the base is NmsTracking_ServerUrl, or with
    multi-branding the provider's @trackingURL.
    """
    held = formulas.formulas(options)
    needed = [name for name in (formulas.CLICK, formulas.OPEN) if not held[name].strip()]
    bare = [name for name, formula in held.items() if formulas.lacks_base(formula)]

    assert not needed, f"empty: {needed[0]}"
    assert not bare, f"nothing stands before /r/ in {bare[0]}"


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
    processes.test_processes_run,
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
        f"NmsTracking_LastConsolidation: last consolidated {age_s:,.0f} s ago, "
        f"expected at most {limit_s:,.0f}"
    )


@explained_by(
    configuration.test_marketing_names_a_tracking_instance_that_is_there,
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
    assert not workflow.failed, f"xtk:workflow tracking: in error ({state})"
    assert workflow.state not in states, f"xtk:workflow tracking: {state}"


@explained_by(application_server.test_session_lasts, application_server.test_we_can_log_on)
def test_mid_sourcing_workflows_are_running(mid_workflows: MidWorkflows) -> None:
    """The workflows that bring back what the mid-sourcing server knows are started.

    If it fails: the Campaign administrator starts them; until then deliveries stay pending here
    though they were sent, and their logs do not come.
    """
    if not mid_workflows.found and not mid_workflows.trouble:
        raise NotApplicable(f"there is no workflow called {' or '.join(NAMES)}")
    states = {PAUSED: "paused", STOPPED: "stopped"}
    halted = [
        f"xtk:workflow {each.name}: "
        + ("in error" if each.seen.failed else states.get(each.seen.state or 0, "not started"))
        for each in mid_workflows.halted
    ]

    assert not mid_workflows.trouble, f"not readable: {mid_workflows.trouble}"
    assert not halted, "; ".join(halted)


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

    assert float(value) >= least_s, (
        f"NmsCleanup_TrackingLogPurgeDelay: {value} s, expected at least {least_s:,.0f}"
    )


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

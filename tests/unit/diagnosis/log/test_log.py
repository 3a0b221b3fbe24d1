"""Why a click is not logged: each cause comes of its facts, and of no others."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaign_tracking.campaign.workflow import PAUSED, STOPPED
from campaign_tracking.diagnosis.cause import Cause
from campaign_tracking.diagnosis.log import LOG
from campaign_tracking.diagnosis.log.shared_memory_too_small import LEAST_ENTRIES
from campaign_tracking.diagnosis.owner import Owner
from campaign_tracking.diagnosis.telling import tell
from campaign_tracking.facts import Facts
from campaign_tracking.judgement import Check
from campaign_tracking.server_files.machine import BadLine, LogScan, Processes
from checks import test_3_related_options as related
from checks import test_7_tracking_log as log
from tests.unit.checks import healthy as checks
from tests.unit.diagnosis.log.healthy import (
    IN_ERROR,
    LOST,
    MACHINES,
    SCANS,
    consolidated,
    facts,
    hosted,
    with_setting,
    without_process,
)

SERVER, DEFAULT, INSTANCE = "serverConf.xml", "config-default.xml", "config-prod.xml"
CORRUPTED = LogScan(files=1, lines=9, bad=(BadLine(path="redir/log/0xA.log", line=7),), bad_count=1)
EMPTY = LogScan(files=1, empty_newest="redir/log/0xB.log")
MODE = checks.options(NmsTracking_WebTrackingMode="Permanent")
NOT_LOGGED = (
    *("trackinglogd-down", "trackinglogd-not-enabled", "tracking-log-disk-full"),
    "tracking-pointer-ahead",
)
KEPT_AN_HOUR: dict[str, object] = {
    "options": checks.options(NmsCleanup_TrackingLogPurgeDelay="3600")
}
STOPPED_WORKFLOW: dict[str, object] = {"workflow": replace(checks.WORKFLOW, state=STOPPED)}
FAILED = ("tracking-log-corrupted", "tracking-workflow-failed")
NOT_RUN = ("tracking-workflow-late", "workflow-server-down", "workflow-affinity-unserved")


def diagnose(seen: Facts) -> tuple[Cause, ...]:
    """Return the causes of this part of the catalogue."""
    return tuple(tell(seen, known, sign) for known in LOG for sign in known.find(seen))


@pytest.mark.parametrize("seen", [facts(), hosted(), hosted(hosting="hybrid"), Facts()])
def test_nothing_is_wrong(seen: Facts) -> None:
    """A platform on which nothing is broken has no cause; nor has one that nobody looked at."""
    assert diagnose(seen) == ()


SINGLED_OUT = [
    pytest.param(
        {"machines": without_process("trackinglogd", "trk1")},
        ("trackinglogd-down", "trk1", "server administrator"),
        "Among the processes of trk1 there is no trackinglogd",
        id="trackinglogd-down",
    ),
    pytest.param(
        {"machines": with_setting("trk2", DEFAULT, "trackinglogd", autoStart="false")},
        ("trackinglogd-not-enabled", "trk2", "server administrator"),
        'config-default.xml, line 2: trackinglogd/@autoStart = "false"',
        id="trackinglogd-not-enabled",
    ),
    pytest.param(
        {"log_scans": {**SCANS, "trk2": CORRUPTED}, **IN_ERROR},
        ("tracking-log-corrupted", "trk2", "server administrator"),
        "redir/log/0xA.log, line 7",
        id="tracking-log-corrupted",
    ),
    pytest.param(
        {"log_scans": {**SCANS, "trk2": EMPTY}, **LOST},
        ("tracking-log-disk-full", "nms:trackingLogRcp", "server administrator"),
        "On trk2 nothing stands in the newest log file: redir/log/0xB.log",
        id="tracking-log-disk-full",
    ),
    pytest.param(
        {"machines": with_setting("trk2", SERVER, "trackinglogd", maxLogsSizeOnDiskMb="99")},
        ("tracking-logs-purged-early", "trk2", str(Owner.CAMPAIGN_AND_SERVER)),
        'trackinglogd/@maxLogsSizeOnDiskMb = "99"',
        id="tracking-logs-purged-early",
    ),
    pytest.param(
        {"machines": with_setting("trk2", SERVER, "trackinglogd", maxSharedLogs="9999")},
        ("shared-memory-too-small", "trk2", "server administrator"),
        'trackinglogd/@maxSharedLogs = "9999"',
        id="shared-memory-too-small",
    ),
    pytest.param(
        IN_ERROR,
        ("tracking-workflow-failed", "xtk:workflow tracking", "Campaign administrator"),
        "its state is 13, and @failed is 1",
        id="tracking-workflow-failed",
    ),
    pytest.param(
        {"workflow": replace(checks.WORKFLOW, state=STOPPED)},
        ("tracking-workflow-stopped", "xtk:workflow tracking", "Campaign administrator"),
        "its state is 20",
        id="tracking-workflow-stopped",
    ),
    pytest.param(
        {"workflow": replace(checks.WORKFLOW, state=PAUSED)},
        ("tracking-workflow-stopped", "xtk:workflow tracking", "Campaign administrator"),
        "its state is 13",
        id="tracking-workflow-paused",
    ),
    pytest.param(
        consolidated(5000),
        ("tracking-workflow-late", "NmsTracking_LastConsolidation", str(Owner.CAMPAIGN_AND_SERVER)),
        "s old; a click should be in the log after 3,900",
        id="tracking-workflow-late",
    ),
    pytest.param(
        {"machines": without_process("wfserver", "app"), **consolidated(5000)},
        ("workflow-server-down", "app", "server administrator"),
        "Among the processes of app there is no wfserver@prod",
        id="workflow-server-down",
    ),
    pytest.param(
        {"machines": with_setting("app", INSTANCE, "wfserver", affinity="reports")},
        ("workflow-affinity-unserved", "app", str(Owner.CAMPAIGN_AND_SERVER)),
        'wfserver/@affinity = "reports"',
        id="workflow-affinity-unserved",
    ),
    pytest.param(
        {"options": checks.options(NmsCleanup_TrackingLogPurgeDelay="3600")},
        ("purge-delay-too-short", "NmsCleanup_TrackingLogPurgeDelay", "Campaign administrator"),
        "NmsCleanup_TrackingLogPurgeDelay is 3600 s",
        id="purge-delay-too-short",
    ),
    pytest.param(
        {
            "servers": checks.servers(
                checks.server("trk2", rtest=checks.redir(date="2026-11-23 14:45:58.123Z"))
            )
        },
        ("clock-skew", "trk2", "server administrator"),
        "tells a time that is +600 s off",
        id="clock-skew",
    ),
]


@pytest.mark.parametrize(("changes", "expected", "seen"), SINGLED_OUT)
def test_it_is_singled_out(
    changes: dict[str, object], expected: tuple[str, str, str], seen: str
) -> None:
    """One cause, about one server, option or workflow, with what shows it and who repairs it."""
    (cause,) = diagnose(facts(**changes))

    assert (*cause.id, cause.subject, cause.owner) == expected
    assert not cause.likely
    assert not cause.told_apart_by
    assert seen in " ".join(cause.evidence)
    assert "{" not in f"{cause.statement} {cause.evidence} {cause.remedy}"


LIKELY = [
    pytest.param(facts(**LOST), ("tracking-pointer-ahead",), "redir/log", id="pointer"),
    pytest.param(
        facts(options=MODE, **IN_ERROR), ("source-id-index-missing",), "journal", id="index"
    ),
    pytest.param(hosted(**LOST), NOT_LOGGED, "[[host]]", id="not-logged"),
    pytest.param(hosted(**IN_ERROR), FAILED, "[[host]]", id="in-error"),
    pytest.param(hosted(**consolidated(5000)), NOT_RUN, "[[host]]", id="not-run"),
    pytest.param(
        hosted(options=MODE, **IN_ERROR), ("source-id-index-missing",), "journal", id="index-hosted"
    ),
    pytest.param(
        facts(log_scans={"trk1": SCANS["trk1"]}, **IN_ERROR), FAILED, "[[host]]", id="one-unread"
    ),
    pytest.param(
        facts(machines={"trk1": MACHINES["trk1"]}, **LOST), NOT_LOGGED, "[[host]]", id="one-known"
    ),
]


def unread(name: str) -> dict[str, object]:
    """Return the machines, of which one lets nobody in."""
    machine = replace(MACHINES[name], trouble="no route", files=())
    return {"machines": {**MACHINES, name: machine}}


def untold(name: str) -> dict[str, object]:
    """Return the machines, of which one does not tell what runs there."""
    machine = replace(MACHINES[name], processes=Processes(untold="nlserver: not found"))
    return {"machines": {**MACHINES, name: machine}}


CORRUPTED_TRK2: dict[str, object] = {"log_scans": {**SCANS, "trk2": CORRUPTED}}
SERVER_DOWN: dict[str, object] = {"machines": without_process("wfserver", "app")}
ONLY = [
    ({"options": MODE, **CORRUPTED_TRK2, **IN_ERROR}, ("tracking-log-corrupted",)),
    ({**SERVER_DOWN, **LOST}, ("workflow-server-down",)),
    ({**CORRUPTED_TRK2, **LOST}, ("tracking-log-corrupted",)),
    ({**consolidated(5000), **LOST}, ("tracking-workflow-late",)),
    ({**STOPPED_WORKFLOW, **LOST}, ("tracking-workflow-stopped",)),
    ({**consolidated(5000), **IN_ERROR}, ("tracking-workflow-failed",)),
    ({**consolidated(5000), **STOPPED_WORKFLOW}, ("tracking-workflow-stopped",)),
    ({**unread("trk1"), **LOST}, NOT_LOGGED),
    ({**untold("trk1"), **LOST}, NOT_LOGGED),
    ({**unread("app"), **consolidated(5000)}, NOT_RUN),
    ({**untold("app"), **consolidated(5000)}, NOT_RUN),
]


@pytest.mark.parametrize(("changes", "ids"), ONLY)
def test_nothing_else_is_told(changes: dict[str, object], ids: tuple[str, ...]) -> None:
    """What follows from one cause is not put down to another; the unread singles nothing out."""
    (cause,) = diagnose(facts(**changes))

    assert cause.id == ids


@pytest.mark.parametrize(("seen", "ids", "words"), LIKELY)
def test_it_is_likely(seen: Facts, ids: tuple[str, ...], words: str) -> None:
    """What shares its evidence with others is told with what would tell them apart."""
    (cause,) = diagnose(seen)

    assert cause.id == ids
    assert cause.likely
    assert words in cause.told_apart_by
    assert cause.evidence
    assert "{" not in f"{cause.statement} {cause.evidence} {cause.remedy} {cause.told_apart_by}"


@pytest.mark.parametrize(
    ("seen", "owner"),
    [
        (hosted(**LOST), Owner.SUPPORT),
        (hosted(hosting="hybrid", **LOST), Owner.SUPPORT),
        (hosted(**consolidated(5000)), Owner.SUPPORT),
        (hosted(hosting="hybrid", **consolidated(9500)), Owner.CAMPAIGN_AND_SERVER),
        (hosted(**IN_ERROR), Owner.CAMPAIGN),
        (hosted(hosting="on-premise", **LOST), Owner.CAMPAIGN_AND_SERVER),
    ],
)
def test_who_repairs_it(seen: Facts, owner: Owner) -> None:
    """Support acts on servers that Adobe hosts; in a hybrid platform the workflow is one's own."""
    (cause,) = diagnose(seen)

    assert cause.owner == owner


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param(
            {"machines": with_setting("trk2", SERVER, "trackinglogd", **held)}, id=str(held)
        )
        for held in (
            {"maxSharedLogs": "10000"},
            {"maxSharedLogs": "many"},
            {"maxLogsSizeOnDiskMb": "100"},
        )
    ]
    + [
        pytest.param({"log_scans": {**SCANS, "trk2": EMPTY}}, id="empty-and-logged"),
        pytest.param({"workflow": replace(checks.WORKFLOW, state=0)}, id="being-edited"),
        pytest.param(consolidated(3800), id="consolidated-in-time"),
        pytest.param({"options": MODE}, id="mode-and-no-error"),
        pytest.param(
            {"tracking_log": replace(checks.TRACKING_LOG, rows=(), trouble="timed out")},
            id="log-unreadable",
        ),
        pytest.param(
            {"landing_click": checks.click(checks.LANDING_CLICK.url, 404), **LOST}, id="no-redirect"
        ),
        pytest.param(
            {"machines": with_setting("app", INSTANCE, "wfserver", affinity="reports,")},
            id="trailing-comma",
        ),
    ],
)
def test_it_is_no_cause(changes: dict[str, object]) -> None:
    """What is just in bounds, or explains nothing, is not told."""
    assert diagnose(facts(**changes)) == ()


def test_nothing_runs_there() -> None:
    """Where no process runs at all, none of them is named: the whole application is stopped."""
    stopped = {
        name: replace(machine, processes=replace(machine.processes, running=()))
        for name, machine in MACHINES.items()
    }

    assert diagnose(facts(machines=stopped)) == ()


def test_lost_click_beside_another_cause() -> None:
    """A click that a stopped daemon loses is not put down to the pointer, too."""
    (cause,) = diagnose(facts(machines=without_process("trackinglogd", "trk1"), **LOST))

    assert cause.id == ("trackinglogd-down",)


def test_public_name_shows_the_clock() -> None:
    """Where no server behind it can be asked, the public name's clock is told, once."""
    skewed = checks.redir(date="2026-11-23 14:25:58.123Z")
    names = [checks.server(id_, rtest=skewed) for id_ in ("external", "external-secure")]

    (cause,) = diagnose(hosted(servers={each.id: each for each in names}))

    assert (cause.id, cause.subject) == (("clock-skew",), "external")
    assert "-600 s" in cause.evidence[0]


@given(st.integers(0, 20_000), st.integers(1, 20_000))
def test_purge_delay(value: int, limit_s: int) -> None:
    """The delay is too short exactly where a click may come later than it lasts."""
    environment = facts().environment
    assert environment is not None
    limits = environment.limits.model_copy(update={"tracking_log": float(limit_s)})
    seen = Facts(
        environment=environment.model_copy(update={"limits": limits}),
        options=checks.options(NmsCleanup_TrackingLogPurgeDelay=str(value)),
    )

    assert bool(diagnose(seen)) is (value < limit_s)


@given(st.integers(-5, 30_000))
def test_shared_memory(entries: int) -> None:
    """Room for 10000 entries is the documented least."""
    machines = with_setting("trk1", SERVER, "trackinglogd", maxSharedLogs=str(entries))

    assert bool(diagnose(Facts(machines=machines))) is (entries < LEAST_ENTRIES)


NAMED = [
    (related.test_tracking_workflow_is_running, IN_ERROR, {"workflow"}),
    (related.test_tracking_workflow_is_running, STOPPED_WORKFLOW, {"workflow"}),
    (related.test_tracking_was_consolidated_lately, consolidated(5000), {"options", "environment"}),
    (related.test_clicks_are_kept_long_enough, KEPT_AN_HOUR, {"options", "environment"}),
    (
        log.test_click_is_logged,
        LOST,
        {"tracking_log", "tracked", "links", "tracked_urls", "landing_click"},
    ),
]


@pytest.mark.parametrize(("check", "changes", "needed"), NAMED)
def test_the_checks_reason_names_it(
    check: Check, changes: dict[str, object], needed: set[str]
) -> None:
    """What the check says that fails leads to the cause, where it may be read and where not."""
    for seen in (facts(**changes), hosted(**changes)):
        with pytest.raises(AssertionError) as reason:
            check(**{name: getattr(seen, name) for name in needed})

        (cause,) = diagnose(seen)
        assert cause.explains(str(reason.value))
        assert not cause.explains("RED-520025 Communication failed with tracking server")

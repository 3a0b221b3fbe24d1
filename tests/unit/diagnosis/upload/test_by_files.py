"""What the servers' own files and processes tell of an upload that does not get there."""

from dataclasses import replace

import pytest

from campaign_tracking.diagnosis.cause import KnownCause, Sign
from campaign_tracking.diagnosis.owner import Owner
from campaign_tracking.diagnosis.telling import tell
from campaign_tracking.diagnosis.upload import UPLOAD
from campaign_tracking.diagnosis.upload.proxy_captures_internal_traffic import (
    PROXY_CAPTURES_INTERNAL_TRAFFIC,
)
from campaign_tracking.diagnosis.upload.relay_denies_soaprouter import RELAY_DENIES_SOAPROUTER
from campaign_tracking.diagnosis.upload.tomcat_port_changed_relay_not import (
    TOMCAT_PORT_CHANGED_RELAY_NOT,
)
from campaign_tracking.diagnosis.upload.tracking_web_process_down import TRACKING_WEB_PROCESS_DOWN
from campaign_tracking.diagnosis.upload.zone_refuses_http import ZONE_REFUSES_HTTP
from campaign_tracking.facts import Facts
from campaign_tracking.server_files.machine import Machine, Processes
from tests.unit.samples import communication_failed, delivery, environment
from tests.unit.server_files.platforms import SAMPLES, Sample, standard
from tests.unit.server_files.violations import VIOLATIONS, Violation

# What each broken rule is the cause of; some break it in several ways.
BY_RULE = {
    "R-47": TOMCAT_PORT_CHANGED_RELAY_NOT,
    "R-48": RELAY_DENIES_SOAPROUTER,
    "R-51": ZONE_REFUSES_HTTP,
    "R-54": PROXY_CAPTURES_INTERNAL_TRAFFIC,
}
BROKEN = [one for one in VIOLATIONS if one.rule in BY_RULE]


def seen_of(sample: Sample, *, logged: bool = False) -> Facts:
    """Return what a run saw of a platform, with a log that complains of its last server."""
    host = sample.environment.tracking.internal_urls[sample.last.name].removeprefix("http://")
    log = delivery(communication_failed(1, host)) if logged else None
    return Facts(environment=sample.environment, machines=sample.read(), tracked=log)


def found_in(facts: Facts) -> list[tuple[KnownCause, Sign]]:
    """Return what this part of the catalogue finds."""
    return [(known, sign) for known in UPLOAD for sign in known.find(facts)]


@pytest.mark.parametrize("name", SAMPLES)
def test_healthy(name: str) -> None:
    """A platform as the documentation shows it has none of these causes."""
    assert found_in(seen_of(SAMPLES[name]())) == []


@pytest.mark.parametrize("logged", [False, True], ids=["read-only", "RED-520025"])
@pytest.mark.parametrize("broken", BROKEN, ids=lambda one: one.id)
def test_broken_rule_is_a_cause(broken: Violation, *, logged: bool) -> None:
    """One broken rule is one cause, singled out, about the server that the check is about."""
    sample = standard()
    about = broken.apply(sample)
    facts = seen_of(sample, logged=logged)

    found = [(known, sign) for known, sign in found_in(facts) if sign.doubt is None]

    ((known, sign),) = found
    assert known is BY_RULE[broken.rule]
    assert sign.subject == about
    cause = tell(facts, known, sign)
    assert cause.owner == Owner.SERVER
    assert "{" not in str(cause)
    if logged and known is not PROXY_CAPTURES_INTERNAL_TRAFFIC:
        assert "RED-520025" in cause.evidence[-1]


def with_processes(processes: Processes) -> Facts:
    """Return what a run saw, with other *processes* on the last server."""
    facts = seen_of(standard())
    assert facts.machines is not None
    last = replace(facts.machines["trk2"], processes=processes)
    return replace(facts, machines={**facts.machines, "trk2": last})


def without_web(machine: Machine) -> Processes:
    """Return a machine's processes without Tomcat."""
    running = tuple(each for each in machine.processes.running if each.name != "web")
    return replace(machine.processes, running=running)


def test_web_process_is_down() -> None:
    """Other processes run, and web does not."""
    facts = seen_of(standard())
    assert facts.machines is not None

    ((known, sign),) = found_in(with_processes(without_web(facts.machines["trk2"])))

    assert known is TRACKING_WEB_PROCESS_DOWN
    assert (sign.subject, sign.doubt) == ("trk2", None)
    assert "trackinglogd" in sign.evidence[0].told()


@pytest.mark.parametrize(
    "processes", [Processes(), Processes(untold="nlserver pdump: it printed nothing")]
)
def test_nothing_runs_or_nothing_is_told(processes: Processes) -> None:
    """A machine on which nothing runs, or that tells nothing, does not lack its web process."""
    assert found_in(with_processes(processes)) == []


@pytest.mark.parametrize("broken", BROKEN, ids=lambda one: one.id)
def test_unread_files_blame_nobody(broken: Violation) -> None:
    """What was not read as a whole is not judged."""
    sample = standard()
    broken.apply(sample)
    facts = seen_of(sample)
    unread = {
        name: replace(machine, trouble="connection refused")
        for name, machine in (facts.machines or {}).items()
    }

    assert found_in(replace(facts, machines=unread)) == []


def test_https_needs_no_right() -> None:
    """A zone without allowHTTP takes uploads by https."""
    sample = standard()
    next(one for one in BROKEN if one.rule == "R-51").apply(sample)
    tracking = sample.environment.tracking
    https = {id_: url.replace("http:", "https:") for id_, url in tracking.internal_urls.items()}
    by_https = tracking.model_copy(update={"internal_urls": https})

    declared = sample.environment.model_copy(update={"tracking": by_https})

    assert found_in(replace(seen_of(sample), environment=declared)) == []


def test_adobe_hosts_the_tracking_server() -> None:
    """In a hybrid platform the tracking servers are Adobe's: support acts."""
    sample = standard()
    next(one for one in BROKEN if one.rule == "R-47").apply(sample)
    facts = seen_of(sample)
    ((known, sign),) = found_in(facts)

    hybrid = replace(facts, environment=environment(hosting="hybrid"))

    assert tell(hybrid, known, sign).owner == Owner.SUPPORT

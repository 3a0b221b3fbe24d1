"""Judge every check of files and processes on a sample, as a run does."""

import inspect
from collections.abc import Mapping
from xml.etree import ElementTree as ET

from campaign_tracking.judgement import BY_SUBJECT, Check, Judgement, judge, kind_of_subject, label
from campaign_tracking.rules import rule_of
from campaign_tracking.server_files.machine import DeliveryFile, LogScan, Machine
from tests.unit.checks.healthy import facts, options, redir, server, servers
from tests.unit.server_files.platforms import DATABASE_ID, SEAL, Render, Sample
from tests.unit.test_checks import CHECKS

ABOUT_MACHINES = {"machine", "machines"}


def known_of(sample: Sample, render: Render = ET.tostring) -> dict[str, object]:
    """Return the facts of a sample; whatever else there is, is healthy."""
    machines = sample.read(render)
    instance = sample.last.instance
    silent = redir(instance="")  # which instance it is, the sample's files tell
    held = options(XtkDatabaseId=SEAL(DATABASE_ID), NmsTracking_Instance=instance)
    return facts(
        environment=sample.environment,
        servers=servers(*(server(id_, rtest=silent) for id_ in servers())),
        machines=machines,
        every_machine=machines,
        options=held,
        tracking_options=held,
        log_scans={name: LogScan(files=1, lines=1) for name in machines},
        delivery_files={
            name: DeliveryFile(path="1.xml", found=True, mode=0o644) for name in machines
        },
    )


def about_files(check: Check) -> bool:
    """Whether a check reads machines: of them are the rules about files and processes."""
    return bool(ABOUT_MACHINES & set(inspect.signature(check).parameters))


FILE_CHECKS = [check for check in CHECKS if about_files(check)]


def judge_files(known: Mapping[str, object]) -> dict[str, Judgement]:
    """Judge every check of files, of each machine whose role its rule is about."""
    judged = {}
    machines = known[BY_SUBJECT["machine"]]
    assert isinstance(machines, dict)
    for check in FILE_CHECKS:
        for about in _subjects(check, machines):
            judged[label(check.__name__, about)] = judge(check, about, known.get)
    return judged


def _subjects(check: Check, machines: Mapping[str, Machine]) -> list[str]:
    if kind_of_subject(check) != "machine":
        return [""]
    rule = rule_of(check)
    return [name for name, machine in machines.items() if rule is None or machine.role in rule.on]

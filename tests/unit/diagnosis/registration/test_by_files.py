"""Where a refusing server's files were read, they single the cause out."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaign_tracking.diagnosis.owner import Owner
from campaign_tracking.server_files.machine import Machine, UploadFolder
from tests.unit.diagnosis.registration.refused import causes, foreign, seen_of, the_cause
from tests.unit.diagnosis.test_diagnose import NOT_ACCEPTED
from tests.unit.samples import AT
from tests.unit.server_files.platforms import DATABASE_ID, SAMPLES, Sample, stand_alone, standard
from tests.unit.server_files.violations import REDIRECTION

FILE = "config-prod.xml"
SERVER_FILE = "serverConf.xml"


def set_(file: str, path: str, **values: str) -> Callable[[Sample], None]:
    """Return what changes attributes on the last server."""

    def edit(sample: Sample) -> None:
        for name, value in values.items():
            sample.last.element(file, path).set(name, value)

    return edit


def without_its_file(sample: Sample) -> None:
    """Take the instance's file from the last server."""
    del sample.last.files[FILE]


def overridden(sample: Sample) -> None:
    """Have the instance's file switch off what serverConf.xml has on."""
    set_(SERVER_FILE, REDIRECTION, startRedirection="true")(sample)
    set_(FILE, REDIRECTION, startRedirection="false")(sample)


BROKEN = (
    (set_(FILE, REDIRECTION, databaseId=""), "instance-not-registered", "databaseId is empty"),
    (
        set_(FILE, REDIRECTION, databaseId="", trackingPassword=""),
        "instance-not-registered",
        "databaseId",
    ),
    (set_(FILE, REDIRECTION, databaseId="u01"), "database-id-mismatch", "is not XtkDatabaseId"),
    (
        set_(FILE, REDIRECTION, databaseId=DATABASE_ID.removeprefix("u")),
        "database-id-unicode-prefix",
        "is not XtkDatabaseId",
    ),
    (
        set_(FILE, REDIRECTION, trackingPassword=""),
        "tracking-password-empty",
        "trackingPassword is empty",
    ),
    (
        set_(FILE, REDIRECTION, trackingPassword="x="),
        "tracking-password-mismatch",
        "trackingPassword is not that",
    ),
    (
        set_(FILE, "shared/dataStore", hosts="old.example.com*"),
        "dns-mask-misses-tracking-host",
        "'old.example.com*' does not match t.example.com",
    ),
    (without_its_file, "registration-partial", "has no config-prod.xml; trk1 has one"),
    (
        set_(SERVER_FILE, REDIRECTION, startRedirection="false"),
        "redirection-disabled",
        "startRedirection = 'false'",
    ),
    (
        set_(SERVER_FILE, REDIRECTION, startRedirectionInModule="no"),
        "redirection-disabled",
        "startRedirectionInModule = 'no'",
    ),
    (overridden, "instance-file-overrides-server-file", "says true, and the instance's file"),
)


@pytest.mark.parametrize(("edit", "id_", "seen"), BROKEN, ids=[str(row[1:]) for row in BROKEN])
def test_file_singles_the_cause_out(edit: Callable[[Sample], None], id_: str, seen: str) -> None:
    """One cause, not merely a likely one, about the server, with what was seen there."""
    sample = standard()
    edit(sample)

    cause = the_cause(seen_of(sample))

    assert cause.id == (id_,)
    assert not cause.likely
    assert cause.subject == "trk2"
    assert "trk2" in cause.statement
    assert seen in " ".join(cause.evidence)
    assert not cause.told_apart_by


@pytest.mark.parametrize("edit", [row[0] for row in BROKEN], ids=[str(row[1:]) for row in BROKEN])
def test_hybrid_is_supports(edit: Callable[[Sample], None]) -> None:
    """Whatever it is, where Adobe hosts the tracking servers its support repairs it."""
    sample = standard()
    edit(sample)
    facts = seen_of(sample)
    assert facts.environment is not None
    hosted = facts.environment.model_copy(update={"hosting": "adobe"})

    assert the_cause(replace(facts, environment=hosted)).owner == Owner.SUPPORT


@pytest.mark.parametrize("name", SAMPLES)
@pytest.mark.parametrize("refuses", [False, True])
def test_files_that_are_fine_blame_nobody(name: str, *, refuses: bool) -> None:
    """None of these causes is singled out on a platform as the documentation shows it."""
    found = causes(seen_of(SAMPLES[name](), refuses=refuses))

    assert [cause.id for cause in found if not cause.likely] == []
    assert not found or (refuses and name == "stand-alone")


def test_sole_servers_password_is_what_is_left() -> None:
    """It is likely where its files show nothing else, and not where they do."""
    sample = standard(trackers=1)
    seen = seen_of(sample)
    assert seen.environment is not None

    cause = the_cause(seen)
    assert (cause.id, cause.likely) == (("tracking-password-mismatch",), True)
    assert "never read" in cause.told_apart_by

    assert causes(replace(seen, options=None, tracking_options=None)) == []
    set_(FILE, REDIRECTION, databaseId="u01")(sample)
    assert the_cause(seen_of(sample)).id == ("database-id-mismatch",)


def test_unread_files_leave_the_tie() -> None:
    """A server that lets nobody in is as one that was not declared: the tie is likely."""

    def closed(machine: Machine) -> Machine:
        return replace(machine, trouble="connection refused", files=())

    cause = the_cause(seen_of(standard(), change=closed))

    assert cause.id == NOT_ACCEPTED
    assert "[[host]]" in cause.told_apart_by


def test_instance_that_no_server_has() -> None:
    """Where no tracking server has the instance's file it is not registered, and not in part."""
    sample = standard(trackers=1)
    without_its_file(sample)

    assert the_cause(seen_of(sample)).id == ("instance-not-registered",)


def broken_file(machine: Machine) -> Machine:
    """Return the machine with a file that is no XML."""
    trouble = "not well-formed at line 9, column 3: mismatched tag"
    first, *rest = machine.files
    return replace(machine, files=(replace(first, root=None, trouble=trouble), *rest))


def test_broken_file_is_a_cause_of_its_own() -> None:
    """It is singled out, and no tie stands beside it though not all was read there."""
    cause = the_cause(seen_of(standard(), change=broken_file))

    assert (cause.id, cause.likely, cause.subject) == (("config-file-invalid",), False, "trk2")
    assert "line 9" in cause.evidence[0]
    assert "trk2" in cause.statement


def test_file_that_could_not_be_read_is_not_broken() -> None:
    """Who has no right to read a file knows nothing of what stands in it."""

    def denied(machine: Machine) -> Machine:
        first, *rest = machine.files
        return replace(machine, files=(replace(first, root=None, trouble="denied"), *rest))

    assert causes(seen_of(standard(), refuses=False, change=denied)) == []


def edited_at(minutes: int) -> Callable[[Machine], Machine]:
    """Return what has a file changed so long after the processes were started."""

    def change(machine: Machine) -> Machine:
        first, *rest = machine.files
        running = [replace(each, started_at=AT) for each in machine.processes.running]
        processes = replace(machine.processes, running=tuple(running))
        edited = replace(first, modified_at=AT + timedelta(minutes=minutes))
        return replace(machine, files=(edited, *rest), processes=processes)

    return change


@given(st.integers(-60, 60))
def test_files_changed_since_the_start(minutes: int) -> None:
    """A refusal with right files that are newer than what runs is likely for want of a reload."""
    found = causes(seen_of(standard(), change=edited_at(minutes)))

    expected = [(("configuration-not-reloaded",), True)] if minutes > 0 else []
    assert [(cause.id, cause.likely) for cause in found] == expected


def test_sole_server_that_was_not_reloaded() -> None:
    """Its password is not what is left while another cause fits."""
    cause = the_cause(seen_of(standard(trackers=1), change=edited_at(5)))

    assert cause.id == ("configuration-not-reloaded",)


def test_wrong_file_that_is_new_is_wrong_all_the_same() -> None:
    """A file that singles a cause out is not told to be reloaded; nor is one without a refusal."""
    sample = standard()
    change = edited_at(5)
    assert causes(seen_of(sample, refuses=False, change=change)) == []
    set_(FILE, REDIRECTION, databaseId="u01")(sample)

    assert the_cause(seen_of(sample, change=change)).id == ("database-id-mismatch",)


@given(
    st.none() | st.integers(0, 0o777),
    st.none() | st.integers(-5, 5),
)
def test_upload_folder(mode: int | None, free_kb: int | None) -> None:
    """What nobody may write into, or has no room, is a cause; what is not known is none."""
    folder = UploadFolder(path="/var/redir/url/2026", mode=mode, free_kb=free_kb)
    found = causes(
        seen_of(standard(), change=lambda machine: replace(machine, upload_folder=folder))
    )

    closed = mode is not None and not mode & 0o222
    full = free_kb is not None and free_kb <= 0
    expected = [("redir-directory-not-writable",)] if closed or full else []
    assert [cause.id for cause in found] == expected
    assert all("/var/redir/url/2026" in " ".join(cause.evidence) for cause in found)


def test_module_that_is_not_loaded() -> None:
    """A foreign page where the files switch the redirection on; told once for a machine."""
    facts = seen_of(standard(), refuses=False)
    servers = dict(facts.servers or {})
    servers["trk2"] = foreign(servers["trk2"])

    cause = the_cause(replace(facts, servers=servers))

    assert (cause.id, cause.likely) == (("redirection-module-not-loaded",), False)
    assert cause.subject == "trk2"


def test_foreign_page_of_a_service_that_is_off() -> None:
    """Where the files switch the service off, the module is not blamed."""
    sample = standard()
    set_(SERVER_FILE, REDIRECTION, startRedirection="false")(sample)
    facts = seen_of(sample, refuses=False)
    servers = dict(facts.servers or {})
    servers["trk2"] = foreign(servers["trk2"])

    assert the_cause(replace(facts, servers=servers)).id == ("redirection-disabled",)


@pytest.mark.parametrize(
    ("name", "server", "build", "behind"),
    [
        ("standard", "trk2", "9182", "trk2"),
        ("standard", "app", "9182", "app"),
        ("standard", "trk2", "9400", "app"),
        ("mid-sourcing", "app", "9182", None),
        ("mid-sourcing", "app", "9400", "mid"),
        ("mid-sourcing", "mid", "9400", "trk1"),
        ("mid-sourcing", "trk2", "10001", "mid"),
        ("standard", "trk2", "", None),
    ],
)
def test_builds(name: str, server: str, build: str, behind: str | None) -> None:
    """Who is behind is named, but for the marketing instance of a mid, which may be."""
    facts = seen_of(SAMPLES[name](), refuses=False)
    assert facts.machines is not None
    old = facts.machines[server]
    changed = replace(old, processes=replace(old.processes, build=build))

    found = causes(replace(facts, machines={**facts.machines, server: changed}))

    assert [(cause.id, cause.subject) for cause in found] == (
        [(("build-skew-between-servers",), behind)] if behind else []
    )


def test_stand_alone_is_its_own_application_server() -> None:
    """One machine in two roles is told of once for each cause."""
    sample = stand_alone()
    set_(SERVER_FILE, REDIRECTION, startRedirection="false")(sample)

    assert the_cause(seen_of(sample, refuses=False)).id == ("redirection-disabled",)

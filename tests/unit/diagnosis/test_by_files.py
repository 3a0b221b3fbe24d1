"""Where a refusing server's files were read, they single the cause out."""

from dataclasses import replace

import pytest

from campaign_tracking.diagnosis import diagnose
from campaign_tracking.facts import Facts
from tests.unit.checks.healthy import options
from tests.unit.diagnosis.test_diagnose import NOT_ACCEPTED, PAIR, facts
from tests.unit.samples import TRK2
from tests.unit.server_files.platforms import DATABASE_ID, SEAL, standard
from tests.unit.server_files.violations import REDIRECTION

FILE = "config-prod.xml"


def read(**changes: str) -> Facts:
    """Return what a run saw: trk2 refuses the upload, and its registration is changed so."""
    sample = standard()
    for name, value in changes.items():
        sample.last.element(FILE, REDIRECTION).set(name, value)
    held = options(XtkDatabaseId=SEAL(DATABASE_ID))
    return replace(facts(*PAIR), machines=sample.read(), options=held, tracking_options=held)


@pytest.mark.parametrize(
    ("changes", "id_", "place"),
    [
        ({"databaseId": ""}, "instance-not-registered", "databaseId is empty"),
        ({"databaseId": "", "trackingPassword": ""}, "instance-not-registered", "databaseId"),
        ({"databaseId": "u01"}, "database-id-mismatch", "databaseId is not XtkDatabaseId"),
        (
            {"databaseId": DATABASE_ID.removeprefix("u")},
            "database-id-unicode-prefix",
            "databaseId is not XtkDatabaseId",
        ),
        ({"trackingPassword": ""}, "tracking-password-empty", "trackingPassword is empty"),
        ({"trackingPassword": "x="}, "tracking-password-mismatch", "trackingPassword is not that"),
    ],
)
def test_file_singles_the_cause_out(changes: dict[str, str], id_: str, place: str) -> None:
    """One cause, not merely a likely one, with the place in the file."""
    (cause,) = diagnose(read(**changes))

    assert cause.id == (id_,)
    assert not cause.likely
    assert cause.subject == "trk2"
    assert TRK2 in cause.statement
    assert place in cause.evidence[-1]
    assert f"{FILE}, line " in cause.evidence[-1]
    assert not cause.told_apart_by


def test_files_that_are_fine_blame_nobody() -> None:
    """Where the server's files are as they should be, none of these causes is named."""
    assert diagnose(read()) == ()


def test_unread_files_leave_the_tie() -> None:
    """A server that lets nobody in is as one that was not declared: both causes are likely."""
    seen = read(databaseId="")
    assert seen.machines is not None
    closed = replace(seen.machines["trk2"], trouble="connection refused", files=())

    (cause,) = diagnose(replace(seen, machines={**seen.machines, "trk2": closed}))

    assert cause.id == NOT_ACCEPTED
    assert "[[host]]" in cause.told_apart_by


def test_other_servers_password_is_not_its_own_fault() -> None:
    """A single tracking server has no other to compare its password with."""
    seen = read(trackingPassword="x=")
    assert seen.machines is not None

    assert diagnose(replace(seen, machines={"trk2": seen.machines["trk2"]})) == ()

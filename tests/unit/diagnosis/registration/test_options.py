"""What the deployment wizard's options alone tell."""

from dataclasses import replace

import pytest

from campaign_tracking.diagnosis.owner import Owner
from campaign_tracking.facts import Facts
from tests.unit.checks.healthy import options
from tests.unit.diagnosis.registration.refused import causes, seen_of, the_cause, told
from tests.unit.samples import environment
from tests.unit.server_files.platforms import mid_sourcing, standard

COPIED = ("environment-copied-options",)
MID = ("mid-tracking-proxy-disabled",)
OTHER, SECURE_OTHER = "http://t.other.example", "https://t.other.example"


@pytest.mark.parametrize(
    ("external", "secure", "found"),
    [
        (OTHER, SECURE_OTHER, True),
        (OTHER, "", True),
        ("", SECURE_OTHER, True),
        (OTHER, "https://t.example.com", False),
        ("http://t.example.com:8080", "https://t.example.com", False),
        ("", "", False),
    ],
)
def test_copied_options(external: str, secure: str, *, found: bool) -> None:
    """All external URLs lead elsewhere: they came along; one of two is a typing error."""
    facts = seen_of(
        standard(),
        refuses=False,
        held={"NmsTracking_ServerUrl": external, "NmsTracking_SecureServerUrl": secure},
    )

    named = causes(facts)

    assert [cause.id for cause in named] == ([COPIED] if found else [])
    assert all("t.other.example" in cause.statement and not cause.likely for cause in named)


def test_only_what_is_declared_is_compared() -> None:
    """A secure URL that nobody declared says nothing for or against it."""
    held = {"NmsTracking_ServerUrl": OTHER, "NmsTracking_SecureServerUrl": SECURE_OTHER}
    facts = seen_of(standard(), refuses=False, held=held)
    plain = environment(tracking={"url": "http://t.example.com"})

    assert the_cause(replace(facts, environment=plain, machines={})).id == COPIED


def test_nothing_was_declared_or_read() -> None:
    """Without an environment, or without options, nothing is said."""
    facts = seen_of(standard(), refuses=False, held={"NmsTracking_ServerUrl": OTHER})

    assert causes(replace(facts, environment=None)) == []
    assert causes(replace(facts, options=None, tracking_options=None)) == []


def test_name_that_no_file_has() -> None:
    """The wizard's name is wrong where the servers' files have the declared one."""
    renamed = options(NmsTracking_Instance="stage")
    facts = replace(seen_of(standard()), options=renamed, tracking_options=renamed)

    cause = the_cause(replace(facts, tracked=None))

    assert cause.id == ("tracking-instance-name-mismatch",)
    assert (cause.subject, cause.likely) == ("NmsTracking_Instance", False)
    assert cause.owner == Owner.CAMPAIGN
    assert "stage" in cause.statement
    assert "config-stage.xml" in cause.evidence[0]
    assert cause.explains("NmsTracking_Instance: expected stage")


def test_name_that_a_server_tells() -> None:
    """A name that one server serves is right, whatever the files of others are called."""
    facts = seen_of(standard(), refuses=False, held={"NmsTracking_Instance": "stage"})
    servers = dict(facts.servers or {})
    servers["trk2"] = told(servers["trk2"], instance="stage")

    assert causes(replace(facts, servers=servers)) == []


def marketing(name: str) -> Facts:
    """Return what was seen where the marketing instance of a mid names that instance."""
    facts = seen_of(mid_sourcing(), refuses=False)
    return replace(facts, options=options(NmsTracking_Instance=name))


@pytest.mark.parametrize(("name", "found"), [("mid", False), ("mid_old", True), ("", False)])
def test_mid_refuses_another_name(name: str, *, found: bool) -> None:
    """A name that is not on the tracking servers is refused; the mid's own is not."""
    assert [cause.id for cause in causes(marketing(name))] == ([MID] if found else [])


def test_mid_of_which_too_little_is_known() -> None:
    """The mid may serve several instances: without the servers' files nothing is said."""
    seen = marketing("mid_old")
    assert causes(replace(seen, machines={})) == []
    assert MID not in [cause.id for cause in causes(replace(seen, tracking_options=None))]
    cause = the_cause(seen)
    assert (cause.subject, cause.likely) == ("NmsTracking_Instance", False)
    assert "config-mid_old.xml" in cause.evidence[1]

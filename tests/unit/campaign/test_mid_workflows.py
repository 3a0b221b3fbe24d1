"""The workflows that bring back what a mid-sourcing server knows."""

import responses

from campaign_tracking.campaign.mid_workflows import MidWorkflows, read_mid_workflows
from campaign_tracking.campaign.session import Session
from tests.unit.campaign.answers import ROUTER, a_fault, rows

REFUSED = "XSV-350026 The operator has no right to read this"


def workflow(name: str, state: str, failed: str = "0") -> str:
    """Return a row."""
    return f"<workflow internalName='{name}' state='{state}' failed='{failed}'/>"


def test_found(wire: responses.RequestsMock, session: Session) -> None:
    """Each is told by its name; paused, stopped and failed ones do not run."""
    wire.post(
        ROUTER,
        rows(
            "workflow",
            workflow("defaultMidSourcingLog", "13", "1"),
            workflow("defaultMidSourcingDlv", "11"),
        ),
    )

    seen = read_mid_workflows(session)

    assert [each.name for each in seen.found] == ["defaultMidSourcingDlv", "defaultMidSourcingLog"]
    assert [each.name for each in seen.halted] == ["defaultMidSourcingLog"]


def test_none(wire: responses.RequestsMock, session: Session) -> None:
    """A platform may have others in their place."""
    wire.post(ROUTER, rows("workflow"))

    assert read_mid_workflows(session) == MidWorkflows()


def test_refused(wire: responses.RequestsMock, session: Session) -> None:
    """A right that is missing is told."""
    wire.post(ROUTER, a_fault(REFUSED))

    assert read_mid_workflows(session) == MidWorkflows(trouble=REFUSED)

"""The two boxes of tracking in the template: ticked, not ticked, or not told."""

import pytest
import responses

from campaign_tracking.campaign.session import Session
from campaign_tracking.campaign.template_tracking import TemplateTracking, read_template_tracking
from tests.unit.campaign.answers import ROUTER, a_fault, rows
from tests.unit.campaign.calls import queried

REFUSED = "XTK-170036 Unknown field 'tracking/@enabled' in schema 'nms:delivery'."


def template(links: str, opens: str) -> str:
    """Return a template with these boxes."""
    boxes = f"<tracking enabled='{links}' openEnabled='{opens}'/>"
    return rows("delivery", f"<delivery>{boxes}</delivery>")


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (template("true", "1"), TemplateTracking(links=True, opens=True)),
        (template("0", "false"), TemplateTracking(links=False, opens=False)),
        (template("1", ""), TemplateTracking(links=True)),
        (template("yes", "no"), TemplateTracking()),
        (rows("delivery", "<delivery/>"), TemplateTracking()),
        (rows("delivery"), TemplateTracking()),
    ],
)
def test_boxes(
    wire: responses.RequestsMock, session: Session, body: str, expected: TemplateTracking
) -> None:
    """A Boolean is told, in either form; anything else is not known."""
    wire.post(ROUTER, body)

    assert read_template_tracking(session, "mail") == expected
    assert queried(wire.calls[-1].request)[1] == ["@internalName = 'mail'", "@isModel = 1"]


def test_refused(wire: responses.RequestsMock, session: Session) -> None:
    """A platform that does not know the fields says so."""
    wire.post(ROUTER, a_fault(REFUSED))

    seen = read_template_tracking(session, "mail")

    assert (seen.links, seen.opens) == (None, None)
    assert "XTK-170036" in seen.trouble

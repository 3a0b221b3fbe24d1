"""The rules by which fixtures send, read and click, as functions of facts."""

import inspect
from dataclasses import replace

import pytest

from campaign_tracking.campaign.delivery import Delivery, Message, Way
from campaign_tracking.campaign.messages import TrackedUrl
from campaign_tracking.campaign.mid_sourcing import MidDelivery
from campaign_tracking.campaign.options import Options
from campaign_tracking.campaign.order import marked
from campaign_tracking.facts import Notebook
from campaign_tracking.judgement import Absent, Judged
from campaign_tracking.mailbox import MailLink
from campaign_tracking.own_links import Purpose
from fixtures import deliveries, mail, mid_sourcing, rights
from tests.unit.samples import AT, TOKEN, delivery, environment, received

ANOTHER = Message(id=78, address="another@example.com", status=6)
SUBMITTED = replace(delivery(started_at=AT), way=Way.SUBMIT, job_status=None)
MID = environment(
    mid_sourcing={"url": "https://mid.example.com", "instance": "mid", "login": "check"}
)
HYBRID = environment(hosting="hybrid")
OPTIONS = Options(values={}, present=(), unreadable="")
EXTERNALISED = replace(OPTIONS, values={"NmsTracking_ExtAccount": " defaultEmailMid "})
ADDED = "the template adds a target of its own (2 parts)"


@pytest.mark.parametrize(
    ("sent", "why"),
    [
        pytest.param([], "", id="nothing-was"),
        pytest.param([None], "", id="not-tried"),
        pytest.param([SUBMITTED], "", id="to-nobody-else"),
        pytest.param(
            [replace(SUBMITTED, messages=(*(SUBMITTED.messages or ()), ANOTHER))],
            "not submitted: of the delivery before it, 1 of 2 prepared messages are for somebody",
            id="to-somebody-else",
        ),
        pytest.param(
            [None, replace(SUBMITTED, messages=(ANOTHER,))],
            "not submitted: of the delivery before it, 1 of 1",
            id="to-somebody-else-before",
        ),
        pytest.param([replace(SUBMITTED, messages=())], "", id="to-nobody"),
        pytest.param([replace(SUBMITTED, started_at=None, messages=None)], "", id="refused"),
        pytest.param([replace(SUBMITTED, foreign_target=ADDED)], ADDED, id="of-two-targets"),
        pytest.param(
            [replace(SUBMITTED, messages=None)], "could not be read back", id="not-read-back"
        ),
        pytest.param(
            [replace(delivery(), messages=(ANOTHER,))], "", id="prepared-as-a-job-and-held-back"
        ),
    ],
)
def test_no_other_is_submitted(sent: list[Delivery | None], why: str) -> None:
    """After a submission that reaches somebody else no other is made; a job is held back anyway."""
    said = deliveries._somebody_else(sent, environment())  # noqa: SLF001  (the rule itself)

    assert why in said
    assert bool(said) == bool(why)


LANDING = "http://t.example.com/r/?id=h4d,2329,a1"
URLS = (
    TrackedUrl(
        delivery_id=9001, id=0xA1, type=1, source=marked("https://www.example.com/check", TOKEN)
    ),
)
UNKNOWN_THERE = MidDelivery(trouble="no delivery there has the code")
NO_RIGHT = Absent(judged=Judged.NOT_CONFIGURED, why="give a right")


@pytest.mark.parametrize(
    ("changes", "purposes"),
    [
        pytest.param({}, [Purpose.LANDING], id="one-server"),
        pytest.param(
            {"environment": MID, "options": EXTERNALISED, "mid_delivery": MidDelivery(id=5001)},
            [Purpose.LANDING],
            id="mid-declared",
        ),
        pytest.param(
            {"environment": HYBRID, "mid_delivery": mid_sourcing.ADOBES},
            [Purpose.LANDING],
            id="hybrid",
        ),
        pytest.param({"options": EXTERNALISED}, mail.IDS_OF_THE_MID, id="mid-not-declared"),
        pytest.param(
            {"environment": MID, "mid_delivery": UNKNOWN_THERE}, None, id="unknown-to-the-mid"
        ),
        pytest.param({"environment": MID, "mid_delivery": None}, None, id="mid-not-asked"),
        pytest.param({"tracked_urls": NO_RIGHT}, None, id="urls-not-readable"),
        pytest.param({"tracked_mail": None}, None, id="not-received"),
        pytest.param({"tracked": None}, None, id="not-sent"),
    ],
)
def test_links_are_told_apart_only_with_all_ids(
    changes: dict[str, object], purposes: list[Purpose] | Absent | None
) -> None:
    """No link is taken for ours before the ids of every server are known that may be in it."""
    known: dict[str, object] = {
        "tracked": SUBMITTED,
        "tracked_mail": received(MailLink(href=LANDING, where="html", tag="a", label="")),
        "tracked_urls": URLS,
        "mid_delivery": MidDelivery(),
        "options": OPTIONS,
        "environment": environment(),
    }

    found = inspect.unwrap(mail.links)(notebook=Notebook(), **known | changes)

    seen = [own.purpose for own in found] if isinstance(found, tuple) else found
    assert seen == purposes


@pytest.mark.parametrize(
    ("trouble", "refused"),
    [
        ("", False),
        ("timed out", False),
        ("XSV-350026 The operator has no right to read this", True),
        ("HTTP 403: XSV-350026 Forbidden", False),
        ("XSV-350008 Session has expired", False),
        ("PGS-220000 the database reports an error", False),
        ("ODB-240000 the database reports an error", False),
        ("XSV-350063 no data source", False),
        ("INT-150012 Forbidden", False),
    ],
)
def test_a_missing_right_is_to_be_configured(trouble: str, *, refused: bool) -> None:
    """Only a refusal of Campaign's own is a right that is missing; the fact stays otherwise."""
    fact = rights.unless_refused("a fact", trouble, "nms:delivery")

    if refused:
        assert isinstance(fact, Absent)
        assert fact.judged is Judged.NOT_CONFIGURED
        assert "nms:delivery" in fact.why
        assert trouble in fact.why
    else:
        assert fact == "a fact"

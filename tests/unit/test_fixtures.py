"""The rules by which fixtures send, read and click, as functions of facts."""

import inspect
from dataclasses import replace

import httpx
import pytest

from campaign_tracking.campaign.delivery import Delivery, Message, Way
from campaign_tracking.campaign.messages import Sending, TrackedUrl
from campaign_tracking.campaign.mid_sourcing import MidDelivery
from campaign_tracking.campaign.options import Options
from campaign_tracking.campaign.order import marked
from campaign_tracking.campaign.routing_account import RoutingAccount
from campaign_tracking.facts import Notebook
from campaign_tracking.judgement import Absent, Judged
from campaign_tracking.mailbox import MailLink
from campaign_tracking.own_links import Purpose, classify
from campaign_tracking.redirection.click import Click
from fixtures import clicks, deliveries, mail, mid_sourcing, rights
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


@pytest.mark.parametrize("links", [None, NO_RIGHT], ids=["not-known", "not-configured"])
def test_nobody_asks_for_the_routing_account_without_links(links: Absent | None) -> None:
    """Where the links are not known, or to be configured, the account is neither."""
    notebook = Notebook()

    found = inspect.unwrap(mail.routing_account)(
        session=object(), tracked=SUBMITTED, links=links, notebook=notebook
    )

    assert found is links
    assert notebook.facts.routing_account is None


@pytest.mark.parametrize(
    ("account", "clicked"),
    [
        pytest.param(RoutingAccount(id=7, tracking_url="http://brand.example.net"), True, id="it"),
        pytest.param(RoutingAccount(id=7, tracking_url="http://other.example.net"), False, id="no"),
        pytest.param(RoutingAccount(id=7, trouble="no right"), False, id="not-read"),
        pytest.param(None, False, id="not-known"),
    ],
)
def test_a_brand_is_clicked_as_the_public_name_is(
    account: RoutingAccount | None, *, clicked: bool
) -> None:
    """Our link is requested on the routing account's host, and on no host that nobody names."""
    href = LANDING.replace("t.example.com", "brand.example.net")
    asked: list[str] = []

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(str(request.url))
        headers = {"Location": "https://www.example.com/check"}
        return httpx.Response(302, headers=headers, stream=httpx.ByteStream(b""))

    with httpx.Client(transport=httpx.MockTransport(answer)) as http:
        click_own = inspect.unwrap(clicks.click_own)(
            links=classify(
                received(MailLink(href=href, where="html", tag="a", label="")), TOKEN, URLS
            ),
            tracked_sending=None,
            mid_delivery=MidDelivery(),
            options=OPTIONS,
            tracking_options=OPTIONS,
            routing_account=account,
            environment=environment(),
            http=http,
        )
        found = click_own(Purpose.LANDING)

    assert isinstance(found, Click) is clicked
    assert asked == ([href] if clicked else [])


def named(message_id: int, delivery_id: int = 9001, url_id: int = 0xA1) -> str:
    """Return a tracked link of that message and that delivery."""
    return f"http://t.example.com/r/?id=h{message_id:x},{delivery_id:x},{url_id:x}"


OWN_SENDING = Sending(message=replace(ANOTHER, id=77), waited_s=1.0, trouble="")
OURS, OTHERS = named(77), named(0x999, 0x888)


@pytest.mark.parametrize(
    ("hrefs", "sending", "mid_delivery", "clicked"),
    [
        pytest.param([OURS], OWN_SENDING, MidDelivery(), OURS, id="ours"),
        pytest.param([OTHERS, OURS], OWN_SENDING, MidDelivery(), OURS, id="ours-behind-another"),
        pytest.param([OTHERS], OWN_SENDING, MidDelivery(), None, id="another-alone"),
        pytest.param([named(0x999)], OWN_SENDING, MidDelivery(), None, id="another-message"),
        pytest.param(
            [named(42)], OWN_SENDING, MidDelivery(message_ids=(42,)), named(42), id="of-the-mid"
        ),
        pytest.param(
            [named(43)], OWN_SENDING, MidDelivery(message_ids=(42,)), None, id="of-neither-server"
        ),
        pytest.param(
            [named(42)], OWN_SENDING, mid_sourcing.ADOBES, named(42), id="of-a-mid-nobody-may-ask"
        ),
        pytest.param(
            [named(42), OURS], OWN_SENDING, mid_sourcing.ADOBES, OURS, id="ours-beside-such-a-mid's"
        ),
        pytest.param([named(42)], None, MidDelivery(), named(42), id="message-not-known"),
        pytest.param([], OWN_SENDING, MidDelivery(), None, id="none"),
    ],
)
@pytest.mark.parametrize("purpose", [Purpose.LANDING, Purpose.OPEN])
def test_only_our_own_message_is_clicked(
    hrefs: list[str],
    sending: Sending | None,
    mid_delivery: MidDelivery | Absent,
    clicked: str | None,
    purpose: Purpose,
) -> None:
    """Once our message is known, a link of another is none that we would request; nor its open."""
    opens = [href.replace(",a1", ",1") for href in hrefs]
    found = [MailLink(href=href, where="html", tag="a", label="") for href in (*hrefs, *opens)]
    links = classify(received(*found), TOKEN, URLS)

    seen = clicks.of_our_message(links, purpose, sending, mid_delivery)

    expected = clicked and (clicked.replace(",a1", ",1") if purpose is Purpose.OPEN else clicked)
    assert [link.text for link in seen] == ([expected] if expected else [])


MIRROR_SERVER = "https://mirror.example.com"


@pytest.mark.parametrize(
    ("location", "why"),
    [
        (f"{MIRROR_SERVER}/nl/jsp/m.jsp?c=1", ""),
        ("https://MIRROR.example.com:443//nl/jsp/m.jsp?c=1", ""),
        ("https://campaign.example.com/nl/jsp/m.jsp?c=1", ""),
        ("http://t.example.com/nl/jsp/m.jsp?c=1", ""),
        ("https://cdn.example.net/nl/jsp/m.jsp?c=1", "cdn.example.net, which is no host"),
        ("", "nowhere, which is no host"),
        ("https://campaign.example.com/r/?id=h999,888,777", "another tracked link"),
        ("https://campaign.example.com/nl/jsp/logoff.jsp", "/nl/jsp/logoff.jsp, which is no"),
        ("https://campaign.example.com/lp/unsubscribe?id=4711", "/lp/unsubscribe, which is no"),
        (f"{MIRROR_SERVER}/nl/jsp/m.jsp/../logoff.jsp", "which is no mirror page"),
        (f"{MIRROR_SERVER}/", "/, which is no mirror page"),
    ],
)
def test_only_a_mirror_page_is_requested(location: str, why: str) -> None:
    """The mirror page link's redirect is followed to a mirror page of the platform, else told."""
    asked: list[str] = []

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(str(request.url))
        return httpx.Response(200, stream=httpx.ByteStream(b"a page"))

    redirect = Click(
        url=named(77, url_id=0xA2),
        asked_at=AT,
        elapsed_s=0.01,
        silence=None,
        words="",
        status_code=302,
        location=location,
        redirected=True,
        cookie_names=(),
        content_type="",
        text="",
    )
    with httpx.Client(transport=httpx.MockTransport(answer)) as http:
        seen = inspect.unwrap(clicks.mirror_page)(
            mirror_click=redirect,
            options=replace(OPTIONS, values={"NmsServer_MirrorPageUrl": MIRROR_SERVER}),
            routing_account=None,
            http=http,
            environment=environment(),
            notebook=Notebook(),
        )

    assert bool(asked) is not bool(why)
    assert isinstance(seen, Absent) is bool(why)
    assert why in getattr(seen, "why", "")


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

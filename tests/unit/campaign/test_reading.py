"""What the platform says is read as it is; what it does not say stays unknown, with its words."""

from collections.abc import Callable
from datetime import UTC, datetime
from urllib.parse import parse_qs, urlsplit
from xml.etree import ElementTree as ET

import pytest
import requests
import responses
from hypothesis import given
from hypothesis import strategies as st

from campaign_tracking.campaign.delivery import LogLine, Message, Way
from campaign_tracking.campaign.errors import CampaignError
from campaign_tracking.campaign.messages import (
    Sending,
    TrackedUrl,
    messages_of,
    state_of,
    urls_of,
    wait_until_sent,
)
from campaign_tracking.campaign.named_servers import named_in
from campaign_tracking.campaign.options import HIDDEN, READ, Options, read_options
from campaign_tracking.campaign.order import MARK, Order, fill, marked
from campaign_tracking.campaign.session import Session, SessionLife
from campaign_tracking.campaign.target import Target, read_target
from campaign_tracking.campaign.tracking_log import LogRow, TrackingLog, wait_for_log
from campaign_tracking.safe_xml import parse
from tests.unit.campaign.answers import ROUTER, a_fault, answer, rows, string
from tests.unit.campaign.calls import parameters, queried
from tests.unit.clock import Clock
from tests.unit.samples import RECIPIENT, TOKEN, a_line, communication_failed, wrong_configuration

REFUSED = "XSV-350026 The operator has no right to read this"
FAULT = a_fault(REFUSED)
TOO_LONG_S = 60


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """A clock that nobody waits for."""
    clock = Clock()
    for module in ("waiting", "campaign.messages", "campaign.tracking_log"):
        monkeypatch.setattr(f"campaign_tracking.{module}.time", clock)
    return clock


def answering(wire: responses.RequestsMock, *bodies: str) -> None:
    """Let the platform give these answers, one after the other; each must be asked for."""
    for body in bodies:
        wire.post(ROUTER, body)


def broadlog(status: int) -> str:
    """Return the broadlog with our one message."""
    return rows("broadLogRcp", f"<broadLogRcp id='77' address='{RECIPIENT}' status='{status}'/>")


def nobody() -> None:
    """Be told of a wait, and say nothing."""


@pytest.mark.parametrize(("status", "sent"), [(1, True), (2, False)])
def test_message_ends(
    wire: responses.RequestsMock, session: Session, clock: Clock, status: int, *, sent: bool
) -> None:
    """A message is looked at until it was sent or failed; only the first is "sent"."""
    answering(wire, rows("broadLogRcp"), broadlog(6), broadlog(status))

    sending = wait_until_sent(session, 9001, clock.now + TOO_LONG_S, nobody)

    assert sending.message == Message(id=77, address=RECIPIENT, status=status)
    assert (sending.sent, sending.trouble) == (sent, "")
    assert sending.waited_s == pytest.approx(sum(clock.slept), abs=0.001)
    schemas = [queried(call.request) for call in wire.calls]
    assert schemas == [("nms:broadLogRcp", ["[@delivery-id] = 9001"])] * 3


def test_message_stays_pending(
    wire: responses.RequestsMock, session: Session, clock: Clock
) -> None:
    """A message that never leaves is given up at the deadline, as it was last seen."""
    wire.post(ROUTER, broadlog(6))

    sending = wait_until_sent(session, 9001, clock.now + TOO_LONG_S, nobody)

    assert sending.message == Message(id=77, address=RECIPIENT, status=6)
    assert (sending.sent, sending.waited_s, sending.trouble) == (False, TOO_LONG_S, "")


def test_message_is_sent_at_the_last_moment(
    wire: responses.RequestsMock, session: Session, clock: Clock
) -> None:
    """Whoever does not wait still looks, once."""
    answering(wire, broadlog(1))

    assert wait_until_sent(session, 9001, clock.now - 1, nobody).sent


def test_broadlog_becomes_unreadable(
    wire: responses.RequestsMock, session: Session, clock: Clock
) -> None:
    """A fault ends the wait; the message is kept as it was last seen."""
    answering(wire, broadlog(6), FAULT)

    sending = wait_until_sent(session, 9001, clock.now + TOO_LONG_S, nobody)

    assert sending.message is not None
    assert (sending.message.status, sending.sent) == (6, False)
    assert sending.trouble == REFUSED
    assert len(clock.slept) == len(wire.calls) - 1 == 1


TIMED_OUT = requests.ReadTimeout("timed out")
SILENT = SessionLife(silent="xtk:queryDef#ExecuteQuery: ReadTimeout: timed out")


def test_silence_while_it_is_sent(
    wire: responses.RequestsMock, session: Session, clock: Clock
) -> None:
    """A look that is not answered is followed by another: that was a pause."""
    wire.post(ROUTER, body=TIMED_OUT)
    answering(wire, broadlog(1))

    assert wait_until_sent(session, 9001, clock.now + TOO_LONG_S, nobody).sent
    assert session.life == SessionLife()


def test_silence_until_nobody_waits(
    wire: responses.RequestsMock, session: Session, clock: Clock
) -> None:
    """A platform that does not come back within the wait is silent."""
    answering(wire, broadlog(6))
    wire.post(ROUTER, body=TIMED_OUT)

    sending = wait_until_sent(session, 9001, clock.now + TOO_LONG_S, nobody)

    assert sending.message is not None
    assert sending.trouble == "ReadTimeout: timed out"
    assert session.life == SILENT


def test_tracked_urls(wire: responses.RequestsMock, session: Session) -> None:
    """The tracked URLs of a delivery come with their types and what they stand for."""
    answering(
        wire,
        rows(
            "trackingUrl",
            "<trackingUrl id='12' type='6'><sourceURL>&lt;%@ x %&gt;</sourceURL></trackingUrl>",
            "<trackingUrl id='11' type='1' sourceURL='http://x/?a=1&amp;b=2'/>",
        ),
    )

    assert urls_of(session, 9001) == (
        TrackedUrl(delivery_id=9001, id=12, type=6, source="<%@ x %>"),
        TrackedUrl(delivery_id=9001, id=11, type=1, source="http://x/?a=1&b=2"),
    )
    assert queried(wire.calls[0].request) == ("nms:trackingUrl", ["[@delivery-id] = 9001"])


@pytest.mark.parametrize(
    ("body", "tracking_id"),
    [
        (rows("delivery", "<delivery idTracking='1911'/>"), 1911),
        (rows("delivery", "<delivery idTracking='-1911'/>"), 2**32 - 1911),
        (rows("delivery", "<delivery idTracking='0'/>"), None),
        (rows("delivery", "<delivery/>"), None),
        (rows("delivery"), None),
        (rows("delivery", "<delivery idTracking='many'/>"), None),
        (FAULT, None),
        ("<html/>", None),
    ],
    ids=["one", "negative", "nought", "none", "gone", "no-number", "no-such-attribute", "a-page"],
)
def test_tracking_id(
    wire: responses.RequestsMock, session: Session, body: str, tracking_id: int | None
) -> None:
    """Links may name a delivery by another id of its; a platform without any is no error."""
    wire.post(ROUTER, rows("trackingUrl", "<trackingUrl id='12' type='1' sourceURL='http://x'/>"))
    wire.post(ROUTER, body)

    (url,) = urls_of(session, 9001)

    assert url.tracking_id == tracking_id
    assert queried(wire.calls[1].request) == ("nms:delivery", ["@id = 9001"])


@pytest.mark.parametrize(
    ("found", "state"), [(("<delivery state='45'/>",), 45), ((), None)], ids=["there", "gone"]
)
def test_state(
    wire: responses.RequestsMock, session: Session, found: tuple[str, ...], state: int | None
) -> None:
    """A delivery has a state, or is gone."""
    answering(wire, rows("delivery", *found))

    assert state_of(session, 9001) == state


@pytest.mark.parametrize("read", [urls_of, messages_of, state_of])
@pytest.mark.parametrize("body", [FAULT, rows("any", "<any/>"), "<html/>"])
def test_unreadable_is_one_error(
    wire: responses.RequestsMock,
    session: Session,
    read: Callable[[Session, int], object],
    body: str,
) -> None:
    """A fault, a row without its numbers, a login page: each is an error of the platform's."""
    answering(wire, body)

    with pytest.raises(CampaignError):
        read(session, 9001)


def log_of(*url_ids: int) -> str:
    """Return the tracking log with a row for each of *url_ids*."""
    found = (
        f"<trackingLogRcp id='{500 + url_id}' url-id='{url_id}' logDate='2026-11-23 14:40:00Z'/>"
        for url_id in url_ids
    )
    return rows("trackingLogRcp", *found)


def test_click_is_logged_later(
    wire: responses.RequestsMock, session: Session, clock: Clock
) -> None:
    """The log is looked at until everything that was clicked is in it."""
    answering(wire, log_of(), log_of(11), log_of(1, 12, 11))

    log = wait_for_log(session, 77, ({11, 21}, {1}), TOO_LONG_S, nobody)

    assert log.rows[0] == LogRow(url_id=1, logged_at="2026-11-23 14:40:00Z")
    assert [log.has({url_id}) for url_id in (1, 11, 12, 13)] == [True, True, True, False]
    assert (log.message_id, log.limit_s, log.trouble) == (77, TOO_LONG_S, "")
    assert log.waited_s == pytest.approx(sum(clock.slept), abs=0.001)
    assert queried(wire.calls[0].request) == ("nms:trackingLogRcp", ["[@broadLog-id] = 77"])


def test_silence_while_it_is_logged(
    wire: responses.RequestsMock, session: Session, clock: Clock
) -> None:
    """A look at the log that is not answered is followed by another, and was a pause."""
    wire.post(ROUTER, body=TIMED_OUT)
    answering(wire, log_of(1))

    log = wait_for_log(session, 77, ({1},), TOO_LONG_S, nobody)

    assert (log.has({1}), log.trouble) == (True, "")
    assert log.waited_s == pytest.approx(sum(clock.slept), abs=0.001)
    assert session.life == SessionLife()


def test_log_stays_silent(wire: responses.RequestsMock, session: Session, clock: Clock) -> None:
    """What was seen before the platform fell silent is kept, and so is the silence."""
    answering(wire, log_of(1))
    wire.post(ROUTER, body=TIMED_OUT)

    log = wait_for_log(session, 77, ({1}, {11}), TOO_LONG_S, nobody)

    assert (log.has({1}), log.trouble) == (True, "ReadTimeout: timed out")
    assert sum(clock.slept) == pytest.approx(TOO_LONG_S)
    assert session.life == SILENT


def test_only_the_open_is_logged(
    wire: responses.RequestsMock, session: Session, clock: Clock
) -> None:
    """One of two is not enough: we wait to the end, and keep the one."""
    wire.post(ROUTER, log_of(1))
    began = clock.now

    log = wait_for_log(session, 77, ({11, 21}, {1}), TOO_LONG_S, nobody)

    assert (log.has({1}), log.has({11})) == (True, False)
    assert (log.waited_s, clock.now - began) == (TOO_LONG_S, TOO_LONG_S)


def test_log_becomes_unreadable(
    wire: responses.RequestsMock, session: Session, clock: Clock
) -> None:
    """A fault ends the wait; the rows that were seen are kept."""
    answering(wire, log_of(1), FAULT)

    log = wait_for_log(session, 77, ({11, 21}, {1}), TOO_LONG_S, nobody)

    assert log == TrackingLog(
        message_id=77,
        rows=(LogRow(url_id=1, logged_at="2026-11-23 14:40:00Z"),),
        waited_s=round(sum(clock.slept), 3),
        limit_s=TOO_LONG_S,
        trouble=REFUSED,
    )


@pytest.mark.parametrize(
    ("templates", "recipients", "seeds", "usable"),
    [(1, 1, 0, True), (1, 0, 0, False), (1, 2, 0, False), (0, 1, 0, False), (2, 1, 0, False)],
)
def test_target(
    wire: responses.RequestsMock,
    session: Session,
    templates: int,
    recipients: int,
    seeds: int,
    *,
    usable: bool,
) -> None:
    """A test mail can be made of one template and one recipient, and of nothing else."""
    answering(
        wire,
        rows("delivery", *["<delivery id='5'/>"] * templates),
        rows("recipient", *(f"<recipient id='{7 + number}'/>" for number in range(recipients))),
        rows("seedMember", *["<seedMember id='3'/>"] * seeds),
    )

    target = read_target(session, "mail", RECIPIENT, Way.PREPARE)

    assert target == Target(
        templates=templates,
        recipient_ids=tuple(str(7 + number) for number in range(recipients)),
        seed_addresses=seeds,
    )
    assert target.usable is usable


def test_target_is_a_seed_address(wire: responses.RequestsMock, session: Session) -> None:
    """A seed address is told apart; whether it matters is the check's business."""
    answering(
        wire,
        rows("delivery", "<delivery id='5'/>"),
        rows("recipient", "<recipient id='7'/>"),
        rows("seedMember", "<seedMember id='3'/>"),
    )

    assert read_target(session, "mail", RECIPIENT, Way.PREPARE).seed_addresses == 1


def test_address_stays_a_value(wire: responses.RequestsMock, session: Session) -> None:
    """Whatever the address is, it cannot become a part of the question."""
    answering(wire, rows("delivery"), rows("recipient"), rows("seedMember"))

    read_target(session, "mail", "o'neil\\' OR 1 = 1 OR <&@example.com", Way.PREPARE)

    name, *addresses = [queried(call.request)[1] for call in wire.calls]
    assert name == ["@internalName = 'mail'", "@isModel = 1"]
    assert addresses == [["@email = 'o\\'neil\\\\\\' OR 1 = 1 OR <&@example.com'"]] * 2


def test_seeds_unreadable(wire: responses.RequestsMock, session: Session) -> None:
    """A right that is missing for seed addresses leaves the rest usable, and is told."""
    found = rows("any", "<any id='5'/>")
    answering(wire, found, found, FAULT)

    target = read_target(session, "mail", RECIPIENT, Way.PREPARE)

    assert target.usable
    assert target.seeds_trouble == REFUSED


@pytest.mark.parametrize("seen", [0, 1])
def test_target_unreadable(wire: responses.RequestsMock, session: Session, seen: int) -> None:
    """A right that is missing for template or recipient makes no half a target."""
    found = rows("any", "<any id='5'/>")
    answering(wire, *[found] * seen, FAULT)

    target = read_target(session, "mail", RECIPIENT, Way.PREPARE)

    assert target == Target(trouble=REFUSED)
    assert not target.usable


def option(value: str) -> str:
    """Return an answer to GetOption."""
    return answer("GetOption", string("pstrValue", value) + string("pbtType", "6"))


def test_options(wire: responses.RequestsMock, session: Session) -> None:
    """Every option is read once; hidden values are noticed and never kept."""
    held = {name: f"value of {name}" for name in READ}
    held["NmsTracking_ServerUrl"] = ""
    held["NmsTracking_WebFormula"] = " \n"
    answering(wire, *(option(value) for value in held.values()))

    options = read_options(session)

    assert [parameters(call.request)["name"] for call in wire.calls] == list(READ)
    assert options.unreadable == ""
    assert options.value("NmsTracking_Instance") == "value of NmsTracking_Instance"
    assert set(READ) - set(options.present) == {"NmsTracking_ServerUrl", "NmsTracking_WebFormula"}
    for name in HIDDEN:
        assert name in options.present
        assert options.value(name) == ""
        assert held[name] not in repr(options)


def test_option_keeps_its_white_space(wire: responses.RequestsMock, session: Session) -> None:
    """A value comes as the wizard's field holds it: a stray blank is what we look for."""
    answering(wire, *(option(" http://t.example.com ") for _ in READ))

    assert read_options(session).value("NmsTracking_ServerUrl") == " http://t.example.com "


def test_option_does_not_exist(wire: responses.RequestsMock, session: Session) -> None:
    """An option that does not exist is empty, and so is one without a single value."""
    answering(wire, option(""), *(answer("GetOption", "") for _ in READ[1:]))

    options = read_options(session)

    assert (options.present, options.unreadable) == ((), "")
    assert options.value(READ[0]) == options.value("Unheard_Of") == ""


def test_options_become_unreadable(wire: responses.RequestsMock, session: Session) -> None:
    """A fault halfway keeps what was read and names the option that could not be."""
    answering(wire, option("2"), FAULT)

    options = read_options(session)

    assert dict(options.values) == {READ[0]: "2"}
    assert options.present == (READ[0],)
    assert options.unreadable == f"{READ[1]}: {REFUSED}"
    assert options.read_at is not None


def test_when_options_were_read(wire: responses.RequestsMock, session: Session) -> None:
    """What they tell of times is held against the moment at which they began to be read."""
    answered_at: list[datetime] = []

    def answer_late(_: requests.PreparedRequest) -> tuple[int, dict[str, str], str]:
        answered_at.append(datetime.now(UTC))
        return 200, {}, option("x")

    wire.add_callback(responses.POST, ROUTER, callback=answer_late)
    began = datetime.now(UTC)

    options = read_options(session)

    assert options.read_at is not None
    assert began <= options.read_at <= answered_at[0]


def test_options_of_a_silent_platform(wire: responses.RequestsMock, session: Session) -> None:
    """Nobody waits for an option: silence is kept, and the rest is not asked for."""
    answering(wire, option("2"))
    wire.post(ROUTER, body=TIMED_OUT)

    options = read_options(session)

    assert options.unreadable == f"{READ[1]}: ReadTimeout: timed out"
    assert session.life.silent == "xtk:session#GetOption: ReadTimeout: timed out"
    assert len(wire.calls) == len(READ[:2])


@pytest.mark.parametrize(
    ("account", "externalised"), [("", False), (" \n", False), ("mid", True), (" mid ", True)]
)
def test_tracking_is_externalised(account: str, *, externalised: bool) -> None:
    """An account is named, so a mid-sourcing server carries the tracking."""
    values = {"NmsTracking_ExtAccount": account}
    options = Options(values=values, present=(), unreadable="")

    assert options.externalised is externalised
    assert not Options(values={}, present=(), unreadable="").externalised


@pytest.mark.parametrize(
    ("listed", "urls"),
    [
        ("", []),
        (" ", []),
        ("http://a", ["http://a"]),
        ("http://a,http://b", ["http://a", "http://b"]),
        ("10.30.167.xxx, 10.30.74.xxx", ["10.30.167.xxx", "10.30.74.xxx"]),
        ("http://a,", ["http://a", ""]),
    ],
)
def test_server_list(listed: str, urls: list[str]) -> None:
    """The list is separated by commas, with blanks or without; an empty entry is not hidden."""
    options = Options(values={"NmsTracking_ServerUrlList": listed}, present=(), unreadable="")

    assert options.server_urls == urls


SEED = (
    a_line(5, "Uploading tracking information on server '10.30.74.xxx'..."),
    communication_failed(4, "10.30.167.xxx"),
    wrong_configuration(3),
    a_line(2, "Uploading tracking information on server '10.30.167.xxx'..."),
    a_line(1, "DLV-490119 Analysis completed in 0s with warnings (1 message(s) waiting).", 1),
)


@given(st.permutations(SEED))
def test_server_is_named_in_any_order(log: list[LogLine]) -> None:
    """The server of the error is found by its name, wherever the line stands (R-61)."""
    assert named_in(log) == {"10.30.167.xxx"}


@pytest.mark.parametrize(
    ("said", "hosts"),
    [
        ("RED-520025 Echec de la communication avec le serveur « http://trk2 ».", {"trk2"}),
        ("RED-520025 Fehler bei der Verbindung mit 'https://TRK2.lan:8443/x'.", {"trk2.lan"}),
        ('RED-520025 トラッキングサーバー "http://10.0.0.2" との通信に失敗', {"10.0.0.2"}),
        ("RED-520025 Communication failed with tracking server 'http://[::1]:80'", {"::1"}),
        ("RED-520025 Communication failed with tracking server ''.", set()),
        ("RED-520025 Communication failed with tracking server 'http://'.", set()),
        ("RED-520025 Communication failed with tracking server 'http://[oops'.", set()),
        ("RED-520005 Wrong configuration of 'http://trk2'.", set()),
        ("Uploading tracking information on server 'http://trk2'...", set()),
    ],
)
def test_server_is_named_in_any_language(said: str, hosts: set[str]) -> None:
    """The code and the URL tell it, and not the words around them (R-64)."""
    assert named_in([a_line(1, said)]) == hosts


def test_two_servers_are_named() -> None:
    """Each line names its own server."""
    log = (communication_failed(1, "trk1"), communication_failed(2, "trk2"), SEED[0])

    assert named_in(log) == {"trk1", "trk2"}


@given(st.text(max_size=60))
def test_any_line_names_hosts_or_none(said: str) -> None:
    """Whatever stands in the line, there is a host in it or none; nothing else happens."""
    assert all(named_in([a_line(1, f"RED-520025 http://{said}")]))


HOSTILE = '<a href="x">&amp; ]]> <![CDATA[ <%= escapeUrl(recipient.email) %> ü \U0001f600'


def order(*, tracked: bool = True) -> Order:
    """Return an order whose content would break XML that is not escaped."""
    return Order(
        token=TOKEN,
        tracked=tracked,
        template="mail",
        recipient=RECIPIENT,
        landing_url="https://www.example.com/check",
        html=HOSTILE,
        text=HOSTILE,
    )


def test_content_survives_the_fragment() -> None:
    """Whatever stands in the content arrives as it was written."""
    fragment = parse(ET.tostring(order().fragment("7"), "unicode"))

    assert fragment.get("deliveryCode") == TOKEN
    assert TOKEN in (fragment.findtext("mailParameters/subject") or "")
    assert fragment.findtext("content/html/source") == HOSTILE
    assert fragment.findtext("content/text/source") == HOSTILE


def test_target_is_one_recipient() -> None:
    """The target is the one recipient by its id, and no file and no list."""
    fragment = order().fragment("7")

    conditions = [found.get("expr") for found in fragment.iter("condition")]
    assert conditions == ["@id IN (7)"]
    assert [part.get("type") for part in fragment.iter("targetPart")] == ["query"]


def test_target_is_a_number() -> None:
    """Nothing but a number can be a recipient's id, so nothing can widen the target."""
    with pytest.raises(ValueError, match="invalid literal"):
        order().fragment("7) OR (1 = 1")


@pytest.mark.parametrize(("tracked", "word"), [(True, "true"), (False, "false")])
def test_tracking_is_switched(word: str, *, tracked: bool) -> None:
    """The control mail differs in that neither clicks nor opens are tracked."""
    switch = order(tracked=tracked).fragment("7").find("tracking")

    assert switch is not None
    assert dict(switch.items()) == {"enabled": word, "openEnabled": word}


def test_content_is_filled_in() -> None:
    """Only our own two words are replaced; Campaign's template language is left alone."""
    source = "<a href='$landing_url'>$token</a> <%@ include view='MirrorPage' %> 5 %"

    filled = fill(source, "https://x/?a=1&b=2", TOKEN)

    assert filled == (
        f"<a href='https://x/?a=1&b=2'>{TOKEN}</a> <%@ include view='MirrorPage' %> 5 %"
    )


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://x", f"https://x?{MARK}=t-1"),
        ("https://x/a/", f"https://x/a/?{MARK}=t-1"),
        ("https://x/?a=1&b=%20+&c", f"https://x/?a=1&b=%20+&c&{MARK}=t-1"),
        ("https://x/#/route?x=1", f"https://x/?{MARK}=t-1#/route?x=1"),
        ("http://X:81/?q=a;b#end", f"http://X:81/?q=a;b&{MARK}=t-1#end"),
    ],
)
def test_landing_url_is_marked(url: str, expected: str) -> None:
    """The token joins the query; the URL's own query and fragment stay as they are."""
    assert marked(url, "t-1") == expected


PART = st.text("abZ019-._~%20+;,@:!$'()*/ü", max_size=12)


@given(PART, PART.map(lambda text: text.replace("'", "=")), PART, st.text("ctk0-_ &=#%?ü"))
def test_marked_url_keeps_the_rest(path: str, query: str, fragment: str, token: str) -> None:
    """The token can be read back, whatever it is; everything else is as it was."""
    before = urlsplit(f"https://www.example.com/{path}?{query}#{fragment}")

    after = urlsplit(marked(before.geturl(), token))

    assert parse_qs(after.query, keep_blank_values=True)[MARK] == [token]
    assert after.query.startswith(before.query)
    assert after._replace(query="") == before._replace(query="")


def test_sending_without_a_message_is_not_sent() -> None:
    """Where there is no message, none was sent."""
    assert not Sending(message=None, waited_s=0, trouble="").sent


@pytest.mark.parametrize(
    "written",
    [
        "\u201chttp://trk2\u201d",
        "\u00abhttp://trk2\u00bb",
        "\u201ehttp://trk2\u201c",
        "http://trk2. Please",
        "(http://trk2)",
        "http://trk2, x",
        "HTTP://trk2 x",
        "'http://trk2:8080/'",
    ],
)
def test_named_in_any_punctuation(written: str) -> None:
    """A server is named whatever a language puts around its URL (R-64)."""
    assert named_in([a_line(1, f"RED-520025 server {written}")]) == {"trk2"}


def test_recipient_without_an_id(wire: responses.RequestsMock, session: Session) -> None:
    """A recipient that has no number as its id is told, and no target is made of it."""
    answering(wire, rows("delivery", "<delivery id='5'/>"), rows("recipient", "<recipient/>"))

    target = read_target(session, "mail", RECIPIENT, Way.PREPARE)

    assert "whole number" in target.trouble
    assert not target.usable

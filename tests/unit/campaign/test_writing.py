"""A call that changes something is never repeated while it may have been done."""

from collections.abc import Callable
from dataclasses import replace

import pytest
import requests
import responses
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from campaign_tracking.campaign.calls import Tokens
from campaign_tracking.campaign.credentials import Opened, Password
from campaign_tracking.campaign.delivery import Delivery
from campaign_tracking.campaign.sending import send
from campaign_tracking.campaign.session import Session, SessionLife
from campaign_tracking.campaign.submitting import submit
from campaign_tracking.campaign.transport import Transport
from campaign_tracking.campaign.workflow import Waker
from campaign_tracking.campaign.writing import SETTLES_S
from tests.unit.campaign.answers import ROUTER, URL, a_fault, answer, rows
from tests.unit.campaign.breaking import WORDS, broken_off
from tests.unit.campaign.conversation import ORDER, Platform
from tests.unit.clock import Clock

BEFORE, AFTER = "before", "after"  # it was done
STEPS = ("Write", "Submit", "Play")
ACTIONS = {
    "Write": "xtk:persist|xtk:session#Write",
    "Submit": "xtk:jobInterface|nms:delivery#Submit",
    "Play": "nms:delivery#Play",
    "SubmitDelivery": "nms:delivery#SubmitDelivery",
}
BREAKS = st.lists(st.sampled_from([BEFORE, AFTER]), max_size=3)


class World(Platform):
    """A platform that does what it is asked, and breaks connections off before or after it.

    Attributes:
        breaks: How the next requests of a step are broken off.
        done: What was done, in order.
        late: How many looks do not show it yet.
        mute: Whether nothing can be read back once something was broken off.
    """

    def __init__(self) -> None:
        """Begin as a healthy platform that breaks nothing off."""
        super().__init__()
        self.answers["SubmitDelivery"] = [answer("SubmitDelivery", "", "nms:delivery")]
        self.breaks: dict[str, list[str]] = {}
        self.done: list[str] = []
        self.late, self.mute, self.broke = 0, False, False

    def __call__(
        self, request: requests.PreparedRequest
    ) -> tuple[int, dict[str, str], str | Exception]:
        """Answer."""
        step = self._step(request)
        breaks = self.breaks.get(step)
        how = breaks.pop(0) if breaks else ""
        if step in ACTIONS and how != BEFORE:
            self.done.append(step)
        if step in {"find", "state"}:
            self.answers[step] = [self._read_back(step)]
        status, headers, body = super().__call__(request)
        self.broke = self.broke or bool(how)
        return status, headers, broken_off() if how else body

    def _read_back(self, step: str) -> str:
        if self.broke and self.mute:
            return a_fault("SOP-330011 Error", "no right")
        made = sum(name in {"Write", "SubmitDelivery"} for name in self.done)
        if self.broke and self.late:
            self.late -= 1
            made = 0
        if step == "find":
            return rows("delivery", *["<delivery id='9001'/>"] * made)
        started = {"Play", "SubmitDelivery"} & set(self.done)
        state = 55 if started else 45 if "Submit" in self.done else 0
        return rows("delivery", f"<delivery state='{state}'/>")


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """A clock that nobody waits for."""
    clock = Clock()
    for module in ("waiting", "campaign.sending", "campaign.submitting", "campaign.writing"):
        monkeypatch.setattr(f"campaign_tracking.{module}.time", clock)
    return clock


@pytest.fixture
def said() -> list[str]:
    """What was told of interruptions."""
    return []


@pytest.fixture
def session(transport: Transport, said: list[str]) -> Session:
    """A session that tells of them."""
    opened = Opened(tokens=Tokens(session="___session", security="@security=="), values=())
    telling = replace(transport, tell=said.append)
    return Session(telling, Password(login="check", password="s3cret"), opened, lambda _: None)


@pytest.fixture
def world(wire: responses.RequestsMock) -> World:
    """The platform."""
    world = World()
    wire.add_callback(responses.POST, ROUTER, callback=world)
    return world


def prepared(session: Session) -> Delivery:
    """Prepare and start a delivery."""
    return send(session, ORDER, "7", 10, lambda: None)


def submitted(session: Session) -> Delivery:
    """Submit one."""
    return submit(session, ORDER, "7", 10, lambda: None)


WAYS = [*((step, prepared) for step in STEPS), ("SubmitDelivery", submitted)]


@pytest.mark.parametrize(("step", "way"), WAYS, ids=[step for step, _ in WAYS])
def test_not_done(
    world: World,
    session: Session,
    clock: Clock,
    said: list[str],
    step: str,
    way: Callable[[Session], Delivery],
) -> None:
    """What was not done, and is not for a moment, is called once more; all goes on, and is told."""
    world.breaks[step], began = [BEFORE], clock.now

    delivery = way(session)

    assert world.done.count(step) == 1
    assert world.steps.count(step) == 2  # noqa: PLR2004  (broken off, and once more)
    assert clock.now - began >= SETTLES_S
    assert delivery.started_at is not None
    assert (delivery.id, delivery.trouble, delivery.not_started) == (9001, "", "")
    assert said == [
        f"{URL}: {ACTIONS[step]}: {WORDS}; it had not been done, so it was called again"
    ]
    assert session.life == SessionLife()


@pytest.mark.parametrize("late", [0, 2])
@pytest.mark.parametrize(
    ("step", "way"), [("Write", prepared), ("Play", prepared), ("SubmitDelivery", submitted)]
)
def test_done(
    world: World,
    session: Session,
    clock: Clock,
    said: list[str],
    step: str,
    way: Callable[[Session], Delivery],
    late: int,
) -> None:
    """What was done is not called again, even if that shows a moment later only."""
    world.breaks[step], world.late = [AFTER], late
    assert clock.now

    delivery = way(session)

    assert world.steps.count(step) == 1
    assert delivery.started_at is not None
    assert (delivery.id, delivery.trouble, delivery.not_started) == (9001, "", "")
    assert said == [
        f"{URL}: {ACTIONS[step]}: {WORDS}; it had been done, so it was not called again"
    ]
    assert session.life == SessionLife()


def test_analysis_whose_job_is_not_known(
    world: World, session: Session, clock: Clock, said: list[str]
) -> None:
    """An analysis that was begun is not begun again; without its log nothing is started."""
    world.breaks["Submit"] = [AFTER]
    assert clock.now

    delivery = prepared(session)

    assert world.done == ["Write", "Submit"]
    assert delivery.started_at is None
    assert "its log cannot be read, and nothing is started: run this again" in delivery.trouble
    assert said == [
        f"{URL}: {ACTIONS['Submit']}: {WORDS}; it had been done, so it was not called again"
    ]


@pytest.mark.parametrize("how", [BEFORE, AFTER])
@pytest.mark.parametrize("step", ["Write", "Submit"])
def test_not_known(
    world: World, session: Session, clock: Clock, said: list[str], step: str, how: str
) -> None:
    """What cannot be read back may have been done: it is not called again, and that is said."""
    world.breaks[step], world.mute = [how], True
    assert clock.now

    delivery = prepared(session)

    assert world.steps.count(step) == 1
    assert delivery.started_at is None
    assert "whether it was done could not be read back" in delivery.trouble
    assert delivery.trouble.endswith("so it was not called again: run this again")
    (line,) = said
    assert line.endswith("so it was not called again")


@pytest.mark.parametrize("how", [BEFORE, AFTER])
@pytest.mark.parametrize(("step", "way"), [("Play", prepared), ("SubmitDelivery", submitted)])
def test_start_that_is_not_known(
    world: World,
    session: Session,
    clock: Clock,
    said: list[str],
    step: str,
    way: Callable[[Session], Delivery],
    how: str,
) -> None:
    """A start that cannot be read back counts as one, for its mail may come; that is told."""
    world.breaks[step], world.mute = [how], True
    assert clock.now

    delivery = way(session)

    assert world.steps.count(step) == 1
    assert delivery.started_at is not None
    (line,) = said
    assert "whether it was done could not be read back" in line


@given(breaks=st.fixed_dictionaries(dict.fromkeys(ACTIONS, BREAKS)), mute=st.booleans())
@settings(
    max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
@pytest.mark.parametrize("way", [prepared, submitted])
def test_nothing_is_done_twice(
    session: Session,
    clock: Clock,
    way: Callable[[Session], Delivery],
    breaks: dict[str, list[str]],
    *,
    mute: bool,
) -> None:
    """However connections are broken off, each thing is done once at most."""
    world = World()
    world.breaks, world.mute = {step: list(how) for step, how in breaks.items()}, mute
    assert clock.now
    with responses.RequestsMock() as wire:
        wire.add_callback(responses.POST, ROUTER, callback=world)

        delivery = way(session)

    assert max(world.done.count(step) for step in ACTIONS) <= 1
    assert all(world.steps.count(step) <= 2 for step in ACTIONS)  # noqa: PLR2004  (once more)
    start = "Play" if way is prepared else "SubmitDelivery"
    if delivery.started_at is not None and start not in world.done:
        assert breaks[start]  # it may well have been started


@pytest.mark.parametrize("step", STEPS)
def test_twice_in_a_row(world: World, session: Session, clock: Clock, step: str) -> None:
    """Two in a row are a failure, as they always were."""
    world.breaks[step] = [BEFORE, BEFORE]
    assert clock.now

    delivery = prepared(session)

    assert world.steps.count(step) == 2  # noqa: PLR2004  (and no third time)
    assert step not in world.done
    if step == "Play":  # it may well have been started
        assert delivery.started_at is not None
    else:
        assert delivery.trouble == WORDS


def test_wakeup(wire: responses.RequestsMock, session: Session) -> None:
    """Nothing tells whether a workflow's run was asked for: it is not asked for again."""
    platform = Platform()
    platform.answers["state"] = [rows("workflow", "<workflow state='11' failed='0'/>")]
    platform.answers["Wakeup"] = [broken_off()]
    wire.add_callback(responses.POST, ROUTER, callback=platform)
    waker = Waker(session)

    waker()
    waker()

    assert platform.steps.count("Wakeup") == 1
    assert waker.wakeup.trouble == f"{WORDS}; it may have been done, so it is not asked again"

"""Calls that change something: broken off, they are read back before anything is called again."""

import time
from collections.abc import Callable, Sequence

from campaign_tracking.campaign.envelope import Parameter, Value
from campaign_tracking.campaign.errors import BrokenOff, CampaignError, NotKnown
from campaign_tracking.campaign.session import Session
from campaign_tracking.waiting import looks

SETTLES_S = 3.0  # what was broken off may still be being done


def write(
    session: Session,
    action: str,
    parameters: Sequence[Parameter],
    *,
    was_done: Callable[[], bool],
) -> list[Value] | None:
    """Call a method that changes something; None if it was done and its answer was lost.

    It is called again only if it was broken off and was not done, and only once.

    Args:
        session: The platform.
        action: ``schema#Method`` or ``interface|schema#Method``.
        parameters: Of the method.
        was_done: Reads back whether it was.

    Raises:
        NotKnown: If it was broken off, and whether it was done cannot be read back.
        BrokenOff: If it was broken off again.
        CampaignError: See the tree in ``errors``.
    """
    with session.patience():  # for the call after a silence says that it is over
        try:
            return session.call(action, parameters)
        except BrokenOff as error:
            what = f"{action}: {error}"
        if _found(was_done, session, what):
            session.tell(f"{what}; it had been done, so it was not called again")
            return None
        values = session.call(action, parameters)
        session.tell(f"{what}; it had not been done, so it was called again")
        return values


def _found(was_done: Callable[[], bool], session: Session, what: str) -> bool:
    """Look until it was done, or has not been for a moment."""
    try:
        return any(was_done() for _ in looks(time.monotonic() + SETTLES_S, _nobody_waits))
    except CampaignError as error:
        unknown = f"{what}; whether it was done could not be read back ({error})"
        session.tell(f"{unknown}, so it was not called again")
        raise NotKnown(f"{unknown}, so it was not called again: run this again") from error


def _nobody_waits() -> None:
    """Show nothing: it takes a moment only."""

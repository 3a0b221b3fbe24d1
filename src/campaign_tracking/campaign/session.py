"""One session on the platform: renewed once when it has expired, and given up after that."""

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from types import TracebackType
from typing import Self, TypeVar

from campaign_tracking.campaign.calls import REPEATABLE, Tokens, call, page
from campaign_tracking.campaign.credentials import Credentials, KeepSecret, Opened
from campaign_tracking.campaign.envelope import Parameter, Value
from campaign_tracking.campaign.errors import (
    CampaignError,
    Fault,
    IdentityService,
    NotCampaign,
    NotRenewed,
    SessionExpired,
    SessionLost,
    TokenDenied,
    Unreachable,
)
from campaign_tracking.campaign.transport import Transport

_Result = TypeVar("_Result")
LASTS_S = 600.0  # one that has expired again within the session cache's time does not last


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionLife:
    """How a session fares.

    Attributes:
        renewed: How often it had expired and was renewed.
        lost: How it came to its end, in words; empty as long as it lasts.
        silent: What came in place of an answer, where nobody would wait for a better one; empty if
            every call was answered.
    """

    renewed: int = 0
    lost: str = ""
    silent: str = ""

    @property
    def trouble(self) -> str:
        """What was wrong with it; empty if nothing was."""
        return self.lost or self.silent


class Session:
    """Calls on behalf of one operator; logs off when it is closed."""

    def __init__(
        self,
        transport: Transport,
        credentials: Credentials,
        opened: Opened,
        keep_secret: KeepSecret,
        now_s: Callable[[], float] = time.monotonic,
    ) -> None:
        """Take over what ``credentials.log_on`` opened."""
        self._transport, self._credentials = transport, credentials
        self._tokens, self._keep_secret = opened.tokens, keep_secret
        self._now_s, self._renewed_at_s = now_s, -LASTS_S
        self._life, self._patient, self._silence = SessionLife(), False, ""

    @property
    def life(self) -> SessionLife:
        """How it fares so far."""
        return self._life

    def call(self, action: str, parameters: Sequence[Parameter] = ()) -> list[Value]:
        """Return the values of ``schema#Method`` or ``interface|schema#Method``.

        Raises:
            CampaignError: See the tree in ``errors``.
        """
        self._silence = ""
        try:
            return self._ask(
                action, lambda tokens: call(self._transport, tokens, action, parameters)
            )
        except (Unreachable, NotCampaign, IdentityService) as error:
            self._silence = f"{action}: {error}"
            raise
        finally:
            if not self._patient:
                self._note_silence()

    @contextmanager
    def patience(self) -> Iterator[None]:
        """Take silence for a pause, as long as the last call in here is answered."""
        before, self._patient = self._patient, True
        try:
            yield
        finally:
            self._patient = before
            if not self._patient:
                self._note_silence()

    def tell(self, what: str) -> None:
        """Tell whoever wants to know of it that a connection was broken off."""
        self._transport.tell(f"{self._transport.url}: {what}")

    def page(self, path: str) -> str:
        """Return a JSP page's text, such as ping.jsp's (monitoring-processes.md).

        A page has rules of its own for tokens, and a pace of its own. So one that refuses ours, or
        is silent, says nothing of the session: a call does.

        Raises:
            CampaignError: If none came, or another status than 200.
        """
        renewed, tokens = self._life.renewed, self._current()
        try:
            return page(self._transport, tokens, path)
        except (SessionExpired, Unreachable):
            self.call("xtk:session#GetUserInfo")
            if self._life.renewed == renewed:
                raise
        return page(self._transport, self._tokens, path)

    def _ask(self, what: str, ask: Callable[[Tokens], _Result]) -> _Result:
        """Ask; if the session has expired, renew it and ask once more."""
        tokens = self._current()
        try:
            return ask(tokens)
        except SessionExpired as error:
            if error.is_wrapped and what.partition("#")[2] not in REPEATABLE:
                raise Fault(error.text, error.status_code) from error  # it may have been done
            self._renew(what, error)
        try:
            return ask(self._tokens)
        except SessionExpired as error:
            raise self._give_up(f"{what}: expired again after it was renewed", error) from error

    def _current(self) -> Tokens:
        """Return what a request carries now; nothing is asked with a session that is lost."""
        if self._life.lost:
            raise SessionLost(self._life.lost, 0)
        self._tokens = self._credentials.fresh(self._tokens)
        return self._tokens

    def _renew(self, what: str, expired: SessionExpired) -> None:
        if not self._credentials.renewable:
            raise self._give_up(f"{what}: this session token cannot be renewed", expired)
        if self._now_s() - self._renewed_at_s < LASTS_S:
            raise self._give_up(f"{what}: expired again soon after it was renewed", expired)
        try:
            opened = self._credentials.log_on(self._transport, self._keep_secret)
        except TokenDenied as error:
            raise self._give_up(f"{what}: expired, and could not be renewed", error) from error
        except (Unreachable, IdentityService) as error:  # the next call may find them there again
            raise NotRenewed(f"expired, and not renewed: {error}") from error
        except CampaignError as error:
            raise self._give_up(f"{what}: expired, and could not be renewed", error) from error
        self._tokens, self._renewed_at_s = opened.tokens, self._now_s()
        self._life = replace(self._life, renewed=self._life.renewed + 1)

    def _note_silence(self) -> None:
        """Keep the first silence that nobody waits to end."""
        if self._silence and not self._life.silent:
            self._life = replace(self._life, silent=self._silence)

    def _give_up(self, what: str, error: CampaignError) -> SessionLost:
        self._life = replace(self._life, lost=f"{what}: {error}")
        return SessionLost(self._life.lost, getattr(error, "status_code", 0))

    def __enter__(self) -> Self:
        """Use it."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Log off; a platform that refuses even this has its session expire by itself."""
        if not self._life.lost:
            self._credentials.log_off(self._transport, self._tokens)

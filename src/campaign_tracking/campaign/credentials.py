"""The ways to log on, each in one class (soap-wire.md, section 7; web-service-calls.md)."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import ClassVar, Protocol

from campaign_tracking.campaign.calls import NOBODY, Tokens, call
from campaign_tracking.campaign.envelope import Value, element, text
from campaign_tracking.campaign.errors import (
    BrokenAnswer,
    CampaignError,
    SessionExpired,
    SessionRefused,
)
from campaign_tracking.campaign.identity_service import TokenEndpoint
from campaign_tracking.campaign.transport import Transport

KeepSecret = Callable[[str], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """What came of logging on.

    Attributes:
        tokens: What further calls carry.
        values: What the platform told of itself and of the operator.
    """

    tokens: Tokens
    values: Sequence[Value]


class Credentials(Protocol):
    """A way to log on."""

    @property
    def renewable(self) -> bool:
        """Whether logging on again may help when the session has expired."""
        ...

    def log_on(self, transport: Transport, keep_secret: KeepSecret) -> Opened:
        """Open a session; *keep_secret* is told each token before it is used.

        Raises:
            CampaignError: If there is none to be had.
        """
        ...

    def fresh(self, tokens: Tokens) -> Tokens:
        """Return what the next call carries: *tokens*, or others if they are about to expire.

        Raises:
            CampaignError: If there are none to be had.
        """
        ...

    def log_off(self, transport: Transport, tokens: Tokens) -> None:
        """End what ``log_on`` opened; nothing happens if it cannot be ended."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Password:
    """Login and password: ``xtk:session#Logon``."""

    login: str
    password: str = field(repr=False)
    renewable: ClassVar[bool] = True

    def log_on(self, transport: Transport, keep_secret: KeepSecret) -> Opened:
        """Open a session."""
        parameters = (
            text("login", self.login),
            text("password", self.password),
            element("parameters"),
        )
        return _opened(call(transport, NOBODY, "xtk:session#Logon", parameters), keep_secret)

    def fresh(self, tokens: Tokens) -> Tokens:
        """Return *tokens*: a session tells by a refusal that it has expired."""
        return tokens

    def log_off(self, transport: Transport, tokens: Tokens) -> None:
        """End it."""
        _log_off(transport, tokens)


@dataclass(frozen=True, slots=True, kw_only=True)
class ExchangedToken:
    """A token of the identity service, exchanged: ``xtk:session#BearerTokenLogon``."""

    endpoint: TokenEndpoint
    renewable: ClassVar[bool] = True

    def log_on(self, transport: Transport, keep_secret: KeepSecret) -> Opened:
        """Open a session, with a token that was not used before."""
        self.endpoint.forget()
        parameters = (text("bearerToken", self.endpoint.token()),)
        values = call(transport, NOBODY, "xtk:session#BearerTokenLogon", parameters)
        return _opened(values, keep_secret)

    def fresh(self, tokens: Tokens) -> Tokens:
        """Return *tokens*: a session tells by a refusal that it has expired."""
        return tokens

    def log_off(self, transport: Transport, tokens: Tokens) -> None:
        """End Campaign's session; the token lives on."""
        _log_off(transport, tokens)


@dataclass(frozen=True, slots=True, kw_only=True)
class BearerToken:
    """A token of the identity service, sent with every call; there is no session to open."""

    endpoint: TokenEndpoint
    renewable: ClassVar[bool] = True

    def log_on(self, transport: Transport, keep_secret: KeepSecret) -> Opened:
        """See that a token that was not used before is accepted."""
        del keep_secret  # the endpoint has told it
        self.endpoint.forget()
        tokens = Tokens(bearer=self.endpoint.token())
        try:
            values = call(transport, tokens, "xtk:session#GetUserInfo")
        except SessionExpired as error:
            words = f"the identity service's token is not accepted ({error.text})"
            raise SessionRefused(words, error.status_code) from error
        return Opened(tokens=tokens, values=values)

    def fresh(self, tokens: Tokens) -> Tokens:
        """Return a token that is good for a minute at least."""
        del tokens  # the endpoint keeps it
        return Tokens(bearer=self.endpoint.token())

    def log_off(self, transport: Transport, tokens: Tokens) -> None:
        """Leave it: there is no session to end."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionToken:
    """A session that somebody else opened, or ``<login>/<password>`` in its place."""

    tokens: Tokens
    renewable: ClassVar[bool] = False

    def log_on(self, transport: Transport, keep_secret: KeepSecret) -> Opened:
        """See that it is accepted."""
        keep_secret(self.tokens.session)
        keep_secret(self.tokens.security)
        values = call(transport, self.tokens, "xtk:session#GetUserInfo")
        return Opened(tokens=self.tokens, values=values)

    def fresh(self, tokens: Tokens) -> Tokens:
        """Return *tokens*: a session tells by a refusal that it has expired."""
        return tokens

    def log_off(self, transport: Transport, tokens: Tokens) -> None:
        """Leave it: whoever opened it may still need it."""


def _opened(values: Sequence[Value], keep_secret: KeepSecret) -> Opened:
    by_name = {value.name: value.text for value in values}
    tokens = Tokens(
        session=by_name.get("pstrSessionToken", ""), security=by_name.get("pstrSecurityToken", "")
    )
    keep_secret(tokens.session)
    keep_secret(tokens.security)
    if not (tokens.session and tokens.security):
        raise BrokenAnswer("the answer to the logon lacks pstrSessionToken or pstrSecurityToken")
    return Opened(tokens=tokens, values=values)


def _log_off(transport: Transport, tokens: Tokens) -> None:
    with suppress(CampaignError):  # then it expires by itself
        call(transport, tokens, "xtk:session#Logoff")

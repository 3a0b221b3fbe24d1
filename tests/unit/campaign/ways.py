"""The ways to log on, ready to be used, and Adobe's identity service in miniature."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from urllib.parse import parse_qs

import requests
import responses

from campaign_tracking.campaign.calls import Tokens
from campaign_tracking.campaign.credentials import (
    BearerToken,
    ExchangedToken,
    Password,
    SessionToken,
)
from campaign_tracking.campaign.identity_service import Client, TokenEndpoint
from campaign_tracking.campaign.transport import Transport

IMS_URL = "https://ims.example"
IMS_PATH = "/ims/token/v3"
CLIENT_SECRET = "p8e-client-secret"
LIVES_S = 86_399
Reply = tuple[int, dict[str, str], str | Exception]


def password() -> Password:
    """Return login and password."""
    return Password(login="check", password="s3cret/&<")


def session_token(session: str = "___given", security: str = "@given") -> SessionToken:
    """Return a session that somebody else opened."""
    return SessionToken(tokens=Tokens(session=session, security=security))


@dataclass
class IdentityService:
    """Grants a new token each time: ``token-1``, ``token-2``, and so on.

    Attributes:
        transport: How to reach it.
        told: The secrets that were told, in order.
        now_s: What its clients' clock shows.
        replies: What it answers instead, one after the other.
        asked: The forms that it was sent.
    """

    transport: Transport
    told: list[str]
    now_s: float = 1_000.0
    replies: list[Reply] = field(default_factory=list)
    asked: list[dict[str, list[str]]] = field(default_factory=list)

    def __call__(self, request: requests.PreparedRequest) -> Reply:
        """Answer the form *request*."""
        body = request.body
        text = body.decode() if isinstance(body, bytes) else str(body)
        self.asked.append(parse_qs(text, strict_parsing=True))
        if self.replies:
            return self.replies.pop(0)
        granted = {"access_token": f"token-{len(self.asked)}", "token_type": "bearer"}
        return 200, {}, json.dumps({**granted, "expires_in": LIVES_S})

    def endpoint(self) -> TokenEndpoint:
        """Return a client of it."""
        at_ims = replace(self.transport, url=IMS_URL)
        client = Client(id="client", secret=CLIENT_SECRET, scopes=("openid", "AdobeID"))
        return TokenEndpoint(at_ims, IMS_PATH, client, self.told.append, lambda: self.now_s)

    def bearer(self) -> BearerToken:
        """Return the way to log on that sends its token with every call."""
        return BearerToken(endpoint=self.endpoint())

    def exchanged(self) -> ExchangedToken:
        """Return the way to log on that exchanges its token for a session."""
        return ExchangedToken(endpoint=self.endpoint())

    def answer_on(self, wire: responses.RequestsMock) -> None:
        """Be reached on *wire*."""
        wire.add_callback(responses.POST, IMS_URL + IMS_PATH, callback=self)


@dataclass
class Campaign:
    """A platform whose methods each answer what a test wants, the last answer again and again.

    Attributes:
        replies: What each method answers, by its name, in order; pages by their path.
        seen: What it was asked.
    """

    replies: dict[str, list[Reply]]
    seen: list[requests.PreparedRequest] = field(default_factory=list)

    def __call__(self, request: requests.PreparedRequest) -> Reply:
        """Answer *request*."""
        self.seen.append(request)
        told = self.replies[name_of(request)]
        return told.pop(0) if len(told) > 1 else told[0]

    @property
    def names(self) -> list[str]:
        """What was asked for, in order."""
        return [name_of(request) for request in self.seen]

    def of(self, name: str) -> list[requests.PreparedRequest]:
        """Return every request for *name*."""
        return [request for request in self.seen if name_of(request) == name]


def name_of(request: requests.PreparedRequest) -> str:
    """Return the method that is asked for, or the page's path."""
    action = request.headers.get("SOAPAction", "")
    return str(action).partition("#")[2] or request.path_url


def fine(body: str | Exception, status: int = 200) -> Reply:
    """Return a reply with *body*."""
    return status, {}, body


Way = Callable[[IdentityService], Password | SessionToken | BearerToken | ExchangedToken]
WAYS: dict[str, Way] = {
    "password": lambda _: password(),
    "session-token": lambda _: session_token(),
    "exchanged": IdentityService.exchanged,
    "bearer": IdentityService.bearer,
}

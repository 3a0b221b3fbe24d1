"""Tokens of Adobe's identity service, IMS (ims-migration.md; RFC 6749, section 4.4)."""

import math
import re
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from oauthlib.oauth2 import BackendApplicationClient, MissingTokenError, OAuth2Error

from campaign_tracking.campaign.errors import CampaignError, IdentityService, TokenDenied
from campaign_tracking.campaign.transport import Transport
from campaign_tracking.words import beginning

SUCCESS = 2  # the hundreds of its status
EARLY_S = 60  # a token is renewed so long before it expires
SHOWN = 200
FORM = "application/x-www-form-urlencoded"
# What reading JSON that holds something else ends in; RecursionError if it is nested too deep.
_UNREADABLE = (ValueError, TypeError, AttributeError, ArithmeticError, RecursionError)
_TOKEN = re.compile(r"[A-Za-z0-9._~+/-]+=*")  # RFC 6750, section 2.1


@dataclass(frozen=True, slots=True, kw_only=True)
class Client:
    """A credential of the server-to-server kind, as the Developer Console shows it.

    Attributes:
        id: The client id.
        secret: The client secret.
        scopes: What the token is asked for; sent as a comma-separated list.
    """

    id: str
    secret: str = field(repr=False)
    scopes: tuple[str, ...]


class TokenEndpoint:
    """Asks for a token as a server does, with client id and secret; keeps it while it is good."""

    def __init__(
        self,
        transport: Transport,
        path: str,
        client: Client,
        keep_secret: Callable[[str], None],
        now_s: Callable[[], float] = time.monotonic,
    ) -> None:
        """Ask *path* of the server that *transport* reaches.

        Args:
            transport: How to reach the identity service.
            path: Path and query of the token endpoint.
            client: Who asks.
            keep_secret: Told each token before it is used.
            now_s: A clock.
        """
        self._transport, self._path, self._client = transport, path, client
        self._keep_secret, self._now_s = keep_secret, now_s
        self._oauth = BackendApplicationClient(client.id)
        self._token, self._good_until_s = "", 0.0

    def token(self) -> str:
        """Return a token that is good for a minute at least.

        Raises:
            IdentityService: If there is none to be had.
        """
        if not self._token or self._now_s() >= self._good_until_s:
            self._ask()
        return self._token

    def forget(self) -> None:
        """Take the next token from the endpoint: Campaign does not accept this one."""
        self._token = ""

    def _ask(self) -> None:
        body = self._oauth.prepare_request_body(
            scope=",".join(self._client.scopes),
            include_client_id=True,
            client_secret=self._client.secret,
        )
        headers = {"Content-Type": FORM, "Accept": "application/json"}
        asked_at_s = self._now_s()
        try:
            answer = self._transport.send(
                "POST", self._path, headers, body, repeatable="the request for a token"
            )
        except CampaignError as error:
            raise IdentityService(f"{self._transport.url}: {error}") from error
        told = f"{self._transport.url}: HTTP {answer.status_code}"
        try:
            token, lives_s = self._granted(answer.body)
        except (MissingTokenError, *_UNREADABLE) as error:
            # What came with a success is not shown: there may be a token in it.
            fine = answer.status_code // 100 == SUCCESS
            shown = "" if fine else f": {beginning(answer.body, SHOWN)}"
            raise IdentityService(f"{told} and no usable token{shown}") from error
        except OAuth2Error as error:
            said = beginning(f"{error.error}: {error.description}", SHOWN)
            raise TokenDenied(f"{told}, {said}") from error
        self._keep_secret(token)
        self._token, self._good_until_s = token, asked_at_s + lives_s - EARLY_S

    def _granted(self, body: str) -> tuple[str, float]:
        """Return the token in an answer, and for how long it is good."""
        granted = self._oauth.parse_request_body_response(body)
        token, lives_s = granted.get("access_token"), granted.get("expires_in")
        if not isinstance(token, str) or not _TOKEN.fullmatch(token):
            raise ValueError("no bearer token")
        return token, math.inf if lives_s is None else float(lives_s)


def origin_and_path(url: str) -> tuple[str, str]:
    """Return scheme and server of *url*, and the rest of it."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}", parts._replace(scheme="", netloc="").geturl()

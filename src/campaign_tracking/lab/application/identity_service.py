"""Adobe's identity service (IMS) in miniature: a token endpoint for a server-to-server credential.

Request and answer as the Developer Console's API reference shows them, errors by RFC 6749,
section 5.2. The tokens are opaque.
"""

import hmac
import secrets
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Final
from urllib.parse import parse_qs

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from campaign_tracking.lab.application.lives import Life, Span, Spans
from campaign_tracking.lab.assumptions import IMS_SCOPES

TOKEN_PATH: Final = "/ims/token/v3"  # noqa: S105  (an address)
_GRANT: Final = "client_credentials"
_PARAMETERS: Final = ("grant_type", "client_id", "client_secret")  # section 4.4.2


@dataclass(frozen=True, slots=True, kw_only=True)
class Credential:
    """A server-to-server credential, as made in the Developer Console.

    Attributes:
        scopes: What may be asked for.
    """

    client_id: str = field(default_factory=lambda: secrets.token_hex(16))
    client_secret: str = field(
        default_factory=lambda: f"p8e-{secrets.token_urlsafe(24)}", repr=False
    )
    scopes: tuple[str, ...] = IMS_SCOPES


class IdentityService:
    """Grants tokens to one credential, and knows them again."""

    def __init__(self, credential: Credential, life: Life) -> None:
        """Grant none yet."""
        self._credential, self._life, self._spans = credential, life, Spans(life)
        self._tokens: dict[str, Span] = {}

    async def token(self, request: Request) -> Response:
        """Answer a request for a token."""
        form = parse_qs((await request.body()).decode("utf-8", "replace"), keep_blank_values=True)
        wrong = self._wrong(form)
        if wrong is not None:
            return wrong
        token = secrets.token_urlsafe(48)
        self._tokens[token] = self._spans.begin()
        return _json(
            {
                "access_token": token,
                "token_type": "bearer",
                "expires_in": int(self._life.session_s),
            }
        )

    def is_good(self, token: str) -> bool:
        """Return whether *token* was granted and is not too old; this is not counted as a call."""
        span = self._tokens.get(token)
        return span is not None and self._spans.is_young(span)

    def lives(self, token: str) -> bool:
        """Count a call made with *token*; return whether it may be made."""
        span = self._tokens.get(token)
        return span is not None and self._spans.lives(span)

    def _wrong(self, form: dict[str, list[str]]) -> Response | None:
        """Return the refusal of what was asked for; None if nothing is wrong with it."""
        asked = {name: values[0] for name, values in form.items() if len(values) == 1}
        missing = {name for name in _PARAMETERS if not asked.get(name)}
        wrong = sorted(missing | (form.keys() - asked.keys()))
        if wrong:
            return _error("invalid_request", f"missing or repeated: {', '.join(wrong)}")
        if asked["grant_type"] != _GRANT:
            return _error("unsupported_grant_type", f"only {_GRANT} is supported")
        own = f"{self._credential.client_id} {self._credential.client_secret}"
        given = f"{asked['client_id']} {asked['client_secret']}"
        if not hmac.compare_digest(own.encode(), given.encode()):
            status = HTTPStatus.UNAUTHORIZED
            return _error("invalid_client", "invalid client_id or client_secret", status)
        if not self._scopes(asked.get("scope", "")) <= {*self._credential.scopes}:
            return _error("invalid_scope", "a scope that this credential does not have")
        return None

    def _scopes(self, asked: str) -> set[str]:
        """Return the scopes asked for; who names none gets the credential's (L-47)."""
        return {scope.strip() for scope in asked.split(",")} if asked else set()


def _error(code: str, description: str, status: int = HTTPStatus.BAD_REQUEST) -> Response:
    return _json({"error": code, "error_description": description}, status)


def _json(content: dict[str, object], status: int = HTTPStatus.OK) -> Response:
    return JSONResponse(content, status_code=status, headers={"Cache-Control": "no-store"})

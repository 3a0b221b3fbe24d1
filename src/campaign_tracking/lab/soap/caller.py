"""Who sends a request, as far as the request itself tells."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from starlette.requests import Request

SESSION_COOKIE = "__sessiontoken"
_BEARER = "bearer"


@dataclass(frozen=True, slots=True, kw_only=True)
class Caller:
    """What a request brings along to be let in.

    Attributes:
        peer: Address at the other end of the connection.
        headers: The request's headers; names in small letters.
        secure: Whether it came over TLS.
        session_token: From the cookie or, in a SOAP call, the first parameter.
    """

    peer: str
    headers: Mapping[str, str] = field(repr=False)
    secure: bool
    session_token: str = field(repr=False)

    @property
    def security_token(self) -> str:
        """The security token; empty without one."""
        return self.headers.get("x-security-token", "").strip()

    @property
    def bearer(self) -> str:
        """The token of the identity service; empty without one (ims-migration.md)."""
        scheme, _, token = self.headers.get("authorization", "").partition(" ")
        return token.strip() if scheme.lower() == _BEARER else ""


def caller_of(request: Request) -> Caller:
    """Return who sends *request*; the session token is the cookie's."""
    return Caller(
        peer=request.client.host if request.client else "",
        headers=request.headers,
        secure=request.url.scheme == "https",
        session_token=request.cookies.get(SESSION_COOKIE, ""),
    )

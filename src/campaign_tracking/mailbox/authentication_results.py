"""What the receiving server found of SPF, DKIM and DMARC.

It says so in the header Authentication-Results (RFC 8601). It is a fact for the report;
nothing is concluded from it.
"""

import re
from dataclasses import dataclass

MAX_RESULTS = 30
MAX_DOMAIN_CHARACTERS = 255
METHODS = ("spf", "dkim", "dmarc")
_COMMENT = re.compile(r"\([^()]*\)")
_RESULT = re.compile(r"\s*([a-z0-9-]+)(?:/\d+)?\s*=\s*([a-z]+)", re.IGNORECASE)
# What was looked at: the envelope's domain, the signature's, the one in From.
_DOMAIN = re.compile(
    r"(?:smtp\.mailfrom|smtp\.helo|header\.d|header\.i|header\.from)\s*=\s*\"?([^\s;\"]+)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class AuthenticationResult:
    """One result.

    Attributes:
        method: ``spf``, ``dkim`` or ``dmarc``.
        result: ``pass``, ``fail``, ``none`` ...: the server's word, in lower case.
        domain: What it was looked at for, without local part; empty if the server does not say.
    """

    method: str
    result: str
    domain: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AuthenticationResults:
    """What one server found.

    Attributes:
        server: As it calls itself; empty if it does not (Exchange Online).
        results: In its order, several for one method if there are several signatures.
    """

    server: str
    results: tuple[AuthenticationResult, ...]


def read_authentication_results(header: str) -> AuthenticationResults:
    """Read one header; whatever it is, it does not fail.

    Only the topmost header of a mail is the receiving server's: those below came with the mail.
    """
    text = header
    for _ in range(3):  # comments may stand in comments
        text = _COMMENT.sub(" ", text)
    first, *others = text.split(";")
    names_itself = not _RESULT.match(first)
    parts = others if names_itself else [first, *others]
    found = [result for part in parts[:MAX_RESULTS] if (result := _result(part))]
    server = (first.split() or [""])[0] if names_itself else ""
    return AuthenticationResults(server=server[:MAX_DOMAIN_CHARACTERS], results=tuple(found))


def _result(part: str) -> AuthenticationResult | None:
    match = _RESULT.match(part)
    if match is None or match[1].lower() not in METHODS:
        return None
    domain = _DOMAIN.search(part, match.end())
    name = domain[1].rpartition("@")[2] if domain else ""
    return AuthenticationResult(
        method=match[1].lower(), result=match[2].lower(), domain=name[:MAX_DOMAIN_CHARACTERS]
    )

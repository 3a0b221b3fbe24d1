"""What can go wrong between us and the platform, in one tree; every one of it has its words.

CampaignError
├── Unreachable            nothing came back: name, TCP, TLS, time
│   ├── BrokenOff              its connection was broken off: what was asked may have been done
│   ├── CertificateRefused     its certificate: expired, of another name, of an unknown authority
│   └── NotRenewed             while an expired session was renewed: what was asked was not done
├── NotKnown               what it did cannot be read back, so it is not asked again
├── NotCampaign            something answered that is not Campaign
│   ├── SentElsewhere          a redirect: to a login page, to https
│   ├── WebPage                HTML: of a proxy, a gateway, a login
│   ├── GatewayFailed          502, 503, 504: a proxy, and nothing behind it
│   ├── EmptyAnswer            no body
│   └── BrokenAnswer           XML that ends too early, or is no answer to this call
├── IdentityService        the token endpoint of Adobe's identity service (IMS), not Campaign
│   └── TokenDenied            it answered, and gives no token
└── Fault                  Campaign answered that it will not or cannot
    ├── SessionRefused         the session layer refused
    │   ├── WrongPassword          XSV-350012
    │   ├── AddressRefused         XSV-350013
    │   ├── SessionExpired         XSV-350008, or 401 for a token of the identity service
    │   │   └── SessionLost            likewise, and it cannot be renewed, or not again
    │   └── HttpRefused            a session over plain HTTP
    ├── MethodMissing          SOP-330006
    ├── WrongArguments         SOP-330003
    └── DetailHidden           SOP-330023: the zone hides what it is (showErrors)
"""

import re

CODE = re.compile(r"\b[A-Z]{3}-\d{6}\b")  # soap-wire.md, section 6
# The codes that the public sources explain (soap-wire.md, section 6), in words of our own.
MEANINGS = {
    "XSV-350008": "the session has expired or is invalid",
    "XSV-350012": "wrong login or password",
    "XSV-350013": "the operator's security zone does not admit this machine's address",
    "XSV-350023": "a document could not be saved",
    "XSV-350063": "the server has no data source defined",
    "SOP-330003": "the method takes other arguments",
    "SOP-330006": "the server has no such method",
    "SOP-330023": "the server hides the detail from this address (showErrors)",
    "XTK-170036": "an expression could not be parsed: an unknown schema or field, perhaps",
    "PGS-220000": "the database reports an error",
    "ODB-240000": "the database reports an error",
    "DLV-490009": "the delivery has no target",
    "INT-150012": "an HTTP request of the server was answered Forbidden",
}


class CampaignError(Exception):
    """The platform did not do what it was asked."""


class Unreachable(CampaignError):  # noqa: N818  (it names a state of the world, like its siblings)
    """Nothing came back."""


class BrokenOff(Unreachable):
    """The connection was broken off before a whole answer: what was asked may have been done."""


class NotKnown(CampaignError):  # noqa: N818  (likewise)
    """What the platform did with a call cannot be read back, so it is not asked again."""


class NotRenewed(Unreachable):
    """The session had expired, and nothing answered to renew it: what was asked was not done."""


class CertificateRefused(Unreachable):
    """The server's certificate is not to be trusted; says why."""


class NotCampaign(CampaignError):  # noqa: N818  (likewise)
    """Something answered that is not Campaign's SOAP router."""


class SentElsewhere(NotCampaign):
    """A redirect.

    Attributes:
        location: Where it leads, as it came.
    """

    def __init__(self, status_code: int, location: str) -> None:
        """Say where it leads."""
        shown = location[:200] or "nowhere"
        super().__init__(f"HTTP {status_code}: it sends us to {shown}, a login page perhaps")
        self.location = location


class WebPage(NotCampaign):
    """A page for people came where SOAP was due."""


class GatewayFailed(NotCampaign):
    """A proxy or a web server says that nothing behind it answers."""


class EmptyAnswer(NotCampaign):
    """An answer without a body."""


class BrokenAnswer(NotCampaign):
    """XML that ends too early, or is no answer to what was asked."""


class IdentityService(CampaignError):  # noqa: N818  (it names who is in trouble)
    """The token endpoint did not answer, or not as RFC 6749 has it."""


class TokenDenied(IdentityService):
    """The token endpoint gives no token: an unknown client, a wrong secret, a wrong scope."""


class Fault(CampaignError):  # noqa: N818  (SOAP's own word)
    """Campaign answered with an error; worded where the public sources explain its code.

    Attributes:
        codes: All codes in it, from the fault string and the detail: either may hold the telling
            one.
        text: The fault string and the detail, as they came.
        status_code: The HTTP status that it came with.
    """

    def __init__(self, text: str, status_code: int) -> None:
        """Keep what was said."""
        self.text = text
        self.status_code = status_code
        self.codes = tuple(dict.fromkeys(CODE.findall(text)))
        super().__init__(self._words())

    @property
    def is_wrapped(self) -> bool:
        """Whether the code that makes its type does not open it: a method quotes it.

        The session layer refuses before a method is run, and wraps nothing.
        """
        opening = CODE.match(self.text)
        opens = opening is not None and _BY_CODE.get(opening[0]) is type(self)
        return bool(self.codes) and not opens

    def _words(self) -> str:
        meanings = [MEANINGS[code] for code in self.codes if code in MEANINGS]
        return f"{meanings[-1]} ({self.text})" if meanings else self.text


class SessionRefused(Fault):
    """The session layer refused: see the code."""


class WrongPassword(SessionRefused):
    """Unknown login or wrong password: one code for both (release notes)."""


class AddressRefused(SessionRefused):
    """The operator's security zone does not admit the address that we come from."""


class SessionExpired(SessionRefused):
    """The session, or the identity service's token, is not accepted any more."""


class SessionLost(SessionExpired):
    """The session expired, and there is no other to be had."""

    def _words(self) -> str:
        return self.text


class HttpRefused(SessionRefused):
    """A session over plain HTTP, which the zone does not allow (security-zones.md).

    Which answer a server gives then is not public: this is what a refusal without a code over
    plain HTTP is taken for.
    """

    def _words(self) -> str:
        if self.status_code == 0:
            return f"plain HTTP is not served: {self.text}; write the URL with https://"
        return f"refused over plain HTTP: the security zone has no allowHTTP, likely ({self.text})"


class MethodMissing(Fault):
    """The platform has no such method."""


class WrongArguments(Fault):
    """The platform takes the method with other arguments."""


class DetailHidden(Fault):
    """The platform hides the error from this address."""


_OF_A_WEB_SERVER = re.compile(r"\bHTTP [345]\d\d\b")  # whose numbers may look like codes
_NO_RIGHTS = {"PGS-220000", "ODB-240000", "XSV-350063", "INT-150012"}
_BY_CODE: dict[str, type[Fault]] = {
    "XSV-350008": SessionExpired,
    "XSV-350012": WrongPassword,
    "XSV-350013": AddressRefused,
    "SOP-330006": MethodMissing,
    "SOP-330003": WrongArguments,
    "SOP-330023": DetailHidden,
}


def fault(text: str, status_code: int) -> Fault:
    """Return the fault that *text* tells of, as its own type."""
    found = [_BY_CODE[code] for code in CODE.findall(text) if code in _BY_CODE]
    of_session = [kind for kind in found if issubclass(kind, SessionRefused)]
    return next(iter((*of_session, *found)), Fault)(text, status_code)


def is_refusal(words: str) -> bool:
    """Whether Campaign itself refused this one thing: a right is missing, say.

    Its own words carry a code, a network's do not; and neither a session that is gone nor a
    database that fails is a right.
    """
    codes = [] if _OF_A_WEB_SERVER.search(words) else CODE.findall(words)
    return bool(codes) and not any(
        issubclass(_BY_CODE.get(code, Fault), SessionRefused) or code in _NO_RIGHTS
        for code in codes
    )

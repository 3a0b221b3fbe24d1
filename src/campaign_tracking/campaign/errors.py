"""What can go wrong between us and the platform, in one tree.

CampaignError
├── Unreachable      nothing came back: name, TCP, TLS, time
├── NotCampaign      something answered that is not Campaign: a proxy, a login page, a web server
└── Fault            Campaign answered that it will not or cannot
    ├── SessionRefused   wrong login or password, expired session, address not allowed
    └── MethodMissing    the platform has no such method
"""

import re

CODE = re.compile(r"\b[A-Z]{3}-\d{6}\b")  # soap-wire.md, section 6
SESSION_CODES = ("XSV-350008", "XSV-350012", "XSV-350013")


class CampaignError(Exception):
    """The platform did not do what it was asked."""


class Unreachable(CampaignError):  # noqa: N818  (it names a state of the world, like its siblings)
    """Nothing came back."""


class NotCampaign(CampaignError):  # noqa: N818  (likewise)
    """Something answered that is not Campaign's SOAP router."""


class Fault(CampaignError):  # noqa: N818  (SOAP's own word)
    """Campaign answered with an error.

    Attributes:
        codes: All codes in it, the most telling last: the cause follows its wrappers.
        text: The fault string and the detail, as they came.
        status_code: The HTTP status that it came with.
    """

    def __init__(self, text: str, status_code: int) -> None:
        """Keep what was said."""
        super().__init__(text)
        self.text = text
        self.status_code = status_code
        self.codes = tuple(dict.fromkeys(CODE.findall(text)))


class SessionRefused(Fault):
    """The session layer refused: see the code."""


class MethodMissing(Fault):
    """The platform has no such method (SOP-330006)."""


def is_refusal(words: str) -> bool:
    """Whether Campaign itself said so: its own words carry a code, a network's do not."""
    return CODE.search(words) is not None


def fault(text: str, status_code: int) -> Fault:
    """Return the fault that *text* tells of, as its own type."""
    codes = CODE.findall(text)
    if any(code in SESSION_CODES for code in codes):
        return SessionRefused(text, status_code)
    if "SOP-330006" in codes:
        return MethodMissing(text, status_code)
    return Fault(text, status_code)

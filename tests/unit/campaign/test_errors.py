"""The errors: one tree, as it is drawn, and the words by which they are told apart later on."""

import inspect
import re

import pytest

from campaign_tracking.campaign import errors
from campaign_tracking.campaign.errors import (
    CampaignError,
    Fault,
    HttpRefused,
    NotRenewed,
    SessionExpired,
    SessionLost,
    Unreachable,
    fault,
    is_refusal,
)

DRAWN = re.compile(r"^(?P<indent>[│├└─ ]*)(?P<name>[A-Z][A-Za-z]+)", re.MULTILINE)


def drawn() -> list[tuple[str, str]]:
    """Return each class of the drawing, with the one above it."""
    tree = (errors.__doc__ or "").partition("\n\n")[2]
    above: dict[int, str] = {}
    found = []
    for line in DRAWN.finditer(tree):
        depth = len(line["indent"]) // 4
        above[depth] = line["name"]
        found.append((line["name"], above.get(depth - 1, "Exception")))
    return found


def test_tree_is_as_drawn() -> None:
    """The drawing at the top holds every error, each under the one that it is a kind of."""
    classes = [kind for _, kind in inspect.getmembers(errors, inspect.isclass)]
    raised = {kind for kind in classes if issubclass(kind, CampaignError)}

    assert sorted(drawn()) == sorted((kind.__name__, kind.mro()[1].__name__) for kind in raised)


@pytest.mark.parametrize(
    ("words", "refusal"),
    [
        ("", False),
        ("ReadTimeout: timed out", False),
        ("HTTP 403: Forbidden", False),
        ("HTTP 403: XSV-350026 no right, says a proxy", False),
        ("HTTP 502: nothing answers behind a proxy: REF-123456", False),
        ("HTTP 404, no SOAP answer: support id ABC-123456", False),
        ("HTTP 302: it sends us to https://sso.example/ABC-123456", False),
        ("XSV-350026 no right to HTTP 2.0 and HTTP 40", True),
        ("XSV-350026 The operator has no right to read this", True),
        ("SOP-330011 Error while executing\nXSV-350026 no right", True),
        ("the server hides the detail (SOP-330023 no rights)", True),
        ("XSV-350008 Session has expired or is invalid.", False),
        ("XSV-350012 Invalid login or password.", False),
        ("XSV-350013 The '192.0.2.7' IP address", False),
        ("SOP-330011 Error while executing\nXSV-350008 Session has expired", False),
        ("GetOption: expired again after it was renewed: XSV-350008", False),
        ("SOP-330011 Error while executing\nPGS-220000 the server closed", False),
        ("SOP-330011 Error while executing\nODB-240000 the server closed", False),
        ("XSV-350063 No data source", False),
        ("XSV-350026 no right\nINT-150012 Forbidden", False),
        ("XSV-3500 is no code, nor is AXSV-3500261", False),
    ],
)
def test_refusal(words: str, *, refusal: bool) -> None:
    """A right that is missing has a code; silence has none, and a session is no right."""
    assert is_refusal(words) is refusal


@pytest.mark.parametrize(
    ("said", "wrapped"),
    [
        ("XSV-350008 Session has expired", False),
        ("XSV-350008 Session has expired\nSOP-330011 Error", False),
        ("SOP-330011 Error\nXSV-350008 Session has expired", True),
        ("the mid said: XSV-350008 Session has expired", True),
        ("a fault without a word\nXSV-350008 Session has expired", True),
        ("XSV-350012 Invalid login\nXSV-350008 Session has expired", False),
        ("XSV-350026 no right\nXSV-350008 Session has expired", True),
        ("Unauthorized", False),
        ("", False),
    ],
)
def test_wrapped(said: str, *, wrapped: bool) -> None:
    """A code that does not open the fault is quoted by a method, which was run."""
    assert fault(said, 200).is_wrapped is wrapped


def test_refused_over_plain_http() -> None:
    """A refusal may be for the zone; a redirect to https is not, and says what to write."""
    refused = HttpRefused("HTTP 403: Forbidden", 403)
    sent_on = HttpRefused("HTTP 302: it sends us to https://x", 0)

    assert "allowHTTP, likely (HTTP 403: Forbidden)" in str(refused)
    assert str(sent_on) == (
        "plain HTTP is not served: HTTP 302: it sends us to https://x; write the URL with https://"
    )


def test_not_renewed_is_silence() -> None:
    """Whoever waits for an answer waits on; whoever started something knows that it did not."""
    assert issubclass(NotRenewed, Unreachable)
    assert not issubclass(NotRenewed, Fault)


@pytest.mark.parametrize("code", errors.MEANINGS)
def test_meaning(code: str) -> None:
    """Each code that is explained is worded, and keeps the platform's own words."""
    said = fault(f"{code} As the platform has it.", 200)

    assert str(said) == f"{errors.MEANINGS[code]} ({code} As the platform has it.)"


def test_innermost_meaning_counts() -> None:
    """Of several codes the last that is known is told: the detail comes after the wrapper."""
    said = fault("SOP-330003 Arguments\nDLV-490009 Target\nABC-000001 Unheard of", 200)

    assert str(said).startswith(errors.MEANINGS["DLV-490009"])


def test_lost_session_is_told_as_it_is() -> None:
    """What ended a session is not worded as one that expired a moment ago."""
    lost = SessionLost("GetOption: expired again: XSV-350008", 403)

    assert str(lost) == "GetOption: expired again: XSV-350008"
    assert isinstance(lost, SessionExpired)


def test_unknown_codes_stay_as_they_came() -> None:
    """What the public sources do not explain is not explained by us."""
    said = fault("XYZ-123456 Something", 500)

    assert (type(said), str(said), said.status_code) == (Fault, "XYZ-123456 Something", 500)

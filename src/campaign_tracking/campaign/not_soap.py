"""What came instead of a SOAP answer, and who is likely to have sent it."""

import re
from http import HTTPStatus

from campaign_tracking.campaign.errors import (
    CODE,
    BrokenAnswer,
    CampaignError,
    EmptyAnswer,
    GatewayFailed,
    NotCampaign,
    SessionExpired,
    SessionRefused,
    WebPage,
    fault,
)
from campaign_tracking.safe_xml import NotXmlError
from campaign_tracking.words import beginning

SHOWN, LONGEST_LINE, LONGEST_PAGE = 200, 2_000, 65_536
_HTML = re.compile(r"<!doctype html|<html\b", re.IGNORECASE)
_TITLE = re.compile(r"<title[^>]{0,200}>([^<]{0,400})", re.IGNORECASE)
_PASSWORD_FIELD = re.compile(r"<input\b[^>]{0,400}\btype\s*=\s*[\"']?password", re.IGNORECASE)
_GATEWAY = {HTTPStatus.BAD_GATEWAY, HTTPStatus.SERVICE_UNAVAILABLE, HTTPStatus.GATEWAY_TIMEOUT}
# A refusal in words that the public sources do not know.
_REFUSALS = {HTTPStatus.UNAUTHORIZED: SessionExpired, HTTPStatus.FORBIDDEN: SessionRefused}


def not_served(body: str, status_code: int) -> CampaignError:
    """Return what an answer is that is no XML, or a page that came with an error's status."""
    line = body.strip()
    shown = beginning(line, SHOWN)
    if CODE.match(line):  # the session layer speaks in one line of text
        return fault(beginning(line, LONGEST_LINE), status_code)
    if status_code in _GATEWAY:
        return GatewayFailed(f"HTTP {status_code}: nothing answers behind a proxy: {shown}")
    if not line and status_code not in _REFUSALS:
        return EmptyAnswer(f"HTTP {status_code} with an empty body")
    if _HTML.search(line[:LONGEST_LINE]):
        return _web_page(line, status_code)
    if status_code in _REFUSALS:
        refusal = _REFUSALS[HTTPStatus(status_code)]
        return refusal(f"HTTP {status_code}: {shown or 'an empty body'}", status_code)
    return NotCampaign(f"HTTP {status_code}, no SOAP answer: {shown}")


def not_xml(line: str, status_code: int, why: NotXmlError) -> CampaignError:
    """Return what an answer is that cannot be read as XML: cut off, or never meant as it."""
    began_well = line.startswith("<") and not _HTML.search(line[:LONGEST_LINE])
    if began_well and status_code not in _GATEWAY:
        shown = beginning(line, SHOWN)
        return BrokenAnswer(f"HTTP {status_code}, broken XML, cut off perhaps ({why}): {shown}")
    return not_served(line, status_code)


def _web_page(page: str, status_code: int) -> WebPage:
    page = page[:LONGEST_PAGE]
    title = _TITLE.search(page)
    named = f' "{beginning(title[1], SHOWN)}"' if title else ""
    kind = "a login page" if _PASSWORD_FIELD.search(page) else "a web page, of a proxy perhaps"
    return WebPage(f"HTTP {status_code}, {kind}{named}, and no SOAP answer")

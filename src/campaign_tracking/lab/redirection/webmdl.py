"""webmdl: what the extension module in a web server does with ``/r/``."""

import asyncio
import html
import re
import string
import uuid
from collections import deque
from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Final
from urllib.parse import quote
from xml.etree import ElementTree as ET

from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response

from campaign_tracking.lab import stamps
from campaign_tracking.lab.assumptions import NOT_FOUND_STATUS, REDIRECT_STATUS
from campaign_tracking.lab.database import OPEN_URL_ID
from campaign_tracking.lab.redirection import tracked_link
from campaign_tracking.lab.redirection.delivery_file import has_expired, source_url
from campaign_tracking.lab.redirection.log_files import Hit
from campaign_tracking.lab.redirection.server_settings import ServerSettings
from campaign_tracking.lab.redirection.tracked_link import Signer, TrackedLink
from campaign_tracking.lab.zones import Zones

Lookup = Callable[[int], Awaitable[ET.Element | None]]

_PIXEL: Final = (
    b"GIF89a\x01\x00\x01\x00\x80\x00\x00\x00\x00\x00\xff\xff\xff"
    b"!\xf9\x04\x01\x00\x00\x00\x00,\x00\x00\x00\x00\x01\x00\x01\x00\x00\x02\x02D\x01\x00;"
)
_YEAR_S: Final = 365 * 86_400


class SharedMemory:
    """Where webmdl leaves its hits for trackinglogd (about-message-tracking.md)."""

    def __init__(self, limit: int | None = None) -> None:
        """Start empty; beyond *limit* hits (trackinglogd/@maxSharedLogs) the oldest are lost."""
        self._hits: deque[Hit] = deque(maxlen=limit)
        self._filled = asyncio.Event()

    def put(self, hit: Hit) -> None:
        """Add a hit."""
        self._hits.append(hit)
        self._filled.set()

    async def wait(self) -> None:
        """Wait until there is a hit."""
        await self._filled.wait()

    def take_all(self) -> list[Hit]:
        """Return the hits and forget them."""
        taken = list(self._hits)
        self._hits.clear()
        self._filled.clear()
        return taken


class Redirection:
    """Answers opens and clicks."""

    def __init__(
        self,
        lookup: Lookup,
        signer: Signer,
        memory: SharedMemory,
        settings: ServerSettings,
        now: Callable[[], datetime] = stamps.now,
    ) -> None:
        """Resolve links by *lookup*; put into *memory* what happened, by the clock *now*."""
        self._lookup, self._signer, self._memory = lookup, signer, memory
        self._settings, self._now = settings, now

    async def answer(self, request: Request) -> Response:
        """Redirect, or answer an open with an image of one pixel."""
        query = request.scope["query_string"].decode("latin-1")
        path = request.scope["raw_path"].decode("latin-1")
        if re.fullmatch(r"/+r/+", path) is None:
            return PlainTextResponse("Not Found", status_code=404)
        link = tracked_link.read_link(query)
        here = self._settings.is_for_instance(request.headers.get("host", ""))
        info = await self._lookup(link.delivery_id) if link and here else None
        if link is None or info is None:
            return _not_found(f"{path} {query}", "cannot be found")
        if self._is_refused(info, f"{path}?{query}"):
            return _not_found(f"{path}?{query}", "was not found.")
        url = "" if link.url_id == OPEN_URL_ID else source_url(info, link.url_id)
        if url is None:
            return _not_found(f"{path} {query}", "cannot be found")
        if self._settings.expiration_url and link.url_id != OPEN_URL_ID:
            url = self._settings.expiration_url if has_expired(info, self._now()) else url
        visitor = _visitor(request)
        self._memory.put(_hit(request, link, visitor, self._settings.zones, self._now()))
        return _with_cookies(_resolved(url, link), link, visitor)

    def _is_refused(self, info: ET.Element, path_and_query: str) -> bool:
        """Return whether the link's signature is missing or wrong, where one is asked for.

        It is where the delivery's file asks for it (L-23), unless signing is off on this server
        (L-67), and always where unsigned links are blocked (privacy.md).
        """
        asked = info.get("signed") == "true" and self._settings.checks_signatures
        needed = asked or self._settings.blocks_unsigned
        return needed and not self._signer.is_as_signed(path_and_query)


def _resolved(url: str, link: TrackedLink) -> Response:
    if link.url_id == OPEN_URL_ID:
        return Response(_PIXEL, media_type="image/gif", headers={"Cache-Control": "no-store"})
    location = quote(tracked_link.target(url, link.values), safe=string.punctuation)
    return Response(status_code=REDIRECT_STATUS, headers={"Location": location})


def _not_found(what: str, how: str) -> Response:
    """Answer in the documentation's two wordings; the first prints a blank for the ``?``."""
    text = f"Requested URL '{html.escape(what, quote=False)}' {how}"
    return HTMLResponse(f"<html><body>{text}</body></html>", status_code=NOT_FOUND_STATUS)


def _visitor(request: Request) -> str:
    known = request.cookies.get("uuid230", "")
    return known if re.fullmatch(r"[0-9A-Za-z-]{1,64}", known) else str(uuid.uuid4())


def _hit(request: Request, link: TrackedLink, visitor: str, zones: Zones, at: datetime) -> Hit:
    peer = request.client.host if request.client else ""
    return Hit(
        at=at,
        broad_log_id=link.broad_log_id,
        delivery_id=link.delivery_id,
        url_id=link.url_id,
        content=link.content,
        visitor=visitor,
        user_agent=request.headers.get("user-agent", ""),
        address=zones.caller(peer, request.headers),
    )


def _with_cookies(response: Response, link: TrackedLink, visitor: str) -> Response:
    """Set nlid for the session and uuid230 for good (privacy-and-recommendations.md)."""
    response.set_cookie("nlid", f"{link.broad_log_id:x}|{link.delivery_id:x}")
    response.set_cookie("uuid230", visitor, max_age=_YEAR_S)
    return response

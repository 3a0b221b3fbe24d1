"""Tomcat without a free thread: who asks waits, until the web server before it gives up (L-83)."""

import asyncio
from http import HTTPStatus

from starlette.responses import PlainTextResponse
from starlette.types import Receive, Scope, Send

from campaign_tracking.lab.assumptions import NO_THREAD_LIMIT_S


async def no_thread_left(scope: Scope, receive: Receive, send: Send) -> None:
    """Answer one request, in the web server's name."""
    await asyncio.sleep(NO_THREAD_LIMIT_S)
    status = HTTPStatus.SERVICE_UNAVAILABLE
    await PlainTextResponse(status.phrase, status_code=status)(scope, receive, send)

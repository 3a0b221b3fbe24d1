"""The relay of a web server: pages that it leaves to Tomcat (the-server-configuration-file.md)."""

import httpx
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response


class Relay:
    """Forwards GET requests."""

    def __init__(self, client: httpx.AsyncClient, target_url: str) -> None:
        """Forward to *target_url* with *client*."""
        self._client, self._target_url = client, target_url

    async def forward(self, request: Request) -> Response:
        """Return what the target answers, or 502 if it does not."""
        query = request.scope["query_string"].decode("latin-1")
        try:
            answer = await self._client.get(f"{self._target_url}{request.url.path}?{query}")
        except httpx.HTTPError:
            return PlainTextResponse("Bad Gateway", status_code=502)
        content_type = answer.headers.get("content-type", "text/html")
        return Response(
            answer.content, status_code=answer.status_code, headers={"Content-Type": content_type}
        )

"""A request for a link exactly as it was received: signatures allow nothing else (R-66)."""

import re
from urllib.parse import quote

import httpx

MAX_PORT = 65_535
_TARGET = re.compile(r"https?://[^/?#]*([^#]*)", re.IGNORECASE)
_VISIBLE = "".join(map(chr, range(0x21, 0x7F)))  # what a request line can carry


def request_for(
    client: httpx.Client, link: str, *, user_agent: str, server: str = ""
) -> httpx.Request:
    """Return a GET of *link*, to go out as it is, character by character.

    Args:
        client: Will send it.
        link: Exactly as received. Only what no request line can carry is encoded, as a browser
            does; a fragment stays here.
        user_agent: Who we say we are.
        server: Scheme, host and port to ask in place of the link's own; empty asks the link's own.
            The link's host stays in the Host header, which selects the instance (R-07), and in
            TLS, where the certificate is verified against it.

    Raises:
        httpx.InvalidURL: If the link is none that could be asked for.
    """
    request = client.build_request("GET", link, headers={"User-Agent": user_agent})
    public = _AsReceived(link, link)
    if server:
        request.url = _AsReceived(server, link)
        request.extensions["sni_hostname"] = public.raw_host.decode("ascii")
    else:
        request.url = public
    return request


def origin_of(link: str) -> str:
    """Return scheme, host and port that a request for *link* would go to; empty if to none."""
    try:
        url = httpx.URL(link)
    except httpx.InvalidURL:
        return ""
    return f"{url.scheme}://{url.netloc.decode('ascii')}" if url.host else ""


def target_of(link: str) -> str:
    """Return what stands in the request line: path and query as received; ``/`` of no URL."""
    match = _TARGET.match(link)
    target = quote(match[1], safe=_VISIBLE, errors="replace") if match else ""
    return target if target.startswith("/") else f"/{target}"


class _AsReceived(httpx.URL):
    """A URL whose request line is what stands in the mail: httpx would re-encode some of it.

    Its extension "target" would do the same, but not through a proxy, where it takes the place
    of the proxy's own target, too.
    """

    def __init__(self, server: str, link: str) -> None:
        super().__init__(server)
        if (self.port or 0) > MAX_PORT:  # the resolver would ask another one
            raise httpx.InvalidURL(f"port {self.port}")
        self._target = target_of(link)

    @property
    def raw_path(self) -> bytes:
        """What stands in the request line."""
        return self._target.encode("ascii")

"""The way to one page of a server: by its name, or by one given address behind that name."""

import ipaddress
from dataclasses import dataclass

import httpx


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """A server and the address to ask.

    Attributes:
        server: Its declared URL, which may end in a slash.
        ip: The address to connect to; empty to leave the choice to the client or its proxy.
    """

    server: httpx.URL
    ip: str = ""

    def page(self, path: str) -> httpx.URL:
        """Return the URL of *path* there, by name."""
        return self.server.copy_with(path=self.server.path.rstrip("/") + path, query=None)

    def request(
        self, client: httpx.Client, method: str, path: str, *, content: str | None = None
    ) -> httpx.Request:
        """Return a request that goes to the address and speaks to the name.

        The name stays in the Host header, which selects the instance (R-07), and in TLS, where
        the certificate is verified against it.
        """
        page, host = self.page(path), self.server.raw_host.decode("ascii")
        if not self.ip or _is_address(host):
            return client.build_request(method, page, content=content)
        return client.build_request(
            method,
            page.copy_with(host=self.ip),
            content=content,
            headers={"Host": page.netloc.decode("ascii")},
            extensions={"sni_hostname": host},
        )


def _is_address(host: str) -> bool:
    """Tell whether *host* is an address, not a name."""
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True

"""The landing page, on https with a throw-away certificate; and keys of certificates."""

import base64
import hashlib
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

import trustme
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

TITLE = "The landing page"
PAGE = f"<!DOCTYPE html><title>{TITLE}</title><p>You are there.</p>"


@dataclass(slots=True)
class Landing:
    """A running web server.

    Attributes:
        address: Host and port.
        asked: Path and user agent of each request, but for icons.
    """

    address: str
    asked: list[tuple[str, str]] = field(default_factory=list)


@contextmanager
def landing(host: str) -> Iterator[Landing]:
    """Serve the landing page in the name of *host*, on 127.0.0.1."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    trustme.CA().issue_cert(host).configure_cert(context)
    seen = Landing("")

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            """Serve the page."""
            if not self.path.startswith("/favicon"):
                seen.asked.append((self.path, self.headers["User-Agent"]))
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write(PAGE.encode())

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        server.socket = context.wrap_socket(
            server.socket, server_side=True, do_handshake_on_connect=False
        )
        seen.address = f"127.0.0.1:{server.server_address[1]}"
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield seen
        finally:
            server.shutdown()


def key_of(address: str) -> str:
    """Return the SHA-256, in base64, of the public key that *address* shows a certificate of."""
    parts = urlsplit(f"//{address}")
    pem = ssl.get_server_certificate((parts.hostname or "", parts.port or 443), timeout=10)
    public = x509.load_pem_x509_certificate(pem.encode()).public_key()
    der = public.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    return base64.b64encode(hashlib.sha256(der).digest()).decode()

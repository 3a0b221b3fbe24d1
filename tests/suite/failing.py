"""Stands before a platform, and fails from one moment on: silent, or without any session."""

import http.client
import re
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlsplit

import trustme

EXPIRED = b"XSV-350008 Session has expired or is invalid. Please reconnect."
SCHEMA = re.compile(rb'schema="([^"]+)"')


@dataclass(slots=True, kw_only=True)
class Moment:
    """When it begins to fail, and how.

    Attributes:
        call: A method's name, or ``ExecuteQuery`` with its schema.
        nth: At which of these calls it begins.
        silent: Whether nothing is answered any more; else every session is refused.
    """

    call: str
    nth: int
    silent: bool
    _seen: int = field(default=0, init=False)

    def has_come(self, call: str) -> bool:
        """Count a call; say whether the moment has come."""
        if call == self.call:
            self._seen += 1
        return self._seen >= self.nth


@contextmanager
def failing(
    platform: str, ca_file: Path, moment: Moment, folder: Path
) -> Iterator[tuple[str, Path]]:
    """Stand before *platform*; give our URL, and a file with both authorities."""
    authority, context = trustme.CA(), ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1").configure_cert(context)
    both = folder / "both.pem"
    both.write_bytes(ca_file.read_bytes() + authority.cert_pem.bytes())
    behind = ssl.create_default_context(cafile=ca_file)

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            """Pass a call on, unless the moment has come."""
            body = self.rfile.read(int(self.headers["Content-Length"]))
            call = self.headers["SOAPAction"].partition("#")[2]
            if schema := SCHEMA.search(body):
                call += f" {schema[1].decode()}" if call == "ExecuteQuery" else ""
            if not moment.has_come(call):
                self._pass_on(body)
            elif moment.silent:
                self.close_connection = True
            elif call == "Logon":
                self._pass_on(body)
            else:
                self._answer(403, EXPIRED)

        def do_GET(self) -> None:
            """Pass a page on."""
            self._pass_on(None)

        def _pass_on(self, body: bytes | None) -> None:
            connection = http.client.HTTPSConnection(urlsplit(platform).netloc, context=behind)
            headers = {name: value for name, value in self.headers.items() if name != "Host"}
            with suppress(ConnectionError):
                connection.request(self.command, self.path, body, headers)
                answer = connection.getresponse()
                self._answer(answer.status, answer.read())
            connection.close()

        def _answer(self, status: int, body: bytes) -> None:
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        server.socket = context.wrap_socket(server.socket, server_side=True)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield f"https://127.0.0.1:{server.server_address[1]}", both
        finally:
            server.shutdown()

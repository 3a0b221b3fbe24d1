"""A platform that repeats every secret it is told, in every form it can think of."""

import base64
import html
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import quote
from xml.sax.saxutils import escape

from tests.unit.campaign.answers import a_fault, answer, string

PASSWORD = "canary-pa55/w&rd<'\"é"
SESSION_TOKEN = "___canary-session-4711"
SECURITY_TOKEN = "@canary-security_4712=="
TRACKING_PASSWORD = "@canary-tracking-4713="
POINTER = "canary-pointer-4714"
SECRETS = (PASSWORD, SESSION_TOKEN, SECURITY_TOKEN, TRACKING_PASSWORD, POINTER)


def in_every_form(secret: str) -> list[str]:
    """Return the ways in which a secret may be written."""
    encoded = base64.b64encode(secret.encode()).decode()
    quoted = (quote(secret), quote(secret, safe=""))
    return [secret, *quoted, html.escape(secret), escape(secret), encoded]


@dataclass(frozen=True)
class Echo:
    """What the platform answers to a call."""

    action: str
    body: str

    def answer(self) -> str:
        """Return the answer: what is needed to go on, else a fault that tells everything."""
        everything = " ".join(form for secret in SECRETS[:3] for form in in_every_form(secret))
        method = self.action.partition("#")[2]
        if method == "Logon":
            info = (
                "<pSessionInfo xsi:type='ns:Element'><sessionInfo><serverInfo "
                f"instanceName='prod {SESSION_TOKEN}' buildNumber='9383'/></sessionInfo>"
                "</pSessionInfo>"
            )
            session = string("pstrSessionToken", SESSION_TOKEN)
            return answer("Logon", session + info + string("pstrSecurityToken", SECURITY_TOKEN))
        if method == "GetOption":
            values = {"NmsTracking_Password": TRACKING_PASSWORD, "NmsTracking_Pointer": POINTER}
            known = [value for name, value in values.items() if name in self.body]
            value = known[0] if known else f"http://t.example.com/?token={quote(SECURITY_TOKEN)}"
            return answer("GetOption", string("pstrValue", value) + string("pbtType", "6"))
        return a_fault(f"SOP-330011 Error {everything}", f"[[ATTACHMENT|/etc/passwd]] {everything}")


class Handler(BaseHTTPRequestHandler):
    """Answers SOAP calls and pages."""

    def do_POST(self) -> None:
        """Answer a call."""
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        self._send(Echo(self.headers["SOAPAction"], body).answer())

    def do_GET(self) -> None:
        """Answer a page with what was sent for it."""
        self._send(f"denied: {self.headers['Cookie']} {self.headers['X-Security-Token']}")

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  (the base class's)
        """Say nothing."""

    def _send(self, text: str) -> None:
        payload = text.encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(payload)))
        self.end_headers()
        self.wfile.write(payload)


@contextmanager
def echoing_platform() -> Iterator[str]:
    """Run the platform; give its URL."""
    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()

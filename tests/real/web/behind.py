"""Whole runs of the checks against a lab that stands behind a real front."""

import http.client
import socket
import ssl
import tempfile
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from pathlib import Path
from urllib.parse import urlsplit

import trustme

from tests.real.web.front import Plan, Start, free_ports, running
from tests.suite.running import LabProcess, Outcome, lab, run_edited

READABLE = 0o755


class Certificate(StrEnum):
    """What the front shows."""

    GOOD = "good"
    OF_ANOTHER_NAME = "of another name"
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True, kw_only=True)
class Behind:
    """A lab behind a front.

    Attributes:
        platform: The lab.
        authorities: PEM file with the lab's authority and the front's.
        folder: For what a run writes.
        secure_port: Of the front, on 127.0.0.1.
    """

    platform: LabProcess
    authorities: Path
    folder: Path
    secure_port: int

    def run(self) -> Outcome:
        """Run all checks."""
        trusted = (r'ca_file = ".*"', f'ca_file = "{self.authorities}"')
        return run_edited(self.platform, self.folder, trusted)

    def offers(self) -> set[str]:
        """Return what the front does for those who ask for it, and what it does for all."""
        context = ssl.create_default_context(cafile=self.authorities)
        connection = http.client.HTTPSConnection(
            "127.0.0.1", self.secure_port, context=context, timeout=10
        )
        connection.request("GET", "/r/test", headers={"Accept-Encoding": "gzip"})
        answer = connection.getresponse()
        connection.close()
        names = ("Content-Encoding", "Transfer-Encoding", "Connection")
        return {answer.headers.get(name, "") for name in names} - {""} | self._protocol(context)

    def _protocol(self, context: ssl.SSLContext) -> set[str]:
        context.set_alpn_protocols(["h2", "http/1.1"])
        with (
            socket.create_connection(("127.0.0.1", self.secure_port), timeout=10) as plain,
            context.wrap_socket(plain, server_hostname="127.0.0.1") as secured,
        ):
            return {"h2"} & {secured.selected_alpn_protocol()}


@contextmanager
def behind(
    start: Start,
    folder: Path,
    *options: str,
    plain: str = "",
    both: str = "",
    certificate: Certificate = Certificate.GOOD,
) -> Iterator[Behind]:
    """Run a lab with *options* behind a front; what the front does besides is in its language.

    In *plain*, for http, and *both*, ``SECURE`` stands for the front's https address.
    """
    port, secure_port = free_ports(2)
    secure_url = f"https://127.0.0.1:{secure_port}"
    named = ("--external-url", f"http://127.0.0.1:{port}", "--external-secure-url", secure_url)
    with (
        tempfile.TemporaryDirectory(prefix="front-") as made,
        lab(folder, *named, *options) as platform,
    ):
        place = Path(made)
        place.chmod(READABLE)  # Apache's workers are not its owner
        authority = _show(certificate, place / "front.pem")
        authorities = folder / "authorities.pem"
        authorities.write_bytes(Path(platform.ready["ca_file"]).read_bytes() + authority)
        plan = Plan(
            port=port,
            secure_port=secure_port,
            folder=place,
            servers=_servers(platform),
            plain=plain.replace("SECURE", secure_url),
            both=both.replace("SECURE", secure_url),
        )
        with running(start, plan):
            yield Behind(
                platform=platform,
                authorities=authorities,
                folder=folder,
                secure_port=secure_port,
            )


def _servers(platform: LabProcess) -> list[str]:
    declared = tomllib.loads(platform.file.read_text("utf-8"))
    return [urlsplit(url).netloc for url in declared["tracking"]["internal_urls"].values()]


def _show(certificate: Certificate, file: Path) -> bytes:
    """Write key and certificate; return the authority's own."""
    authority = trustme.CA()
    now = datetime.now(UTC)
    name = "other.example" if certificate is Certificate.OF_ANOTHER_NAME else "127.0.0.1"
    ends = now - timedelta(days=1) if certificate is Certificate.EXPIRED else None
    issued = authority.issue_cert(name, not_before=now - timedelta(days=90), not_after=ends)
    issued.private_key_and_cert_chain_pem.write_to_path(str(file))
    return authority.cert_pem.bytes()

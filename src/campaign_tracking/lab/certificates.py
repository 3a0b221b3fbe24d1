"""The lab's own certificate authority."""

import enum
import ssl
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

import trustme

_DAY: Final = timedelta(days=1)


class Certificate(enum.Enum):
    """What the certificate of a server is like."""

    VALID = enum.auto()
    EXPIRED = enum.auto()


class Authority:
    """A private CA, made anew for each lab."""

    def __init__(self) -> None:
        """Make the CA's key and certificate."""
        self._ca = trustme.CA(organization_name="Campaign tracking lab")

    def write(self, path: Path) -> None:
        """Write the CA's certificate, for whoever is to trust it."""
        self._ca.cert_pem.write_to_path(str(path))

    def server_context(
        self, hosts: Iterable[str], kind: Certificate = Certificate.VALID
    ) -> ssl.SSLContext:
        """Return a context whose certificate is for these hosts."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        ended = datetime.now(UTC) - _DAY if kind is Certificate.EXPIRED else None
        began = ended - _DAY if ended else None
        issued = self._ca.issue_cert(*hosts, not_before=began, not_after=ended)
        issued.configure_cert(context)
        return context

    def client_context(self) -> ssl.SSLContext:
        """Return a context that trusts this CA and no other."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        self._ca.configure_trust(context)
        return context

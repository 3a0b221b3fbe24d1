"""The lab's own certificate authority."""

import ssl
from collections.abc import Iterable
from pathlib import Path

import trustme


class Authority:
    """A private CA, made anew for each lab."""

    def __init__(self) -> None:
        """Make the CA's key and certificate."""
        self._ca = trustme.CA(organization_name="Campaign tracking lab")

    def write(self, path: Path) -> None:
        """Write the CA's certificate, for whoever is to trust it."""
        self._ca.cert_pem.write_to_path(str(path))

    def server_context(self, hosts: Iterable[str]) -> ssl.SSLContext:
        """Return a context whose certificate is for these hosts."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self._ca.issue_cert(*hosts).configure_cert(context)
        return context

    def client_context(self) -> ssl.SSLContext:
        """Return a context that trusts this CA and no other."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        self._ca.configure_trust(context)
        return context

"""A TLS handshake, and the certificate that was shown in it, trusted or not."""

import itertools
import socket
import ssl
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from cryptography import x509
from cryptography.x509.oid import NameOID

from campaign_tracking.redirection.endpoint import Tls
from campaign_tracking.redirection.silence import CERTIFICATE, silence_of, words_of

_Value = TypeVar("_Value")
MAX_NAMES = 100
MAX_NAME_CHARACTERS = 253


@dataclass(frozen=True, slots=True, kw_only=True)
class Certificate:
    """What a certificate says of itself.

    Attributes:
        subject: Its common name; empty if it has none.
        names: The names and addresses it is for.
        not_after: When it ends; None if it cannot be read.
    """

    subject: str = ""
    names: tuple[str, ...] = ()
    not_after: datetime | None = None


def shake_hands(
    connection: socket.socket, host: str, *, ssl_context: ssl.SSLContext, limit_s: float
) -> Tls:
    """Do the handshake that a mail client does for *host*; closes *connection*.

    If the certificate is not accepted, the same port is asked once more, without a look at who
    answers, for the certificate alone: its owner wants to know which one it is.
    """
    started = time.perf_counter()
    certificate, peer, protocol, silence, words = Certificate(), ("", 0), "", None, ""
    try:
        peer = connection.getpeername()[:2]
        protocol, certificate = _shake(connection, host, ssl_context, limit_s)
    except OSError as error:
        silence, words = silence_of(error), words_of(error)
    elapsed_s = time.perf_counter() - started
    if silence in CERTIFICATE:
        certificate = shown_certificate(peer, host, limit_s=limit_s)
    return Tls(
        trusted=silence is None,
        silence=silence,
        words=words,
        protocol=protocol,
        subject=certificate.subject,
        names=certificate.names,
        not_after=certificate.not_after,
        elapsed_s=elapsed_s,
    )


def shown_certificate(peer: tuple[str, int], host: str, *, limit_s: float) -> Certificate:
    """Return the certificate that *peer* shows, whoever vouches for it; nothing else is sent."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    with suppress(OSError):  # it was there a moment ago; then there is nothing to show
        connection = socket.create_connection(peer, timeout=limit_s)
        return _shake(connection, host, context, limit_s)[1]
    return Certificate()


def read_certificate(der: bytes) -> Certificate:
    """Read a certificate; what cannot be read is left out."""
    certificate = _or_else(lambda: x509.load_der_x509_certificate(der), None)
    if certificate is None:
        return Certificate()
    return Certificate(
        subject=_or_else(lambda: _subject(certificate), ""),
        names=_or_else(lambda: _names(certificate), ()),
        not_after=_or_else(lambda: certificate.not_valid_after_utc, None),
    )


def _subject(certificate: x509.Certificate) -> str:
    common_names = certificate.subject.get_attributes_for_oid(NameOID.COMMON_NAME)
    return str(common_names[0].value)[:MAX_NAME_CHARACTERS] if common_names else ""


def _names(certificate: x509.Certificate) -> tuple[str, ...]:
    found = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    names = (
        str(name.value)[:MAX_NAME_CHARACTERS]
        for name in found
        if isinstance(name, x509.DNSName | x509.IPAddress)
    )
    return tuple(itertools.islice(names, MAX_NAMES))


def _or_else(read: Callable[[], _Value], otherwise: _Value) -> _Value:
    try:
        return read()
    except Exception:  # noqa: BLE001  (a certificate can be wrong in more ways than the library lists)
        return otherwise


def _shake(
    connection: socket.socket, host: str, context: ssl.SSLContext, limit_s: float
) -> tuple[str, Certificate]:
    with connection:
        connection.settimeout(limit_s)  # a limit for the whole handshake
        with context.wrap_socket(connection, server_hostname=host) as secured:
            der = secured.getpeercert(binary_form=True)
            return secured.version() or "", read_certificate(der or b"")

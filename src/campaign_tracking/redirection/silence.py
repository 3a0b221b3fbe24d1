"""Why a server gave no answer to look at, and how the network words it."""

import enum
import errno
import socket
import ssl
from collections.abc import Iterator

import httpx

MAX_WORDS = 300


class Silence(enum.StrEnum):
    """Why there is no answer: what somebody must look at first."""

    NAME_NOT_FOUND = "name not found"
    RESOLVER_FAILED = "name service failed"
    REFUSED = "refused"
    TIMED_OUT = "timed out"
    UNREACHABLE = "unreachable"
    NOT_CONNECTED = "not connected"  # none of the above
    BROKEN_OFF = "broken off"
    NOT_TLS = "not TLS"
    TLS_REFUSED = "TLS refused"
    CERTIFICATE_EXPIRED = "certificate expired"
    CERTIFICATE_NOT_YET_VALID = "certificate not yet valid"
    CERTIFICATE_WRONG_NAME = "certificate of another name"
    CERTIFICATE_UNKNOWN_CA = "certificate of an unknown authority"
    CERTIFICATE_REFUSED = "certificate not accepted"  # none of the above
    NOT_HTTP = "not HTTP"
    PROXY_FAILED = "proxy failed"
    NOT_ASKABLE = "not a URL to ask"


CERTIFICATE = frozenset(
    {
        Silence.CERTIFICATE_EXPIRED,
        Silence.CERTIFICATE_NOT_YET_VALID,
        Silence.CERTIFICATE_WRONG_NAME,
        Silence.CERTIFICATE_UNKNOWN_CA,
        Silence.CERTIFICATE_REFUSED,
    }
)
_BY_ERRNO = {
    errno.ECONNREFUSED: Silence.REFUSED,
    errno.ETIMEDOUT: Silence.TIMED_OUT,
    errno.ENETUNREACH: Silence.UNREACHABLE,
    errno.EHOSTUNREACH: Silence.UNREACHABLE,
    errno.ENETDOWN: Silence.UNREACHABLE,
    errno.EHOSTDOWN: Silence.UNREACHABLE,
    errno.EADDRNOTAVAIL: Silence.UNREACHABLE,
}
_NO_NAME = {socket.EAI_NONAME, getattr(socket, "EAI_NODATA", None)}  # not on every system
# X509_V_ERR_… of OpenSSL's x509_vfy.h.
_BY_VERIFY_CODE = {
    9: Silence.CERTIFICATE_NOT_YET_VALID,
    10: Silence.CERTIFICATE_EXPIRED,
    18: Silence.CERTIFICATE_UNKNOWN_CA,  # signed by itself
    19: Silence.CERTIFICATE_UNKNOWN_CA,  # ends in an authority that we do not know
    20: Silence.CERTIFICATE_UNKNOWN_CA,
    21: Silence.CERTIFICATE_UNKNOWN_CA,
    62: Silence.CERTIFICATE_WRONG_NAME,
    64: Silence.CERTIFICATE_WRONG_NAME,  # likewise, of an address
}
# How OpenSSL puts it that the first bytes are no TLS record; they differ with its version.
_NOT_TLS = {
    "HTTP_REQUEST",
    "PACKET_LENGTH_TOO_LONG",
    "RECORD_LAYER_FAILURE",
    "UNKNOWN_PROTOCOL",
    "WRONG_VERSION_NUMBER",
}


def words_of(error: BaseException) -> str:
    """Return what *error* says, on one line and bounded: a server may have a hand in it."""
    said = " ".join(f"{type(error).__name__}: {error}".split())
    return "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in said)[:MAX_WORDS]


def silence_of(error: OSError | httpx.RequestError | httpx.InvalidURL) -> Silence:
    """Say why there was no answer, from what the network raised."""
    match error:
        case httpx.TimeoutException():
            return Silence.TIMED_OUT
        case httpx.ProxyError():
            return Silence.PROXY_FAILED
        case httpx.ConnectError():
            causes = (cause for cause in _causes(error) if isinstance(cause, OSError))
            return next(map(_of_system, causes), Silence.NOT_CONNECTED)
        case httpx.RemoteProtocolError() if "disconnected" not in str(error):
            return Silence.NOT_HTTP
        case httpx.InvalidURL() | httpx.UnsupportedProtocol() | httpx.LocalProtocolError():
            return Silence.NOT_ASKABLE
        case _:
            return _of_system(error) if isinstance(error, OSError) else Silence.BROKEN_OFF


def _of_system(error: OSError) -> Silence:
    match error:
        case ssl.SSLError():
            return _of_tls(error)
        case TimeoutError():
            return Silence.TIMED_OUT
        case ConnectionResetError() | ConnectionAbortedError() | BrokenPipeError():
            return Silence.BROKEN_OFF  # with or without a number
        case socket.gaierror():
            return Silence.NAME_NOT_FOUND if error.errno in _NO_NAME else Silence.RESOLVER_FAILED
        case _:
            return _BY_ERRNO.get(error.errno or 0, Silence.NOT_CONNECTED)


def _of_tls(error: ssl.SSLError) -> Silence:
    match error:
        case ssl.SSLCertVerificationError():
            return _BY_VERIFY_CODE.get(error.verify_code, Silence.CERTIFICATE_REFUSED)
        case ssl.SSLEOFError() | ssl.SSLZeroReturnError():
            return Silence.BROKEN_OFF
        case _ if error.reason in _NOT_TLS:
            return Silence.NOT_TLS
        case _:
            return Silence.TLS_REFUSED


def _causes(error: BaseException) -> Iterator[BaseException]:
    cause: BaseException | None = error
    while cause is not None:
        yield cause
        cause = cause.__cause__ or cause.__context__

"""Loopback addresses, each tracking server with one of its own, and their sockets."""

import logging
import socket
from dataclasses import dataclass

FIRST_HOST = 11
_LAST_HOST = 240
APPLICATION_HOST = "127.0.0.1"
MID_HOST = "127.0.0.2"
BALANCER_HOST = "127.1.0.1"  # outside of NEAR: no zone may trust a reverse proxy's address
STRANGER_HOST = "127.0.0.252"
NEAR = "127.0.0.0/16"  # all others are in it

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ports:
    """Two bound sockets on one address: nobody else can take them, and nobody listens yet."""

    plain: socket.socket
    secure: socket.socket

    @property
    def address(self) -> str:
        """The address that both have."""
        return str(self.plain.getsockname()[0])

    @property
    def plain_url(self) -> str:
        """Its http address."""
        return f"http://{_authority(self.plain)}"

    @property
    def secure_url(self) -> str:
        """Its https address."""
        return f"https://{_authority(self.secure)}"

    def close(self) -> None:
        """Give both back."""
        self.plain.close()
        self.secure.close()


def tracking_host(number: int) -> str:
    """Return the address of tracking server *number*, counted from 1, which has 127.0.0.11."""
    row, place = divmod(number - 1 + FIRST_HOST, _LAST_HOST)
    return f"127.0.{row}.{place + (1 if row else 0)}"


def bind_tracking(number: int) -> Ports:
    """Return the ports of a tracking server; on 127.0.0.1 where its own address cannot be bound."""
    return _bind_or_fall_back(f"tracking server {number}", tracking_host(number))


def bind_mid() -> Ports:
    """Return the ports of the mid; on 127.0.0.1 where its own address cannot be bound."""
    return _bind_or_fall_back("mid-sourcing server", MID_HOST)


def bind_balancer() -> Ports:
    """Return the ports of the balancer; on 127.0.0.1 where its own address cannot be bound."""
    return _bind_or_fall_back("balancer", BALANCER_HOST)


def bind_stranger() -> Ports:
    """Return the ports of another platform's tracking server; likewise."""
    return _bind_or_fall_back("another platform's tracking server", STRANGER_HOST)


def _bind_or_fall_back(server: str, host: str) -> Ports:
    try:
        return bind(host)
    except OSError as error:
        _log.warning(
            "%s has no %s on this machine (%s); it is on %s instead",
            server,
            host,
            error.strerror,
            APPLICATION_HOST,
        )
        return bind(APPLICATION_HOST)


def bind(host: str) -> Ports:
    """Return two free ports of *host*, bound."""
    plain = _bound(host)
    try:
        return Ports(plain=plain, secure=_bound(host))
    except OSError:
        plain.close()
        raise


def _bound(host: str) -> socket.socket:
    bound = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    try:
        bound.bind((host, 0))
    except OSError:
        bound.close()
        raise
    return bound


def _authority(bound: socket.socket) -> str:
    host, port = bound.getsockname()
    return f"{host}:{port}"

"""Names, routes and ports: what is seen before a server says a word."""

import socket
import time
from contextlib import suppress

from campaign_tracking.deadline import within
from campaign_tracking.redirection.endpoint import Name, Tcp
from campaign_tracking.redirection.silence import Silence, silence_of, words_of

MAX_ADDRESSES = 64  # more behind one name is a joke at our expense


def resolve(host: str, *, limit_s: float) -> Name:
    """Ask the system's resolver for the addresses of *host*; one that hangs is left behind."""
    started = time.perf_counter()
    addresses: tuple[str, ...] = ()
    silence, words = None, ""
    try:
        found = within(limit_s, lambda: socket.getaddrinfo(host, None, type=socket.SOCK_STREAM))
        addresses = tuple(dict.fromkeys(str(entry[4][0]) for entry in found))[:MAX_ADDRESSES]
    except OSError as error:
        silence, words = silence_of(error), words_of(error)
    except UnicodeError as error:  # a label that is empty or too long
        silence, words = Silence.NAME_NOT_FOUND, words_of(error)
    return Name(
        addresses=addresses,
        silence=silence,
        words=words,
        elapsed_s=time.perf_counter() - started,
    )


def has_route(ip: str) -> bool:
    """Tell whether this machine knows a way to *ip*; sends nothing."""
    family = socket.AF_INET6 if ":" in ip else socket.AF_INET
    with suppress(OSError), socket.socket(family, socket.SOCK_DGRAM) as probe:
        probe.connect((ip, 9))  # UDP: any port will do
        return True
    return False


def connect(ip: str, port: int, *, limit_s: float) -> tuple[Tcp, socket.socket | None]:
    """Connect to *port*; returns the connection, too, if there is one. Close it."""
    started = time.perf_counter()
    connection, silence, words = None, None, ""
    try:
        connection = socket.create_connection((ip, port), timeout=limit_s)
    except OSError as error:
        silence, words = silence_of(error), words_of(error)
    seen = Tcp(
        connected=connection is not None,
        silence=silence,
        words=words,
        elapsed_s=time.perf_counter() - started,
    )
    return seen, connection

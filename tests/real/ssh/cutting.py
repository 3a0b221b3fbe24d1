"""A way to a port on loopback that breaks off, as a network does."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

_LIMIT_S = 20.0


@contextmanager
def breaking_off(port: int, after_bytes: int) -> Iterator[int]:
    """Give a port that leads to *port*, and is cut once so many bytes came back through it."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(_LIMIT_S)
        worker = threading.Thread(target=_serve, args=(listener, port, after_bytes), daemon=True)
        worker.start()
        yield listener.getsockname()[1]
        with suppress(OSError):  # whoever waits for the next client waits no more
            listener.shutdown(socket.SHUT_RDWR)
        worker.join(_LIMIT_S)


@contextmanager
def never_answering() -> Iterator[int]:
    """Give a port that takes connections and says nothing."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield listener.getsockname()[1]


def _serve(listener: socket.socket, port: int, after_bytes: int) -> None:
    with suppress(OSError):
        while True:
            client, _ = listener.accept()
            with client, socket.create_connection(("127.0.0.1", port), _LIMIT_S) as server:
                sender = threading.Thread(target=_copy, args=(client, server), daemon=True)
                sender.start()
                _copy(server, client, after_bytes)
                for end in (client, server):
                    with suppress(OSError):
                        end.shutdown(socket.SHUT_RDWR)
                sender.join(_LIMIT_S)


def _copy(source: socket.socket, target: socket.socket, most_bytes: int = 1 << 62) -> None:
    with suppress(OSError):
        while most_bytes > 0 and (data := source.recv(min(65_536, most_bytes))):
            target.sendall(data)
            most_bytes -= len(data)

"""Ports from which nothing comes back, as behind a firewall that drops what it does not let pass.

The kernel takes as many connections as nobody has accepted yet, and then drops further attempts.
"""

import socket
from collections.abc import Iterator
from typing import Final

_MOST: Final = 16  # kernels round the length of the queue
_LIMIT_S: Final = 0.2


def fall_silent(bound: socket.socket) -> Iterator[socket.socket]:
    """Listen, and never accept; yield what fills the queue, to be closed in the end."""
    bound.listen(0)
    for _ in range(_MOST):
        waiting = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        waiting.settimeout(_LIMIT_S)
        yield waiting
        try:
            waiting.connect(bound.getsockname())
        except TimeoutError:
            return

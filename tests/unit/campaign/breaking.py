"""A connection that is broken off, as the client sees it."""

import http.client

import requests
from urllib3.exceptions import ProtocolError

WORDS = "ConnectionError: Remote end closed connection without response"


def broken_off() -> requests.ConnectionError:
    """Return what requests raises when a server hangs up without an answer."""
    cause = http.client.RemoteDisconnected("Remote end closed connection without response")
    return requests.ConnectionError(ProtocolError("Connection aborted.", cause))


def reset() -> requests.ConnectionError:
    """Return what it raises when the connection is reset."""
    cause = ConnectionResetError(104, "Connection reset by peer")
    return requests.ConnectionError(ProtocolError("Connection aborted.", cause))

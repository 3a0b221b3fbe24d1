"""What is wrong with a tracking server, in words that name the address."""

from collections.abc import Callable

from campaign_tracking.redirection.endpoint import Address, Endpoint


def wrong(server: Endpoint, find: Callable[[Address], str]) -> str:
    """Return what *find* finds wrong with the server's addresses; empty if nothing at any.

    A server without an address to look at is never fine.
    """
    if not server.addresses:
        return f"{server.url}: there is no address to ask"
    several = len(server.addresses) > 1
    found = [
        f"{address.ip}: {words}" if several and address.ip else words
        for address in server.addresses
        if (words := find(address))
    ]
    return f"{server.url}: {'; '.join(found)}" if found else ""

"""Step 1: the way to the tracking servers is open: names, ports, certificates.

Every link in every mail ever sent leads there, so look here first. Nothing in this step writes,
sends, or logs on; each address is asked once.
"""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta

import pytest

from campaign_tracking.environment import Environment
from campaign_tracking.judgement import NotApplicable, explained_by
from campaign_tracking.redirection.endpoint import Address, Endpoint
from campaign_tracking.redirection.wording import wrong
from campaign_tracking.rules import rule

pytestmark = pytest.mark.connectivity


def earlier_on_the_same_machine(server: Endpoint, servers: Mapping[str, Endpoint]) -> Iterator[str]:
    """Name the servers asked before this one that fail at an address of its own, in its way."""

    def closed(asked: Endpoint) -> set[tuple[str, str]]:
        tcps = [(address.ip, address.tcp) for address in asked.addresses]
        return {(ip, tcp.silence) for ip, tcp in tcps if tcp and tcp.silence}

    for id_, other in servers.items():
        if id_ == server.id:
            return
        if closed(server) and closed(server) <= closed(other):
            yield id_


def earlier_of_the_same_name(server: Endpoint, servers: Mapping[str, Endpoint]) -> Iterator[str]:
    """Name the servers asked before this one whose URL has the same host."""
    for id_, other in servers.items():
        if id_ == server.id:
            return
        if other.host == server.host:
            yield id_


def a_certificate_can_be_seen(server: Endpoint) -> None:
    """Leave the check if there is none to see."""
    if server.scheme == "http":
        raise NotApplicable("an http URL has no certificate")
    if server.proxied:
        raise NotApplicable("asked through the proxy")


@explained_by(of=earlier_of_the_same_name)
def test_name_resolves(server: Endpoint) -> None:
    """The tracking server's name leads to an address that this machine has a route to.

    If it fails: whoever runs the DNS adds or corrects the name. An internal name must also resolve
    on the application server; ask there, too.
    """
    if server.proxied or server.name is None:
        raise NotApplicable("the proxy resolves the name")

    words = server.name.words or "no route from here to " + ", ".join(server.without_route)
    assert server.addresses, f"{server.host}: {words}"


@rule(
    "R-02",
    reads="a connection to each URL's port, from here",
    why="recipients and the application server reach no web server there",
    source="network-configuration.md",
)
@explained_by(of=earlier_on_the_same_machine)
@explained_by(test_name_resolves)
def test_port_opens(server: Endpoint) -> None:
    """The tracking server's port accepts connections on every address of its name.

    If it fails: refused means that the web server is not started there: the server administrator
    starts it. Timed out means that a firewall or a route is in the way: the network team opens it.
    """
    if server.proxied:
        raise NotApplicable("asked through the proxy")

    def closed(address: Address) -> str:
        tcp = address.tcp
        return f"port {address.port}: {tcp.silence} ({tcp.words})" if tcp and tcp.silence else ""

    assert not wrong(server, closed), wrong(server, closed)


@rule(
    "R-17",
    reads="the certificate that each https URL shows",
    why="readers see a warning instead of the page; the application server refuses to upload",
    source="deploying-an-instance.md",
)
@explained_by(test_port_opens)
def test_certificate_is_trusted(server: Endpoint) -> None:
    """The certificate is valid for the tracking server's name, by an authority that we trust.

    If it fails: the server administrator installs a valid certificate with its whole chain; where
    Adobe hosts the server, renew it in the Control Panel. A private authority is declared as
    [campaign] ca_file.
    """
    a_certificate_can_be_seen(server)

    def untrusted(address: Address) -> str:
        if address.tls is None:
            return "no TLS was spoken"
        return f"{address.tls.silence} ({address.tls.words})" if address.tls.silence else ""

    assert not wrong(server, untrusted), wrong(server, untrusted)


@rule(
    "R-17",
    reads="the end of the certificate",
    why="on that day every secure link in every mail shows a warning",
    source="deploying-an-instance.md",
)
@explained_by(test_certificate_is_trusted)
def test_certificate_stays_valid(server: Endpoint, environment: Environment) -> None:
    """The certificate stays valid for the declared number of days.

    If it fails: whoever renews certificates does so now; on the day it ends, every secure link in
    every mail ever sent shows a warning.
    """
    a_certificate_can_be_seen(server)
    days = environment.limits.certificate_days
    soon = datetime.now(UTC) + timedelta(days=days)

    def ends_soon(address: Address) -> str:
        end = address.tls.not_after if address.tls else None
        if end is None:
            return "no certificate was shown"
        return f"the certificate ends {end:%Y-%m-%d}, within {days} days" if end < soon else ""

    assert not wrong(server, ends_soon), wrong(server, ends_soon)

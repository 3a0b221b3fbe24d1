"""Step 1: the tracking servers answer.

Every link in every mail ever sent leads here, so look here first. Nothing in this step writes,
sends, or logs on; each address is asked once.
"""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta

import pytest

from campaign_tracking.environment import Environment
from campaign_tracking.judgement import NotApplicable, explained_by
from campaign_tracking.redirection.endpoint import Address, Endpoint
from campaign_tracking.redirection.wording import wrong

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


def r_test_is_served(server: Endpoint) -> None:
    """Leave the check if the URL leads to Tomcat, which does not serve ``/r/test`` (R-11)."""
    if server.leads_to_tomcat:
        raise NotApplicable("this URL leads to Tomcat, which does not serve /r/test")


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


@explained_by(test_certificate_is_trusted, test_port_opens)
def test_it_redirects_nowhere_else(server: Endpoint) -> None:
    """The URL redirects nowhere, or to the same path on the declared secure URL.

    If it fails: the server administrator takes the redirect away, or the secure URL that it leads
    to is declared as [tracking] secure_url.
    """
    r_test_is_served(server)
    if all(address.rtest is None or address.rtest.silence for address in server.addresses):
        raise NotApplicable("there is no answer to /r/test that could redirect")

    def foreign(address: Address) -> str:
        rtest = address.rtest
        elsewhere = rtest and rtest.redirected_to and not rtest.location_followed
        return f"/r/test redirects to {rtest.redirected_to}" if rtest and elsewhere else ""

    assert not wrong(server, foreign), wrong(server, foreign)


@explained_by(test_it_redirects_nowhere_else, test_certificate_is_trusted, test_port_opens)
def test_redirection_module_answers(server: Endpoint) -> None:
    """``/r/test`` is answered by Campaign's redirection module, not by something in front of it.

    If it fails: the administrator of the web server looks at how the module is loaded
    (requesthandler24_module, or the ISAPI filter) and restarts the web server. A login page or a
    page of a proxy means that the address is the wrong one.
    """
    r_test_is_served(server)

    def other(address: Address) -> str:
        rtest = address.rtest
        if rtest is None:
            return "it was not asked"
        if rtest.silence:
            return f"no answer to /r/test: {rtest.silence} ({rtest.words})"
        return "" if rtest.redir else f"/r/test: HTTP {rtest.status_code}, {rtest.text[:120]!r}"

    assert not wrong(server, other), wrong(server, other)


@explained_by(test_redirection_module_answers)
def test_redirection_is_ok(server: Endpoint) -> None:
    """The redirection module says that its status is OK.

    If it fails: the Campaign administrator reads the module's log, webmdl.log, on that server.
    """
    r_test_is_served(server)

    def ill(address: Address) -> str:
        status = address.rtest.status if address.rtest else ""
        return "" if status == "OK" else f"expected status OK, got {status or 'none'!r}"

    assert not wrong(server, ill), wrong(server, ill)


@explained_by(test_redirection_module_answers)
def test_clock_is_right(server: Endpoint, environment: Environment) -> None:
    """The tracking server's clock is right: clicks carry its time.

    If it fails: whoever runs the machine looks at its time service (NTP).
    """
    r_test_is_served(server)
    rtests = [address.rtest for address in server.addresses if address.rtest]
    if rtests and all(rtest.redir and rtest.clock_ahead_s is None for rtest in rtests):
        raise NotApplicable("the server names no time zone to compare with")
    limit_s = environment.limits.clock_skew

    def skewed(address: Address) -> str:
        ahead_s = address.rtest.clock_ahead_s if address.rtest else None
        if ahead_s is None:
            return "it told no time"
        return f"off by {ahead_s:+.0f} s, at most {limit_s:.0f}" if abs(ahead_s) > limit_s else ""

    assert not wrong(server, skewed), wrong(server, skewed)


@explained_by(test_certificate_is_trusted, test_port_opens)
def test_soap_router_answers(server: Endpoint) -> None:
    """Where the URL leads to Tomcat, its SOAP router answers.

    If it fails: the server administrator starts Campaign's web process (nlserver start web) and
    sees to it that it starts by itself (autoStart in config-default.xml).
    """
    if not server.leads_to_tomcat:
        raise NotApplicable("this URL leads to a web server: /r/test is asked")

    def mute(address: Address) -> str:
        answer = address.soap_router
        if answer is None or answer.silence:
            return f"no answer: {answer.silence if answer else 'it was not asked'}"
        is_router = answer.is_soap_router
        return "" if is_router else f"HTTP {answer.status_code}, {answer.text[:120]!r}"

    assert not wrong(server, mute), wrong(server, mute)


@pytest.mark.stage("internal connectivity")
@explained_by(test_redirection_module_answers)
def test_all_servers_run_the_same_build(servers: Mapping[str, Endpoint]) -> None:
    """All tracking servers that tell their build run the same one (R-09).

    If it fails: an upgrade was not finished. The server administrator upgrades the others; the
    documented order is tracking servers first. A web server has to be stopped and started
    before it uses the new library.
    """
    unheard = [
        id_
        for id_, server in servers.items()
        if not server.leads_to_tomcat
        and not any(address.rtest and address.rtest.redir for address in server.addresses)
    ]
    answers = [
        (id_, address.rtest)
        for id_, server in servers.items()
        for address in server.addresses
        if address.rtest
    ]
    builds = {rtest.build: id_ for id_, rtest in answers if rtest.build}
    versions = {rtest.version: id_ for id_, rtest in answers if rtest.version}
    if not (builds or versions or unheard):
        raise NotApplicable("no server tells its build to a caller from here")

    differing = builds if len(builds) > 1 else versions if len(versions) > 1 else {}
    told = ", ".join(f"{id_} {number}" for number, id_ in differing.items())
    assert not unheard, f"nothing was heard from {', '.join(unheard)}"
    assert not differing, f"builds differ: {told}"

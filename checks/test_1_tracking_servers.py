"""Step 1, from outside: what answers at the tracking servers is Campaign's redirection.

Nothing here writes, sends, or logs on; each address is asked once.
"""

from collections.abc import Mapping

import pytest

from campaign_tracking.environment import Environment
from campaign_tracking.judgement import NotApplicable, explained_by
from campaign_tracking.redirection.endpoint import Address, Endpoint
from campaign_tracking.redirection.wording import wrong
from campaign_tracking.rules import rule
from checks import test_1_network as network
from checks import test_1_server_files as files
from checks import test_1_server_processes as processes
from checks import test_1_server_redirection as redirection
from checks import test_1_servers_alike as alike

pytestmark = pytest.mark.connectivity


def r_test_is_served(server: Endpoint) -> None:
    """Leave the check if the URL leads to Tomcat, which does not serve ``/r/test`` (R-11)."""
    if server.leads_to_tomcat:
        raise NotApplicable("this URL leads to Tomcat, which does not serve /r/test")


@explained_by(network.test_certificate_is_trusted, network.test_port_opens)
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


@rule(
    "R-05",
    reads="/r/test",
    why="a web server without the module knows no link",
    source="failure-to-connect.md",
)
@explained_by(
    test_it_redirects_nowhere_else, network.test_certificate_is_trusted, network.test_port_opens
)
@explained_by(
    redirection.test_redirection_is_started,
    redirection.test_redirection_runs_in_the_web_server,
    files.test_files_are_well_formed,
    needed=False,
)
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


@rule(
    "R-05",
    reads="/r/test: status",
    why="the module itself says that it is not well",
    source="monitoring-processes.md",
)
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


@rule(
    "R-11",
    reads="soaprouter.jsp on Tomcat's port",
    why="Tomcat takes the uploads there; it does not serve /r/test",
    source="SDK",
)
@explained_by(network.test_certificate_is_trusted, network.test_port_opens)
@explained_by(
    files.test_web_process_is_enabled,
    files.test_tomcat_has_one_port,
    processes.test_processes_run,
    files.test_files_are_well_formed,
    needed=False,
)
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


@rule(
    "R-09",
    reads="/r/test: build, version",
    why="an upgrade that stopped half way",
    source="introduction.md",
)
@pytest.mark.stage("internal connectivity")
@explained_by(alike.test_servers_tell_the_same_build, needed=False)
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

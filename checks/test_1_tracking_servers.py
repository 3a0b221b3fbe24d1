"""Step 1, from outside: what answers at the tracking servers is Campaign's redirection.

Nothing here writes, sends, or logs on; each address is asked once, and twice more if it was slow.
"""

from collections.abc import Iterator, Mapping

import pytest

from campaign_tracking.environment import RESERVED_IDS, Environment
from campaign_tracking.judgement import NotApplicable, explained_by
from campaign_tracking.redirection.endpoint import Address, Endpoint
from campaign_tracking.redirection.soap_router import SoapRouterAnswer
from campaign_tracking.redirection.wording import wrong
from campaign_tracking.rules import rule
from campaign_tracking.server_files import loaded_builds
from campaign_tracking.server_files.machine import Machine
from campaign_tracking.urls import netloc
from checks import test_1_network as network
from checks import test_1_server_files as files
from checks import test_1_server_processes as processes
from checks import test_1_server_redirection as redirection
from checks import test_1_servers_alike as alike

pytestmark = pytest.mark.connectivity


def on_the_same_machine(server: Endpoint, servers: Mapping[str, Endpoint]) -> Iterator[str]:
    """Name the server; of an external URL also the servers that have an address of it."""
    yield server.id
    own = {address.ip for address in server.addresses}
    for id_, other in servers.items():
        if server.id in RESERVED_IDS and own & {address.ip for address in other.addresses}:
            yield id_


def that_tell_the_same_clock(server: Endpoint, servers: Mapping[str, Endpoint]) -> Iterator[str]:
    """Name the servers behind a public name, then the other public name of the same host."""
    if server.id in RESERVED_IDS:
        yield from (id_ for id_ in servers if id_ not in RESERVED_IDS)
        yield from network.earlier_of_the_same_name(server, servers)


def earlier_without_the_module(server: Endpoint, servers: Mapping[str, Endpoint]) -> Iterator[str]:
    """Name the servers asked before this one, at an address of its own, that have no module."""
    own = {address.ip for address in server.addresses}
    for id_, other in servers.items():
        if id_ == server.id:
            return
        pages = [each.rtest for each in other.addresses if each.ip in own and each.rtest]
        if any(not page.redir and page.silence is None for page in pages):
            yield id_


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
    of=on_the_same_machine,
    needed=False,
)
@explained_by(of=earlier_without_the_module)
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


def earlier_as_slow(server: Endpoint, servers: Mapping[str, Endpoint]) -> Iterator[str]:
    """Name the servers asked before this one that have all its addresses."""
    own = {address.ip for address in server.addresses}
    for id_, other in servers.items():
        if id_ == server.id:
            return
        if own <= {address.ip for address in other.addresses}:
            yield id_


@explained_by(test_redirection_module_answers)
@explained_by(of=earlier_as_slow)
def test_it_answers_in_time(server: Endpoint, environment: Environment) -> None:
    """The tracking server does not take seconds for ``/r/test``, three times of three.

    If it fails: the server administrator looks at the load of that machine, and the network
    administrator at the way there; uploads take as long, and fail now and then.
    """
    r_test_is_served(server)
    limit_s = environment.limits.slow_answer

    def slow(address: Address) -> str:
        rtest = address.rtest
        if rtest is None or rtest.silence:
            return "there was no answer to time"
        told = f"/r/test took {rtest.always_s:.1f} s or more each time, at most {limit_s:g}"
        return told if rtest.further_s and rtest.always_s > limit_s else ""

    assert not wrong(server, slow), wrong(server, slow)


@rule(
    "R-07",
    reads="/r/test: host, instance",
    why="an instance is selected by the host name: without it no link is known",
    source="creating-an-instance-and-logging-on.md",
)
@explained_by(of=network.earlier_of_the_same_name)
@explained_by(test_redirection_module_answers)
def test_public_name_gets_through(server: Endpoint) -> None:
    """The server is asked by the name in the URL, or by another that selects an instance, too.

    If it fails: whoever runs the balancer or reverse proxy has it pass on the original Host header.
    """
    r_test_is_served(server)
    rtests = [address.rtest for address in server.addresses if address.rtest]
    if rtests and all(rtest.redir and not rtest.host for rtest in rtests):
        raise NotApplicable("the server does not tell by which name it was asked")

    def lost(address: Address) -> str:
        rtest = address.rtest
        if rtest is None or not rtest.redir:
            return "it was not asked"
        if not rtest.is_lost_under_another_name(server.url):
            return ""
        asked = netloc(server.url)
        return f"/r/test: asked as {asked}, it was told {rtest.host}, which selects no instance"

    assert not wrong(server, lost), wrong(server, lost)


@explained_by(of=that_tell_the_same_clock)
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


SERVER_ERROR = 500


@explained_by(network.test_certificate_is_trusted, network.test_port_opens)
@explained_by(
    files.test_web_process_is_enabled,
    files.test_tomcat_has_one_port,
    processes.test_processes_run,
    files.test_files_are_well_formed,
    needed=False,
)
def test_upload_page_is_served(server: Endpoint, environment: Environment) -> None:
    """Behind the web server of an internal URL, Tomcat serves soaprouter.jsp, which takes uploads.

    If it fails: the server administrator looks at Campaign's web process there: does it run, and
    has it a thread left (web/@MaxThreads)? Without one it answers nobody until its load is gone.
    """
    if server.id not in environment.tracking.internal_urls:
        raise NotApplicable("uploads go to the internal URLs")
    if server.leads_to_tomcat:
        raise NotApplicable("this URL leads to Tomcat: see test_soap_router_answers")
    answers = [address.soap_router for address in server.addresses if address.soap_router]
    codes = [answer.status_code or 0 for answer in answers if not answer.silence]
    if answers and len(codes) == len(answers) and not any(map(_is_served_or_broken, answers)):
        told = ", ".join(f"HTTP {code}" for code in codes)
        raise NotApplicable(f"this machine is not let in there ({told})")

    def mute(address: Address) -> str:
        answer = address.soap_router
        if answer is None or answer.silence:
            return f"soaprouter.jsp: {answer.silence if answer else 'it was not asked'}"
        broken = not answer.is_soap_router and (answer.status_code or 0) >= SERVER_ERROR
        return f"soaprouter.jsp: HTTP {answer.status_code}" if broken else ""

    assert not wrong(server, mute), wrong(server, mute)


def _is_served_or_broken(answer: SoapRouterAnswer) -> bool:
    return answer.is_soap_router or (answer.status_code or 0) >= SERVER_ERROR


@rule(
    "R-09",
    reads="/r/test: build; the banner of nlserver pdump on the same server",
    why="the web server was not stopped and started after an upgrade: it runs the old library",
    source="upgrading.md",
)
@pytest.mark.stage("server files")
@explained_by(alike.test_servers_tell_the_same_build, *files.READ)
@explained_by(test_redirection_module_answers, needed=False)
def test_web_servers_run_the_installed_build(
    servers: Mapping[str, Endpoint], machines: Mapping[str, Machine]
) -> None:
    """Each web server runs the build of the redirection module that is installed there.

    If it fails: the server administrator stops the web server there, several times if need be, and
    starts it again: it uses the new library only then.
    """
    told = loaded_builds.told_twice(servers, machines)
    unread = alike.unread(list(machines.values()))
    if not (told or unread):
        raise NotApplicable("no server tells both builds")
    old = [each for each in told if each.runs != each.installed]

    assert not unread, f"not read: {unread}"
    assert not old, "; ".join(
        f"{each.server}: /r/test tells build {each.runs}, nlserver build {each.installed}"
        for each in old
    )


@rule(
    "R-09",
    reads="/r/test: build, version",
    why="an upgrade that stopped half way",
    source="introduction.md",
)
@pytest.mark.stage("internal connectivity")
@explained_by(
    alike.test_servers_tell_the_same_build, test_web_servers_run_the_installed_build, needed=False
)
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

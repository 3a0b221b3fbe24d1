"""What connections tell, and what the delivery log leaves open."""

from dataclasses import replace

import pytest

from campaign_tracking.diagnosis import diagnose
from campaign_tracking.diagnosis.owner import Owner
from campaign_tracking.diagnosis.upload import UPLOAD
from campaign_tracking.facts import Facts
from campaign_tracking.redirection.endpoint import Endpoint
from campaign_tracking.redirection.silence import Silence
from campaign_tracking.server_files.machine import Processes, Reach
from tests.unit.checks.healthy import (
    RTEST,
    SOAP_ROUTER,
    closed,
    options,
    server,
    servers,
)
from tests.unit.samples import (
    TRK1,
    TRK2,
    a_line,
    communication_failed,
    delivery,
    environment,
    wrong_configuration,
)
from tests.unit.server_files.platforms import standard

UNREACHABLE = ("tracking-host-unreachable",)
DOWN = ("one-tracking-server-down",)
WEB_SERVER = ("tracking-web-server-down",)
FINE = a_line(1, "DLV-490119 Analysis completed in 0s.")
ON_THE_SERVER = {
    *("tracking-web-process-down", "relay-denies-soaprouter", "zone-refuses-http"),
    "tomcat-port-changed-relay-not",
}
AFTER_ALL = (
    "tracking-host-unreachable",
    "tomcat-threads-exhausted",
    "tracking-server-slow",
    "restart-window",
)


def told(facts: Facts) -> list[tuple[tuple[str, ...], str, bool]]:
    """Return ids, subject, and whether it is sure, of what this part of the catalogue finds."""
    return [
        (known.id, sign.subject, sign.doubt is None)
        for known in UPLOAD
        for sign in known.find(facts)
    ]


def asked(*changed: Endpoint, **more: object) -> Facts:
    """Return what a run saw of the tracking servers, some of them changed."""
    facts = Facts(environment=environment(), servers=servers(*changed))
    return replace(facts, **more)  # type: ignore[arg-type]  # by name


@pytest.mark.parametrize("silence", [Silence.TIMED_OUT, Silence.UNREACHABLE])
def test_nothing_comes_back(silence: Silence) -> None:
    """Connections that time out are a matter of the network, unless the platform gets through."""
    lost = closed("trk2", silence)
    complaint = delivery(communication_failed(1, TRK2))

    assert told(asked(lost)) == [(UNREACHABLE, "trk2", True)]
    assert told(asked(lost, tracked=complaint)) == [(UNREACHABLE, "trk2", True)]
    assert told(asked(lost, tracked=delivery(FINE))) == [(UNREACHABLE, "trk2", False)]


def test_external_url_of_the_same_machine() -> None:
    """Of several URLs of one machine the first is named, as by the check that fails."""
    lost = [closed(id_, Silence.TIMED_OUT, ip=TRK1) for id_ in ("external", "trk1")]

    assert told(asked(*lost)) == [(UNREACHABLE, "external", True)]


def test_external_url_alone_is_out_of_reach() -> None:
    """An external URL that times out says nothing of the way from the application server."""
    assert told(asked(closed("external", Silence.TIMED_OUT))) == []


@pytest.mark.parametrize(
    ("trouble", "found"), [("timed out", True), ("no route to it", True), ("refused", False)]
)
def test_asked_from_the_application_server(trouble: str, *, found: bool) -> None:
    """What counts is whether the application server reaches it."""
    sample = standard()
    machines = sample.read()
    url = sample.environment.tracking.internal_urls["trk2"]
    app = replace(machines["app"], reached=(Reach(url=url, trouble=trouble),))
    facts = Facts(environment=sample.environment, machines={**machines, "app": app})

    assert told(facts) == ([(UNREACHABLE, "trk2", True)] if found else [])


def one_down(*, running: bool, alone: bool = False) -> Facts:
    """Return what a run saw of a server that refuses, and on which processes run, or do not."""
    sample = standard()
    machines = sample.read()
    last = machines["trk2"] if running else replace(machines["trk2"], processes=Processes())
    url = sample.environment.tracking.internal_urls["trk2"]
    refused = replace(closed("trk2", ip=last.address), url=url, host=last.address)
    others = {} if alone else servers()
    return Facts(
        environment=sample.environment,
        machines={**machines, "trk2": last},
        servers={**others, "trk2": refused},
    )


def test_one_server_is_down() -> None:
    """Nothing runs there, and others answer; if something runs, its web server alone is down."""
    assert told(one_down(running=False)) == [(DOWN, "trk2", True)]
    assert told(one_down(running=True)) == [(WEB_SERVER, "trk2", True)]


def test_no_other_answers() -> None:
    """Where no other server answers, it is not one of several."""
    assert told(one_down(running=False, alone=True)) == [(WEB_SERVER, "trk2", True)]


SLOW = replace(RTEST, elapsed_s=3.1, further_s=(4.0, 3.0))


def test_it_is_slow() -> None:
    """A machine that is slow each time is told of once, by the URL that was asked first."""
    slow = [server(id_, ip=TRK1, rtest=SLOW) for id_ in ("external", "trk1")]

    assert told(asked(*slow)) == [(("tracking-server-slow",), "external", True)]


@pytest.mark.parametrize("further_s", [(), (0.1, 3.0), (3.0, 2.0)])
def test_it_was_slow_once(further_s: tuple[float, ...]) -> None:
    """One quick answer, or none to compare with, and nothing is said."""
    assert told(asked(server("trk1", rtest=replace(SLOW, further_s=further_s)))) == []


HANGS = replace(SOAP_ROUTER, silence=Silence.TIMED_OUT, status_code=None)
NO_THREAD = ("tomcat-threads-exhausted",)


def test_tomcat_hangs() -> None:
    """A web server that is quick, and a page behind it that keeps everybody waiting."""
    hanging = server("trk2", soap_router=HANGS)

    assert told(asked(hanging)) == [(NO_THREAD, "trk2", False)]
    assert told(asked(server("trk2", soap_router=HANGS, rtest=SLOW))) != []
    assert told(asked(server("trk2", soap_router=replace(HANGS, silence=Silence.BROKEN_OFF)))) == []


@pytest.mark.parametrize(("web", "found"), [(True, True), (False, False)])
def test_tomcat_runs(*, web: bool, found: bool) -> None:
    """That the process runs tells a hanging Tomcat from one that is down."""
    sample = standard()
    machines = sample.read()
    processes = machines["trk2"].processes
    running = tuple(each for each in processes.running if web or each.name != "web")
    last = replace(machines["trk2"], processes=replace(processes, running=running))
    url = sample.environment.tracking.internal_urls["trk2"]
    facts = Facts(
        environment=sample.environment,
        machines={**machines, "trk2": last},
        servers={"trk2": server("trk2", url=url, soap_router=HANGS)},
    )

    assert ((NO_THREAD, "trk2", True) in told(facts)) is found


def hosted(*hosts: str, held: str) -> Facts:
    """Return what a run saw of a platform that Adobe hosts, whose log complains of *hosts*."""
    log = [communication_failed(number, host) for number, host in enumerate(hosts)]
    return Facts(
        environment=environment(
            hosting="adobe", tracking={"url": "http://t.example.com", "internal_reachable": False}
        ),
        options=options(NmsTracking_ServerUrlList=held),
        servers={"external": server("external")},
        tracked=delivery(*log),
    )


LISTED = "http://10.0.0.1,http://10.0.0.2"


@pytest.mark.parametrize(
    ("host", "without"),
    [
        ("10.0.0.2", {"internal-name-not-resolved"}),
        ("trk2.lan", set()),
    ],
)
def test_hosted_tie(host: str, without: set[str]) -> None:
    """Where nobody may ask, all that share the evidence are named, and support acts."""
    ((cause,), named) = diagnose(hosted(host, held=LISTED)), set()
    tls = {"internal-certificate-rejected", "internal-scheme-mismatch"}
    (every,) = (known.id for known in UPLOAD if len(known.id) > 2)  # noqa: PLR2004  (the tie)
    named = set(every) - without - tls

    assert set(cause.id) == named
    assert cause.likely
    assert cause.subject == host
    assert cause.owner == Owner.SUPPORT


def test_hosted_https() -> None:
    """Of an https URL the certificate is among them, and a zone that refuses http is not."""
    facts = hosted("10.0.0.2", held=LISTED)
    (line,) = facts.tracked.log if facts.tracked else ()
    https = replace(line, text=line.text.replace("http:", "https:"))

    (cause,) = diagnose(replace(facts, tracked=delivery(https)))

    assert "internal-certificate-rejected" in cause.id
    assert "zone-refuses-http" not in cause.id


def test_every_listed_server_fails() -> None:
    """One thing is in front of all of them: the network, or the application server's proxy."""
    ((cause, *others)) = diagnose(hosted("10.0.0.1", "10.0.0.2", held=LISTED))

    assert cause.id == ("tracking-host-unreachable", "proxy-captures-internal-traffic")
    assert cause.likely
    assert others == []


def test_the_only_server_fails() -> None:
    """Where one server is listed, that it fails says nothing of others."""
    (cause,) = diagnose(hosted("10.0.0.1", held="http://10.0.0.1"))

    assert "tracking-web-server-down" in cause.id


def test_application_servers_files_are_fine() -> None:
    """Where they were read and show no proxy, each server is told of by itself."""
    sample = standard()
    urls = sample.environment.tracking.internal_urls
    hosts = [url.removeprefix("http://") for url in urls.values()]
    facts = Facts(
        environment=sample.environment,
        machines=sample.read(),
        options=options(NmsTracking_ServerUrlList=",".join(urls.values())),
        servers={id_: server(id_, url=url) for id_, url in urls.items()},
        tracked=delivery(*(communication_failed(1, host) for host in hosts)),
    )

    assert [(ids, subject) for ids, subject, _ in _left(facts)] == [
        (AFTER_ALL, "trk1"),
        (AFTER_ALL, "trk2"),
    ]


def test_it_answers_us() -> None:
    """What was seen rules out: a server that answers us has its web server up."""
    log = delivery(communication_failed(1, TRK2))

    ((ids, subject, sure),) = [found[:3] for found in _left(asked(tracked=log))]

    assert set(ids) == {*AFTER_ALL, *ON_THE_SERVER}
    assert (subject, sure) == ("trk2", False)


def test_its_files_are_fine() -> None:
    """And one whose files show nothing leaves what only the application server can tell."""
    sample = standard()
    url = sample.environment.tracking.internal_urls["trk2"]
    host = url.removeprefix("http://")
    facts = Facts(
        environment=sample.environment,
        machines=sample.read(),
        servers={"trk2": server("trk2", url=url)},
        tracked=delivery(communication_failed(1, host)),
    )

    ((ids, _, _),) = _left(facts)

    assert ids == AFTER_ALL


def _left(facts: Facts) -> list[tuple[tuple[str, ...], str, bool]]:
    return [
        (tuple(id_ for id_ in known.id if id_ not in sign.ruled_out), sign.subject, not sign.doubt)
        for known in UPLOAD
        for sign in known.find(facts)
    ]


@pytest.mark.parametrize(
    "facts",
    [
        pytest.param(Facts(), id="nothing-seen"),
        pytest.param(asked(tracked=delivery(FINE)), id="healthy-log"),
        pytest.param(
            asked(tracked=delivery(communication_failed(1, TRK2), wrong_configuration(2))),
            id="it-refuses",
        ),
        pytest.param(
            Facts(tracked=delivery(communication_failed(1, TRK2))), id="a-log-that-was-pasted"
        ),
    ],
)
def test_no_tie(facts: Facts) -> None:
    """A healthy log, a server that refuses, and a log without a platform have none."""
    assert told(facts) == []

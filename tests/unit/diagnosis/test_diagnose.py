"""Causes come of facts: what is broken, who repairs it, and how sure we are."""

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaign_tracking.campaign.delivery import LogLine
from campaign_tracking.diagnosis import diagnose
from campaign_tracking.diagnosis.cause import Cause
from campaign_tracking.diagnosis.owner import Owner
from campaign_tracking.diagnosis.telling import AGAIN, TICKET
from campaign_tracking.facts import Facts
from campaign_tracking.redirection.endpoint import Endpoint, Name
from campaign_tracking.redirection.silence import Silence
from tests.unit.samples import (
    AT,
    TRK1,
    TRK2,
    a_line,
    communication_failed,
    delivery,
    endpoint,
    environment,
    wrong_configuration,
)

DOWN = ("tracking-web-server-down",)
COPIED = "environment-copied-options"  # not where the server is a declared one
ANY_REFUSAL = (
    "instance-not-registered",
    "database-id-mismatch",
    "tracking-password-mismatch",
    "tracking-instance-name-mismatch",
    "dns-mask-misses-tracking-host",
    "configuration-not-reloaded",
    COPIED,
    "tracking-password-empty",
    "database-id-unicode-prefix",
    "registration-partial",
    "redir-directory-not-writable",
)
NOT_ACCEPTED = tuple(id_ for id_ in ANY_REFUSAL if id_ != COPIED)
HEALTHY_LOG = (a_line(1, "DLV-490119 Analysis completed in 0s."),)
PAIR = (communication_failed(2, TRK2), wrong_configuration(3))


def facts(
    *log: LogLine, trk2: Silence | None = None, hosting: str = "on-premise", asked: bool = True
) -> Facts:
    """Return what a run saw of a platform with two tracking servers.

    Args:
        log: The tracked delivery's; without one there was no delivery.
        trk2: Why the second server's port does not open; None if it does.
        hosting: Who hosts the platform.
        asked: Whether the servers could be asked from here.
    """
    servers = {
        "trk1": endpoint("trk1", f"http://{TRK1}"),
        "trk2": endpoint("trk2", f"http://{TRK2}", silence=trk2),
    }
    return Facts(
        environment=environment(hosting=hosting),
        servers=servers if asked else {},
        tracked=delivery(*log) if log else None,
    )


def the_cause(seen: Facts) -> Cause:
    """Return the one cause that the facts tell of."""
    (cause,) = diagnose(seen)
    return cause


@pytest.mark.parametrize("log", [(), HEALTHY_LOG])
def test_healthy(log: tuple[LogLine, ...]) -> None:
    """Where nothing is broken there is no cause."""
    assert diagnose(facts(*log)) == ()


def test_nothing_was_seen() -> None:
    """Where nothing was seen nothing is said."""
    assert diagnose(Facts()) == ()


@pytest.mark.parametrize("log", [(), (communication_failed(2, TRK2),)], ids=["early", "RED-520025"])
def test_refused_port_is_singled_out(log: tuple[LogLine, ...]) -> None:
    """A port that refuses is a web server that is down, if the platform says nothing else."""
    cause = the_cause(facts(*log, trk2=Silence.REFUSED))

    assert (cause.id, cause.likely, cause.subject, cause.told_apart_by) == (DOWN, False, "trk2", "")
    assert "trk2" in cause.statement
    assert cause.owner == "server administrator"
    assert f"Port 80 of {TRK2} refuses connections" in cause.evidence[0]
    assert [code in " ".join(cause.evidence) for code in ("RED-520025", "RED-520005")] == [
        bool(log),
        False,
    ]
    assert TRK2 in cause.remedy[0]
    assert cause.remedy[-1] == "Run this verification again."


@pytest.mark.parametrize(
    ("log", "words"),
    [
        pytest.param(HEALTHY_LOG, "did not complain", id="healthy-log"),
        pytest.param(
            (communication_failed(2, TRK1),), "did not complain", id="another-server-is-named"
        ),
        pytest.param(PAIR, "RED-520005", id="the-pair"),
    ],
)
def test_refused_port_is_likely(log: tuple[LogLine, ...], words: str) -> None:
    """Where the platform's own upload speaks against it, it is only likely, and says why."""
    cause = next(
        cause for cause in diagnose(facts(*log, trk2=Silence.REFUSED)) if cause.subject == "trk2"
    )

    assert (cause.id, cause.likely) == (DOWN, True)
    assert words in cause.told_apart_by
    assert "from the application server" in cause.told_apart_by


@pytest.mark.parametrize(
    "silence", [Silence.TIMED_OUT, Silence.UNREACHABLE, Silence.NAME_NOT_FOUND]
)
def test_other_silence_is_no_refusal(silence: Silence) -> None:
    """A web server that is down refuses; any other silence is another fault's."""
    assert DOWN not in [cause.id for cause in diagnose(facts(trk2=silence))]


def test_server_answers_and_does_not_accept() -> None:
    """Both codes for a server that answers: many faults share it, and what tells them apart."""
    cause = the_cause(facts(*PAIR))

    assert (cause.id, cause.likely, cause.subject) == (NOT_ACCEPTED, True, "trk2")
    assert f"trk2 ({TRK2})" in cause.statement
    assert any("RED-520025" in seen and "RED-520005" in seen for seen in cause.evidence)
    assert any("answers this machine" in seen for seen in cause.evidence)
    assert "databaseId" in cause.told_apart_by
    assert "trackingPassword" in cause.told_apart_by
    assert cause.owner == "Campaign administrator, with the server administrator"


def test_server_was_not_asked() -> None:
    """The log alone tells as much, but not that the server answers us."""
    cause = the_cause(facts(*PAIR, asked=False))

    assert (cause.id, cause.subject) == (NOT_ACCEPTED, "trk2")
    assert not any("answers this machine" in seen for seen in cause.evidence)


def test_log_of_an_undeclared_server() -> None:
    """A log that somebody pasted is explained without an environment."""
    log = (communication_failed(2, "10.30.167.xxx"), wrong_configuration(3))

    cause = the_cause(Facts(tracked=delivery(*log)))

    assert (cause.id, cause.subject) == (ANY_REFUSAL, "")
    assert "10.30.167.xxx" in cause.statement


def test_one_code_alone_is_not_enough() -> None:
    """RED-520005 alone names no server, and fits no known cause."""
    assert diagnose(facts(PAIR[1])) == ()


@pytest.mark.parametrize("silence", [Silence.REFUSED, Silence.TIMED_OUT])
def test_unreachable_server_cannot_refuse_us(silence: Silence) -> None:
    """A server that does not even open its port is not said to answer and not to accept us."""
    assert NOT_ACCEPTED not in [cause.id for cause in diagnose(facts(*PAIR, trk2=silence))]


def test_two_servers_are_named() -> None:
    """With two servers named, RED-520005 counts against neither (R-62)."""
    log = (communication_failed(1, TRK1), *PAIR)

    assert diagnose(facts(*log)) == ()
    cause = the_cause(facts(*log, trk2=Silence.REFUSED))
    assert (cause.id, cause.likely, cause.subject) == (DOWN, False, "trk2")


@pytest.mark.parametrize("hosting", ["hybrid", "adobe"])
@pytest.mark.parametrize("silence", [None, Silence.REFUSED])
def test_adobe_hosts_it(hosting: str, silence: Silence | None) -> None:
    """Where Adobe hosts the servers, support repairs it, whatever it is; nobody else is sent."""
    log = PAIR if silence is None else ()

    cause = the_cause(facts(*log, trk2=silence, hosting=hosting))

    assert cause.owner == Owner.SUPPORT
    assert cause.remedy == (TICKET.told(), AGAIN.told())


def on_one_machine(*urls: str, ip: str = "192.0.2.7") -> dict[str, Endpoint]:
    """Return tracking servers that share a machine, and refuse."""
    refused = Silence.REFUSED
    return {url: endpoint(url, url, ip=ip, silence=refused) for url in urls}


def test_one_machine_is_one_cause() -> None:
    """A machine that refuses on several ports and under several names is told of once."""
    servers = on_one_machine("http://t.example.com", "https://t.example.com", "http://trk1.lan")
    elsewhere = on_one_machine("http://trk2.lan", ip="192.0.2.8")

    causes = diagnose(Facts(servers=servers | elsewhere))

    assert [cause.subject for cause in causes] == ["http://t.example.com", "http://trk2.lan"]


def test_singled_out_come_first() -> None:
    """What is sure is told before what is likely, in whatever order the servers were asked."""
    servers = {
        id_: endpoint(id_, f"http://{host}", silence=Silence.REFUSED)
        for id_, host in (("trk1", TRK1), ("trk2", TRK2))
    }

    causes = diagnose(Facts(servers=servers, tracked=delivery(communication_failed(1, TRK2))))

    assert [(cause.subject, cause.likely) for cause in causes] == [("trk2", False), ("trk1", True)]


HOSTS = st.sampled_from([TRK1, TRK2, "trk3.lan", "10.30.167.xxx"])
LOGS = st.lists(
    st.builds(communication_failed, st.integers(1, 9), HOSTS)
    | st.builds(wrong_configuration, st.integers(1, 9))
    | st.just(HEALTHY_LOG[0]),
    max_size=4,
)
SILENCES = st.sampled_from([None, Silence.REFUSED, Silence.TIMED_OUT])


@given(
    st.dictionaries(HOSTS, SILENCES, max_size=4),
    st.none() | LOGS,
    st.sampled_from(["on-premise", "hybrid", "adobe", ""]),
)
def test_no_cause_out_of_thin_air(
    silences: dict[str, Silence | None], log: list[LogLine] | None, hosting: str
) -> None:
    """Whatever was seen, a cause speaks of what was seen, and says all that a reader needs."""
    seen = Facts(
        environment=environment(hosting=hosting) if hosting else None,
        servers={
            host: endpoint(host, f"http://{host}", silence=silence)
            for host, silence in silences.items()
        },
        tracked=None if log is None else delivery(*log, started_at=AT),
    )
    known = {host for host, silence in silences.items() if silence} | {
        host for host in (TRK1, TRK2, "trk3.lan", "10.30.167.xxx") if host in str(log)
    }

    for cause in diagnose(seen):
        told = " ".join((cause.statement, *cause.evidence, *cause.remedy, cause.told_apart_by))
        assert set(re.findall(r"10\.30\.[\d.x]*[\dx]|trk3\.lan", told)) <= known
        assert cause.id
        assert cause.owner
        assert cause.source
        assert cause.evidence
        assert cause.remedy
        assert bool(cause.told_apart_by) is cause.likely


def test_name_that_is_not_found_does_not_answer() -> None:
    """A host whose name is not found is not said to answer."""
    silent = Name(addresses=(), silence=Silence.NAME_NOT_FOUND, words="", elapsed_s=0.0)
    seen = facts(*PAIR)
    unknown = replace(endpoint("trk2", f"http://{TRK2}"), addresses=(), name=silent)

    ids = [cause.id for cause in diagnose(replace(seen, servers={"trk2": unknown}))]

    assert ids == [("internal-name-not-resolved",)]


def test_external_name_of_the_same_machine() -> None:
    """Of several URLs of one machine the one that the log names is told."""
    servers = {
        "external": endpoint("external", "http://t.example", ip=TRK2, silence=Silence.REFUSED),
        "trk2": endpoint("trk2", f"http://{TRK2}", silence=Silence.REFUSED),
    }

    cause = the_cause(replace(facts(communication_failed(1, TRK2)), servers=servers))

    assert (cause.subject, cause.likely) == ("trk2", False)


def test_only_one_port_refuses() -> None:
    """A machine that opens another port of its web server has not stopped it."""
    servers = {
        "external": endpoint("external", "http://t.example", ip=TRK2),
        "external-secure": endpoint(
            "external-secure", "https://t.example", ip=TRK2, silence=Silence.REFUSED
        ),
    }

    assert diagnose(Facts(servers=servers)) == ()


def test_tomcat_is_no_web_server() -> None:
    """A URL that leads to Tomcat says nothing of Apache or IIS."""
    tomcat = endpoint("trk2", f"http://{TRK2}:8080", silence=Silence.REFUSED)

    assert diagnose(Facts(servers={"trk2": replace(tomcat, leads_to_tomcat=True)})) == ()


def test_another_code_beside_it() -> None:
    """No code is told that the log does not hold."""
    log = (communication_failed(1, TRK2), a_line(2, "RED-520001 Something else", 0))

    cause = the_cause(facts(*log, trk2=Silence.REFUSED))

    assert "RED-520005" not in str(cause)

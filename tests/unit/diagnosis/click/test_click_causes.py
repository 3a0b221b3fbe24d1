"""Why a click fails: each cause comes of its facts, and of no others."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaign_tracking.campaign.mid_sourcing import MidDelivery
from campaign_tracking.diagnosis import diagnose
from campaign_tracking.diagnosis.cause import Cause
from campaign_tracking.diagnosis.owner import Owner
from campaign_tracking.facts import Facts
from campaign_tracking.own_links import classify
from campaign_tracking.redirection.silence import Silence
from campaign_tracking.server_files.machine import Reach
from tests.unit.checks import healthy
from tests.unit.diagnosis.click.healthy import (
    FILE,
    LISTED,
    MACHINES,
    REFUSED,
    REFUSED_SIGNED,
    UNKNOWN,
    clicked,
    facts,
    outside,
    with_setting,
    with_spare,
    without_spare,
)
from tests.unit.samples import TOKEN, a_line, delivery, environment, received

FILES = ("delivery-file-missing", "delivery-file-unreadable", "tracking-url-id-missing")
THIRD_PARTY = "signature-broken-by-third-party"
REFUSALS = (THIRD_PARTY, "signature-setting-differs", "unsigned-links-blocked")
SIGNS, BLOCKS = "mta/@signEmailLinks", "tracking/@blockRedirectForUnsignedTrackingLink"
EXPIRATION = "web/redirection/@expirationURL"
EXPIRED_PAGE = "https://www.example.com/expired"
EXPIRED = healthy.click(healthy.LANDING_CLICK.url, location=EXPIRED_PAGE)
NO_URLS = {"NmsTracking_ServerUrl": "", "NmsTracking_SecureServerUrl": ""}
POOL = replace(healthy.RTEST, redir={**healthy.RTEST.redir, "host": "pool", "instance": ""})
OLD = healthy.redir(build="9187")
SILENT = Silence.TIMED_OUT


def options(**values: str) -> dict[str, object]:
    """Return the options, some of them changed."""
    held = {"NmsTracking_ServerUrlList": LISTED.value("NmsTracking_ServerUrlList")}
    return {"options": healthy.options(**{**held, **values})}


def missed(*machines: str, url: str = "http://trk2-srv:8080") -> dict[str, object]:
    """Return machines, some of which do not reach a spare server."""
    reach = (Reach(url=url, trouble="refused"),)
    return {
        "machines": {
            name: replace(machine, reached=reach) if name in machines else machine
            for name, machine in MACHINES.items()
        }
    }


def files(**changes: object) -> dict[str, object]:
    """Return what the servers hold of our delivery, the last one with *changes*."""
    return {"delivery_files": {"trk1": FILE, "trk2": replace(FILE, **changes)}}  # type: ignore[arg-type]


def servers(*changed: object) -> dict[str, object]:
    """Return the tracking servers, some of them changed."""
    return {"servers": healthy.servers(*changed)}  # type: ignore[arg-type]


def links(message_id: int) -> dict[str, object]:
    """Return the links of a tracked mail that names another message."""
    mail = healthy.tracked_mail(message_id=message_id)
    return {"links": classify(mail, TOKEN, healthy.TRACKED_URLS)}


def with_link(query: str) -> dict[str, object]:
    """Return the links of a mail whose landing link goes on so."""
    href = healthy.link(healthy.LANDING_ID) + query
    mail = received(healthy.in_html(href))
    return {"links": classify(mail, TOKEN, healthy.TRACKED_URLS)}


@pytest.mark.parametrize(
    "seen",
    [
        facts(),
        outside(),
        outside({}, "hybrid"),
        Facts(),
        facts(**with_setting(BLOCKS, "true", "app", "trk1", "trk2")),
        facts(**with_setting(SIGNS, "false", "app", "trk1", "trk2")),
        facts(**servers(healthy.server("external", rtest=healthy.redir(host="pool")))),
        facts(**options(NmsTracking_ServerUrlList="")),
        facts(**with_link("&p1=100%25&s=x")),
    ],
)
def test_nothing_is_wrong(seen: Facts) -> None:
    """A platform on which nothing is broken has no cause; nor has one that nobody looked at."""
    assert diagnose(seen) == ()


CASES = [
    ("spare-server-missing", "trk2", Owner.SERVER, without_spare(1, "trk2")),
    ("spare-server-missing", "trk2", Owner.SERVER, without_spare(1, "trk1", "trk2")),
    (
        *("spare-server-quote-error", "trk2", Owner.SERVER),
        with_spare(1, enabledIf="$(hostname)!=trk1-srv'"),
    ),
    (
        *("spare-server-wrong-host", "trk2", Owner.SERVER),
        with_spare(2, enabledIf="$(hostname)!='trk1-srv'"),
    ),
    (
        *("spare-server-wrong-host", "trk2", Owner.SERVER),
        with_spare(2, enabledIf="$(hostname)!='trk2-srv.example.com'"),
    ),
    ("spare-server-duplicate-id", "trk2", Owner.SERVER, with_spare(2, id="1")),
    ("spare-server-unreachable", "trk1", Owner.NETWORK, missed("trk1")),
    (
        "internal-url-is-balancer",
        "NmsTracking_ServerUrlList",
        Owner.CAMPAIGN,
        options(NmsTracking_ServerUrlList=healthy.EXTERNAL),
    ),
    ("delivery-file-missing", "trk2", Owner.SERVER, files(found=False, mode=None)),
    ("delivery-file-unreadable", "trk2", Owner.SERVER, files(mode=0o600)),
    (
        *("tracking-url-id-missing", "trk2", Owner.CAMPAIGN_AND_SERVER),
        files(missing_url_ids=(0xA1,)),
    ),
    ("broadlog-id-missing", "nms:broadLog", Owner.CAMPAIGN, links(4711)),
    ("external-url-missing", "NmsTracking_ServerUrl", Owner.CAMPAIGN, options(**NO_URLS)),
    (
        *("external-url-not-public", "NmsTracking_ServerUrl", Owner.CAMPAIGN),
        options(NmsTracking_ServerUrl="http://10.0.0.1"),
    ),
    (
        *("external-url-not-public", "NmsTracking_SecureServerUrl", Owner.CAMPAIGN),
        options(NmsTracking_SecureServerUrl="https://tracking"),
    ),
    (
        *("secure-url-missing", "NmsTracking_SecureServerUrl", Owner.CAMPAIGN),
        options(NmsTracking_SecureServerUrl=""),
    ),
    (
        *("external-dns-wrong", "external", Owner.NETWORK),
        servers(healthy.unresolved("external"), healthy.unresolved("external-secure")),
    ),
    (
        *("external-certificate-invalid", "external-secure", Owner.SERVER),
        servers(healthy.server("external-secure", tls=healthy.EXPIRED_TLS)),
    ),
    (
        *("external-port-closed", "external-secure", Owner.NETWORK),
        servers(healthy.closed("external-secure", SILENT)),
    ),
    (
        *("balancer-changes-host", "external", Owner.NETWORK),
        servers(
            healthy.server("external", rtest=POOL), healthy.server("external-secure", rtest=POOL)
        ),
    ),
    (
        *("web-server-old-library", "trk2", Owner.SERVER),
        servers(healthy.server("trk2", rtest=OLD)),
    ),
    ("signature-setting-differs", "trk2", Owner.SERVER, with_setting(SIGNS, "false", "trk2")),
    ("signature-setting-differs", "app", Owner.SERVER, with_setting(SIGNS, "0", "app")),
    ("unsigned-links-blocked", "trk2", Owner.SERVER, with_setting(BLOCKS, "true", "trk2")),
    ("unsigned-links-blocked", "trk2", Owner.SERVER, with_setting(BLOCKS, "1", "app", "trk1")),
    ("signature-double-escaped", "'&amp;'", Owner.DESIGNER, with_link("&amp;cid=7")),
    (
        *("formula-line-feed", "NmsTracking_ClickFormula", Owner.CAMPAIGN),
        options(NmsTracking_ClickFormula="<%= a() %>\n<%= b() %>"),
    ),
    (
        *("formula-conflict-after-upgrade", "NmsTracking_OpenFormula", Owner.CAMPAIGN),
        options(NmsTracking_OpenFormula="/r/?id=<%= ids() %>"),
    ),
    (
        *("redirection-expired", "trk1", Owner.DESIGNER),
        clicked(EXPIRED) | with_setting(EXPIRATION, EXPIRED_PAGE, "trk1", "trk2"),
    ),
]


@pytest.mark.parametrize(
    ("id_", "subject", "owner", "changes"),
    CASES,
    ids=[f"{case[0]}-{number}" for number, case in enumerate(CASES)],
)
def test_singled_out(id_: str, subject: str, owner: Owner, changes: dict[str, object]) -> None:
    """What was seen tells one cause, whose it is, and who repairs it."""
    (cause,) = diagnose(facts(**changes))

    assert (cause.id, cause.subject, cause.owner) == ((id_,), subject, owner)
    assert not cause.likely
    assert cause.evidence
    assert not cause.told_apart_by


def the_cause(seen: Facts) -> Cause:
    """Return the one cause that the facts tell of."""
    (cause,) = diagnose(seen)
    return cause


@pytest.mark.parametrize(
    ("changes", "ids"),
    [
        (clicked(UNKNOWN), FILES),
        ({"mirror_click": UNKNOWN}, FILES),
        (clicked(REFUSED), REFUSALS),
        (clicked(REFUSED_SIGNED), REFUSALS[:2]),
        (clicked(EXPIRED), ("redirection-expired",)),
    ],
)
def test_ties_where_no_file_is_read(changes: dict[str, object], ids: tuple[str, ...]) -> None:
    """From outside they share all evidence: all are likely, and it is told what would tell."""
    cause = the_cause(outside({**changes, "direct_clicks": {}}))

    assert (cause.id, cause.likely) == (ids, True)
    assert cause.told_apart_by


def test_servers_that_were_asked_directly_are_named() -> None:
    """A server that does not know the link is named by its id."""
    cause = the_cause(outside({"direct_clicks": {"trk1": healthy.LANDING_CLICK, "trk2": UNKNOWN}}))

    assert (cause.id, cause.subject) == (FILES, "trk2")


@pytest.mark.parametrize("answer", [REFUSED, REFUSED_SIGNED])
def test_refused_where_the_settings_agree(answer: object) -> None:
    """Where the files were read and agree, what stands between is what changes links."""
    changes = clicked(answer)  # type: ignore[arg-type]
    cause = the_cause(facts(**changes))

    assert (cause.id, cause.subject, cause.likely) == ((THIRD_PARTY,), "trk1", True)
    assert "dataLogPath" in cause.told_apart_by


@pytest.mark.parametrize(
    ("changes", "id_"),
    [
        (with_setting(SIGNS, "false", "trk2"), "signature-setting-differs"),
        (with_setting(BLOCKS, "true", "trk2"), "unsigned-links-blocked"),
    ],
)
def test_refused_where_the_settings_differ(changes: dict[str, object], id_: str) -> None:
    """Where they do not agree, that is what it is."""
    assert the_cause(facts(**clicked(REFUSED) | changes)).id == (id_,)


def test_led_elsewhere_by_no_expiration() -> None:
    """A redirect to a page that no server has for what expired is not told to be one."""
    assert diagnose(facts(**clicked(EXPIRED))) == ()


@pytest.mark.parametrize(
    ("changes", "id_", "owner"),
    [
        ({"servers": {"external-secure": "expired"}}, "external-certificate-invalid", "C"),
        ({"servers": {"external-secure": "closed"}}, "external-port-closed", "T"),
        (options(**NO_URLS), "external-url-missing", "T"),
        (options(NmsTracking_ServerUrl="http://10.0.0.1"), "external-url-not-public", "T"),
        (options(NmsTracking_SecureServerUrl=""), "secure-url-missing", "T"),
        (options(NmsTracking_ClickFormula="/r/"), "formula-conflict-after-upgrade", "C"),
        (links(4711), "broadlog-id-missing", "C"),
    ],
)
@pytest.mark.parametrize("hosting", ["adobe", "hybrid"])
def test_where_adobe_hosts_the_servers(
    hosting: str, changes: dict[str, object], id_: str, owner: str
) -> None:
    """What is done on a server is support's; a certificate is renewed in the Control Panel."""
    kinds = {
        "expired": healthy.server("external-secure", tls=healthy.EXPIRED_TLS),
        "closed": healthy.closed("external-secure", SILENT),
    }
    held = changes.get("servers")
    if isinstance(held, dict):
        shown = {name: kinds[kind] for name, kind in held.items()}
        changes = {"servers": {"external": healthy.server("external"), **shown}}
    cause = the_cause(outside({"mid_delivery": MidDelivery(), **changes}, hosting))

    assert cause.id == (id_,)
    assert cause.owner == {"C": Owner.CAMPAIGN, "T": Owner.SUPPORT}[owner]


def test_hybrid_platforms_mid_is_not_asked() -> None:
    """Ids of a mid-sourcing server at Adobe's are told by nobody, and no fault."""
    assert diagnose(outside(links(4711), "hybrid")) == ()


@pytest.mark.parametrize(
    "changes",
    [
        missed("trk1") | servers(healthy.closed("trk2")),
        missed("trk1") | {"servers": {}},
    ],
    ids=["server-down", "nobody-asked"],
)
def test_spare_that_is_down_is_no_closed_port(changes: dict[str, object]) -> None:
    """A server that runs for nobody is told as such, not as out of another one's reach."""
    found = [cause.id for cause in diagnose(facts(**changes))]

    unreachable = ("spare-server-unreachable",) in found
    assert unreachable is (changes["servers"] == {})


def test_spare_that_several_miss_is_told_once() -> None:
    """Two servers that miss the same have one thing to be repaired."""
    cause = the_cause(facts(**missed("trk1", "trk2")))

    assert (cause.id, cause.subject) == (("spare-server-unreachable",), "trk1")


def test_both_external_ports_lost() -> None:
    """If nothing comes back at all, it may be our own network: likely, and what would tell."""
    lost = [healthy.closed(id_, SILENT) for id_ in ("external", "external-secure")]
    cause = the_cause(facts(**servers(*lost)))

    assert (cause.id, cause.subject, cause.likely) == (("external-port-closed",), "external", True)
    assert "another network" in cause.told_apart_by


@pytest.mark.parametrize("log", ["RED-520025", "RED-520005"])
def test_file_that_was_not_uploaded_is_not_lost(log: str) -> None:
    """After a complaint of the upload, a missing file is its consequence."""
    line = a_line(1, f"{log} Communication failed", kind=0)
    seen = facts(**files(found=False), tracked=delivery(line))

    assert "delivery-file-missing" not in {id_ for cause in diagnose(seen) for id_ in cause.id}


@given(mode=st.integers(min_value=0, max_value=0o777))
def test_modes(mode: int) -> None:
    """Whatever the mode: the file cannot be read if one of the three may not."""
    found = [cause.id for cause in diagnose(facts(**files(mode=mode)))]
    readable = all(mode & bit for bit in (0o400, 0o040, 0o004))

    assert found == ([] if readable else [("delivery-file-unreadable",)])


@given(
    ids=st.lists(st.sampled_from(["1", "2", "3"]), min_size=2, max_size=2),
)
def test_ids_of_spare_servers(ids: list[str]) -> None:
    """Entries share a name, or they do not."""
    sample = with_spare(1, id=ids[0])["machines"]
    assert isinstance(sample, dict)
    found = {id_ for cause in diagnose(facts(machines=sample)) for id_ in cause.id}

    assert found == ({"spare-server-duplicate-id"} if ids[0] == "2" else set())


def test_balancer_in_the_list_needs_several_servers() -> None:
    """One server's internal URL may be the external one."""
    alone = environment(
        tracking={
            "url": healthy.EXTERNAL,
            "secure_url": healthy.SECURE,
            "internal_urls": {"trk1": healthy.EXTERNAL},
        }
    )
    held = options(NmsTracking_ServerUrlList=healthy.EXTERNAL)
    seen = facts(environment=alone, machines=None, delivery_files=None, **held)

    assert diagnose(seen) == ()


@pytest.mark.parametrize(("url", "told"), [("http://127.0.0.11:81", 0), ("http://localhost:81", 1)])
def test_a_simulation_has_nothing_but_loopback(url: str, told: int) -> None:
    """There its addresses are as public as it gets; a name that is none outside is told."""
    lab = environment(simulation=True, tracking={"url": url})
    held = {"options": healthy.options(NmsTracking_ServerUrl=url, NmsTracking_SecureServerUrl="")}
    found = [cause.id for cause in diagnose(outside({"environment": lab, **held}))]

    assert found == [("external-url-not-public",)] * told


def test_spare_without_tomcat_is_no_closed_port() -> None:
    """Where Tomcat does not run, nobody opens its port; another port may be closed all the same."""
    processes = MACHINES["trk2"].processes
    running = tuple(each for each in processes.running if each.name != "web")

    def found(url: str) -> set[str]:
        machines = missed("trk1", url=url)["machines"]
        assert isinstance(machines, dict)
        stopped = replace(machines["trk2"], processes=replace(processes, running=running))
        seen = facts(machines={**machines, "trk2": stopped})
        return {id_ for cause in diagnose(seen) for id_ in cause.id}

    assert "spare-server-unreachable" not in found("http://trk2-srv:8080")
    assert "spare-server-unreachable" in found("http://trk2-srv:81")


@pytest.mark.parametrize(
    ("listed", "told"),
    [("", True), ("http://10.30.74.11", False), ("http://10.30.74.12:8080", True)],
)
def test_file_of_a_server_that_is_not_listed(listed: str, *, told: bool) -> None:
    """What is uploaded to others is not lost here; an empty list leaves it open."""
    seen = facts(**files(found=False) | options(NmsTracking_ServerUrlList=listed))
    found = {id_ for cause in diagnose(seen) for id_ in cause.id}

    assert ("delivery-file-missing" in found) is told

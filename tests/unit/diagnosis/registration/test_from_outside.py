"""What can be told of a server that refuses the upload, and whose files nobody read."""

from dataclasses import replace

import pytest

from campaign_tracking.diagnosis.owner import Owner
from campaign_tracking.diagnosis.registration.not_accepted import ADOBES, ITS_FILES, UNASKED
from campaign_tracking.facts import Facts
from tests.unit.checks.healthy import UNREADABLE, options
from tests.unit.diagnosis.registration.refused import (
    causes,
    foreign,
    seen_of,
    the_cause,
    told,
    urls_of,
)
from tests.unit.diagnosis.test_diagnose import ANY_REFUSAL, COPIED
from tests.unit.samples import communication_failed, delivery, environment, wrong_configuration
from tests.unit.server_files.platforms import standard

NAME = "tracking-instance-name-mismatch"
MASKS = "dns-mask-misses-tracking-host"
PARTIAL = "registration-partial"
HOSTED = {"url": "http://t.example.com", "secure_url": "https://t.example.com"}
PAIR = (communication_failed(1, "10.30.74.12"), wrong_configuration(2))


def outside(**held: str) -> Facts:
    """Return what was seen of a platform whose servers' files nobody read."""
    return replace(seen_of(standard(), held=held), machines=None)


def all_tell(facts: Facts, instance: str) -> Facts:
    """Return the same where every server tells its instance."""
    servers = {id_: told(each, instance=instance) for id_, each in (facts.servers or {}).items()}
    return replace(facts, servers=servers)


def without(*ids: str) -> tuple[str, ...]:
    """Return the ids of the tie without some."""
    return tuple(id_ for id_ in ANY_REFUSAL if id_ not in ids)


def hosted() -> Facts:
    """Return what is seen of a platform that Adobe hosts: nobody knows the servers' addresses."""
    servers = {
        id_: told(each, instance="prod")
        for id_, each in (outside().servers or {}).items()
        if id_.startswith("external")
    }
    held = options(NmsTracking_ServerUrlList="http://10.30.74.11,http://10.30.74.12")
    return Facts(
        environment=environment(hosting="adobe", tracking=HOSTED),
        servers=servers,
        options=held,
        tracking_options=held,
        tracked=delivery(*PAIR),
    )


@pytest.mark.parametrize(
    ("facts", "ruled_out"),
    [
        pytest.param(Facts(tracked=delivery(*PAIR)), (), id="pasted-log"),
        pytest.param(outside(), (COPIED,), id="nothing-told"),
        pytest.param(
            replace(outside(), options=None, tracking_options=None), (COPIED,), id="declared"
        ),
        pytest.param(all_tell(outside(), "prod"), (COPIED, NAME, MASKS, PARTIAL), id="told"),
        pytest.param(hosted(), (COPIED, NAME), id="hosted"),
        pytest.param(
            outside(NmsTracking_ServerUrlList="http://10.30.74.12"), (COPIED, PARTIAL), id="sole"
        ),
        pytest.param(
            replace(hosted(), options=UNREADABLE, tracking_options=UNREADABLE), (), id="no-options"
        ),
    ],
)
def test_tie(facts: Facts, ruled_out: tuple[str, ...]) -> None:
    """All causes that share the evidence are named, but for those that something speaks against."""
    cause = the_cause(facts)

    assert cause.id == without(*ruled_out)
    assert cause.likely
    assert "10.30.74.12" in cause.statement


def test_what_would_tell() -> None:
    """Its files would; who reads them, and whether it was asked at all, is said."""
    host = "10.30.74.12"
    assert the_cause(outside()).told_apart_by == ITS_FILES.told(host=host)
    assert the_cause(replace(outside(), servers={})).told_apart_by == UNASKED.told(host=host)
    cause = the_cause(hosted())
    assert cause.told_apart_by == ADOBES.told(host=host)
    assert "[[host]]" not in cause.told_apart_by
    assert (cause.owner, cause.subject) == (Owner.SUPPORT, "")


@pytest.mark.parametrize("facts", [hosted(), outside()], ids=["hosted", "on-premise"])
def test_no_tie_beside_what_explains_it(facts: Facts) -> None:
    """A name that no server tells, or another platform's URLs, are singled out and stand alone."""
    renamed = all_tell(facts, "other")
    assert the_cause(renamed).id == (NAME,)

    foreign_urls = options(
        NmsTracking_ServerUrl="http://t.other.example",
        NmsTracking_SecureServerUrl="https://t.other.example",
    )
    copied = replace(facts, options=foreign_urls, tracking_options=foreign_urls)
    assert the_cause(copied).id == (COPIED,)


def test_another_instance_on_one_server_is_no_other_name() -> None:
    """Where one server tells the right name, the name is right."""
    facts = all_tell(outside(), "prod")
    servers = dict(facts.servers or {})
    servers["trk2"] = told(servers["trk2"], instance="other")

    assert NAME not in [cause.id[0] for cause in causes(replace(facts, servers=servers))]


def test_page_of_another_kind() -> None:
    """Module or switch: without the files both are likely, of each internal server once."""
    facts = replace(outside(), tracked=None)
    servers = dict(facts.servers or {})
    servers["trk2"] = foreign(servers["trk2"])

    cause = the_cause(replace(facts, servers=servers))

    assert cause.id == ("redirection-disabled", "redirection-module-not-loaded")
    assert (cause.likely, cause.subject) == (True, "trk2")
    assert "HTTP 404" in cause.evidence[0]
    assert "10.30.74.12" in cause.told_apart_by


def test_redirect_is_no_page() -> None:
    """A server that sends us elsewhere says nothing of its module."""
    facts = replace(outside(), tracked=None)
    servers = dict(facts.servers or {})
    (address,) = foreign(servers["trk2"]).addresses
    assert address.rtest is not None
    sent_on = replace(address.rtest, redirected_to="https://sso.example.com/login")
    servers["trk2"] = replace(servers["trk2"], addresses=(replace(address, rtest=sent_on),))

    assert causes(replace(facts, servers=servers)) == []


def test_one_machine_is_told_once() -> None:
    """A server under three URLs is told once, by the first of them."""
    facts = replace(seen_of(standard(trackers=1), refuses=False), machines=None)
    there = {
        id_: replace(foreign(each), addresses=(replace(each.addresses[0], ip="192.0.2.1"),))
        for id_, each in (facts.servers or {}).items()
    }
    servers = {id_: foreign(each) for id_, each in there.items()}

    assert the_cause(replace(facts, servers=servers)).subject == "external"


def test_public_name_that_leads_elsewhere() -> None:
    """Of the external URL alone nobody knows whose page it is."""
    facts = replace(outside(), tracked=None)
    servers = {
        id_: each for id_, each in (facts.servers or {}).items() if id_ in urls_of(standard())
    }
    servers["external"] = foreign(servers["external"])

    assert causes(replace(facts, servers=servers)) == []


def test_builds_by_answers() -> None:
    """Where no machine is read, /r/test tells who is behind: internal servers before the public."""
    facts = replace(outside(), tracked=None)
    servers = dict(facts.servers or {})
    for id_ in ("external", "trk2"):
        servers[id_] = told(servers[id_], build="9182")

    cause = the_cause(replace(facts, servers=servers))

    tie = ("build-skew-between-servers", "web-server-old-library")
    assert (cause.id, cause.subject, cause.likely) == (tie, "trk2", True)
    assert "nlserver pdump" in cause.told_apart_by
    assert "9383" in cause.statement

    public = {id_: servers[id_] for id_ in ("external", "external-secure")}
    assert the_cause(replace(facts, servers=public)).subject == "external"

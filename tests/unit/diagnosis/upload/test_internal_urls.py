"""What the wizard's internal URLs tell beside the declared ones."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaign_tracking.diagnosis.cause import Sign
from campaign_tracking.diagnosis.upload import UPLOAD
from campaign_tracking.diagnosis.upload.internal_urls import LIST
from campaign_tracking.environment import url_flaw
from campaign_tracking.facts import Facts
from campaign_tracking.redirection.endpoint import Endpoint, Tls
from campaign_tracking.redirection.silence import Silence
from campaign_tracking.server_files.machine import Machine, Reach
from tests.unit.checks.healthy import (
    EXPIRED_TLS,
    EXTERNAL,
    TLS,
    UNREADABLE,
    closed,
    options,
    server,
    servers,
    unresolved,
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

BY_NAME = environment(
    tracking={
        "url": EXTERNAL,
        "internal_urls": {"trk1": f"http://{TRK1}", "trk2": "http://trk2.lan"},
    }
)
BY_HTTPS = environment(
    tracking={
        "url": EXTERNAL,
        "internal_urls": {"trk1": f"http://{TRK1}", "trk2": f"https://{TRK2}"},
    }
)
NOT_TLS = replace(TLS, trusted=False, silence=Silence.NOT_TLS, words="WRONG_VERSION_NUMBER")


def seen(held: str, *changed: Endpoint, **values: str) -> Facts:
    """Return what a run saw whose platform holds a list of internal URLs."""
    kept = options(NmsTracking_ServerUrlList=held, **values)
    return Facts(environment=environment(), options=kept, servers=servers(*changed))


def told(facts: Facts) -> list[tuple[tuple[str, ...], Sign]]:
    """Return what this part of the catalogue finds."""
    return [(known.id, sign) for known in UPLOAD for sign in known.find(facts)]


FINE = a_line(1, "DLV-490119 Analysis completed in 0s.")
HEALTHY = f"http://{TRK1}, http://{TRK2}"


@pytest.mark.parametrize("held", [HEALTHY, f"http://{TRK2}/,http://{TRK1}:80", ""])
def test_healthy(held: str) -> None:
    """The declared URLs in any order and any writing, or none at all, are no cause."""
    assert told(seen(held)) == []


@pytest.mark.parametrize(
    ("held", "id_"),
    [
        (f"http://{TRK1},http://10.0.0.9", "internal-url-outdated"),
        (f"http://{TRK1},https://front.lan:8080", "internal-url-outdated"),
        (f"http://{TRK1},http://{TRK2}:8081", "internal-url-wrong-port"),
        (f"http://{TRK1},https://{TRK2}", "internal-scheme-mismatch"),
        (f"http://{TRK1},https://{TRK2}:8443", "internal-scheme-mismatch"),
    ],
)
def test_another_url_is_held(held: str, id_: str) -> None:
    """A URL in the place of a declared one that answers is one cause, singled out."""
    ((known, sign),) = told(seen(held))

    assert (known, sign.subject, sign.doubt) == ((id_,), LIST, None)
    assert sign.values["held"] == held.partition(",")[2]
    assert sign.values["server"] == "trk2"


def test_each_in_its_own_place() -> None:
    """Of several strays the one of a declared host stands in that one's place, the other is old."""
    found = {known[0]: sign for known, sign in told(seen(f"http://{TRK2}:8081,http://10.0.0.9"))}

    servers_told = {id_: sign.values["server"] for id_, sign in found.items()}
    assert servers_told == {"internal-url-wrong-port": "trk2", "internal-url-outdated": "trk1"}


def test_declared_one_is_silent() -> None:
    """Where the declared URL does not answer, it may be the one that is wrong."""
    facts = seen(f"http://{TRK1},http://10.0.0.9", closed("trk2", Silence.TIMED_OUT))

    found = dict(told(facts))

    assert found[("internal-url-outdated",)].doubt is not None
    assert ("tracking-host-unreachable",) in found


def test_options_of_another_platform() -> None:
    """Where the external URL is another one, too, the address is not merely old."""
    facts = seen("http://10.0.0.8,http://10.0.0.9", NmsTracking_ServerUrl="http://t.example.net")

    assert told(facts) == []


@pytest.mark.parametrize(
    "held",
    [TRK2, "http://a b", f"http://{TRK1};http://{TRK2}", "http://trk1.lan,", "ftp://trk1.lan"],
)
def test_list_is_malformed(held: str) -> None:
    """An entry that is no URL of a server is the cause, and the list is not compared."""
    ((known, sign),) = told(seen(held))

    assert (known, sign.subject, sign.doubt) == (("internal-url-list-malformed",), LIST, None)


@given(st.lists(st.text(alphabet="ht:/.p a,;\n0", max_size=12), max_size=4))
def test_any_list(parts: list[str]) -> None:
    """Whatever the list holds, it is malformed if an entry is, and never anything besides."""
    facts = seen(",".join(parts))
    assert facts.options is not None
    flawed = [url for url in facts.options.server_urls if url_flaw(url, "http|https")]

    ids = [known for known, _ in told(facts)]

    assert (("internal-url-list-malformed",) in ids) is bool(flawed)
    assert len(ids) <= 1 or not flawed


def test_options_were_not_read() -> None:
    """Nothing is said of a list that was not read."""
    assert told(replace(seen(HEALTHY), options=UNREADABLE)) == []


def test_the_mid_uploads() -> None:
    """With a mid-sourcing server its list is the one that counts."""
    facts = replace(seen("nonsense"), tracking_options=options())

    assert told(facts) == []


def test_name_is_not_resolved() -> None:
    """A name that leads nowhere, from here or on the application server, is the cause."""
    facts = Facts(environment=BY_NAME, servers=servers(unresolved("trk2", "http://trk2.lan")))
    app = Machine(
        name="app",
        role="application",
        instance="prod",
        reached=(Reach(url="http://trk2.lan", trouble="the name is not known there"),),
    )

    ((known, sign),) = told(facts)
    ((there, sign_there),) = told(Facts(environment=BY_NAME, machines={"app": app}))

    assert known == there == ("internal-name-not-resolved",)
    assert sign.subject == sign_there.subject == "trk2"
    assert "app finds no address" in sign_there.evidence[0].told(host="trk2.lan")


@pytest.mark.parametrize(
    ("tls", "id_"),
    [(NOT_TLS, "internal-scheme-mismatch"), (EXPIRED_TLS, "internal-certificate-rejected")],
)
def test_internal_url_is_https(tls: Tls, id_: str) -> None:
    """A port without TLS has the wrong scheme; with a certificate of no use, that one."""
    last = server("trk2", url=f"https://{TRK2}", tls=tls)

    ((known, sign),) = told(Facts(environment=BY_HTTPS, servers=servers(last)))

    assert (known, sign.subject, sign.doubt) == ((id_,), "trk2", None)


def test_external_certificate_is_not_internal() -> None:
    """A certificate that an external URL shows, too, is that one's matter."""
    external = server("external-secure", tls=EXPIRED_TLS)
    last = server("trk2", url=f"https://{TRK2}", ip="203.0.113.7", tls=EXPIRED_TLS)

    assert told(Facts(environment=BY_HTTPS, servers=servers(external, last))) == []


def test_platform_does_not_complain_of_the_certificate() -> None:
    """It may know an authority that we do not."""
    last = server("trk2", url=f"https://{TRK2}", tls=EXPIRED_TLS)
    facts = Facts(environment=BY_HTTPS, servers=servers(last), tracked=delivery(FINE))

    ((_, sign),) = told(facts)

    assert sign.doubt is not None


HAIRPIN = ("internal-url-empty-hairpin",)


def test_external_url_from_inside() -> None:
    """An empty list, and a complaint of the external URL, which answers us."""
    log = delivery(communication_failed(1, "t.example.com"))
    facts = replace(seen(""), tracked=log)

    assert [known for known, _ in told(facts)] == [HAIRPIN]


@pytest.mark.parametrize(
    "facts",
    [
        pytest.param(seen(""), id="no-complaint"),
        pytest.param(
            replace(seen(""), tracked=delivery(communication_failed(1, TRK1))), id="another-server"
        ),
        pytest.param(
            replace(
                seen(""),
                tracked=delivery(communication_failed(1, "t.example.com"), wrong_configuration(2)),
            ),
            id="it-answered",
        ),
        pytest.param(
            replace(
                seen("", closed("external"), closed("external-secure")),
                tracked=delivery(communication_failed(1, "t.example.com")),
            ),
            id="silent-to-us",
        ),
        pytest.param(
            replace(seen(HEALTHY), tracked=delivery(communication_failed(1, "t.example.com"))),
            id="listed",
        ),
    ],
)
def test_no_hairpin(facts: Facts) -> None:
    """Without one of its signs it is not named."""
    assert HAIRPIN not in [known for known, _ in told(facts)]

"""Security zones: rights of an address, and whose word counts for where a call comes from."""

import ipaddress
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaign_tracking.lab.settings import LabSettings
from campaign_tracking.lab.zones import (
    DEFAULT,
    ELSEWHERE,
    LAN,
    Right,
    SubNetwork,
    Zone,
    Zones,
    default_zones,
)
from tests.lab_itself.client import Client
from tests.lab_itself.running import visiting

EVERY = frozenset(Right)
DEEPEST = 3
# Few and small, so that addresses and masks often meet.
ADDRESSES = st.integers(0, 15).map(lambda number: f"10.0.0.{number}")
MASKS = st.builds(
    lambda number, length: ipaddress.ip_network(f"10.0.0.{number}/{length}", strict=False),
    st.integers(0, 15),
    st.integers(28, 32),
)
RIGHTS = st.frozensets(st.sampled_from(Right))
NETWORKS = st.lists(MASKS, max_size=2).map(
    lambda masks: tuple(SubNetwork(mask=mask) for mask in masks)
)


def zones(depth: int = DEEPEST) -> st.SearchStrategy[Zone]:
    """Return zones with zones in them."""
    inner = st.just(()) if depth == 0 else st.lists(zones(depth - 1), max_size=2).map(tuple)
    return st.builds(Zone, name=st.just("z"), rights=RIGHTS, networks=NETWORKS, inner=inner)


def flat(zone: Zone) -> Iterator[Zone]:
    """Yield a zone and all in it."""
    yield zone
    for inner in zone.inner:
        yield from flat(inner)


@given(zones(), ADDRESSES)
def test_rights_are_the_union_of_all_zones(zone: Zone, address: str) -> None:
    """An address has a right if a zone that holds it, or holds a zone that holds it, has it."""
    parsed = ipaddress.ip_address(address)
    expected = {
        right
        for candidate in flat(zone)
        for right in candidate.rights
        if any(parsed in net.mask for within in flat(candidate) for net in within.networks)
    }
    assert Zones(outermost=zone).rights(address) == expected


@given(zones(), RIGHTS, ADDRESSES)
def test_more_rights_take_none_away(zone: Zone, more: frozenset[Right], address: str) -> None:
    """A zone around another can only add."""
    around = Zone(name="around", rights=more, inner=(zone,))
    assert Zones(outermost=zone).rights(address) <= Zones(outermost=around).rights(address)


@pytest.mark.parametrize(
    ("address", "rights"),
    [
        ("127.0.0.1", EVERY),
        ("::1", EVERY),
        ("192.168.4.5", EVERY),
        ("fe80::1", EVERY),
        ("203.0.113.9", frozenset()),
        ("192.0.2.7", frozenset()),
        ("2001:db8::1", frozenset()),
        ("no address", frozenset()),
    ],
)
def test_default_zones(address: str, rights: frozenset[Right]) -> None:
    """The lan has what it is given, everybody else nothing."""
    assert default_zones(EVERY).rights(address) == rights


def test_the_lab_is_strict() -> None:
    """Documented are sessionTokenOnly and allowHTTP for the lan; the lab has them off (L-19)."""
    assert default_zones().rights("10.0.0.1") == {Right.ALLOW_DEBUG, Right.SHOW_ERRORS} == DEFAULT


def test_who_is_admitted() -> None:
    """An address lies in its zone and in those around it, in no other."""
    known = default_zones()
    assert known.admits(LAN, "10.0.0.1")
    assert known.admits("public", "10.0.0.1")
    assert not known.admits(LAN, "203.0.113.9")
    assert not known.admits(ELSEWHERE, "127.0.0.1")
    assert known.admits(ELSEWHERE, "192.0.2.7")
    assert not known.admits("public", "no address")


@given(st.text(max_size=40), st.ip_addresses())
def test_only_a_listed_proxy_is_believed(header: str, peer: object) -> None:
    """Whatever somebody else writes into the header, his own address counts."""
    if str(peer) not in {"127.0.0.1", "::1"}:
        assert default_zones().caller(str(peer), {"x-forwarded-for": header}) == str(peer)


@given(st.ip_addresses(v=4), st.sampled_from(["127.0.0.1", "::1"]), st.sampled_from(["", ", x"]))
def test_a_listed_proxy_is_believed(forwarded: object, peer: str, rest: str) -> None:
    """The first address that it forwards counts."""
    header = {"x-forwarded-for": f"{forwarded}{rest}"}
    assert default_zones().caller(peer, header) == str(forwarded)


@given(st.text(max_size=40))
def test_what_is_no_address_is_not_forwarded(header: str) -> None:
    """Then the proxy's own address counts."""
    try:
        ipaddress.ip_address(header.partition(",")[0].strip())
    except ValueError:
        assert default_zones().caller("127.0.0.1", {"x-forwarded-for": header}) == "127.0.0.1"


def test_a_proxy_is_listed_on_both_levels() -> None:
    """In the subnetwork concerned and in the first level's "all"."""
    proxy = ipaddress.ip_address("10.9.9.9")
    everybody = ipaddress.ip_network("0.0.0.0/0")
    inner = Zone(
        name="inner",
        rights=frozenset(),
        networks=(
            SubNetwork(mask=ipaddress.ip_network("10.0.0.0/28"), proxies=frozenset({proxy})),
        ),
    )
    for listed, expected in ((frozenset(), "10.9.9.9"), (frozenset({proxy}), "10.0.0.1")):
        outer = Zone(
            name="public",
            rights=frozenset(),
            networks=(SubNetwork(mask=everybody, proxies=listed),),
            inner=(inner,),
        )
        asked = Zones(outermost=outer).caller("10.9.9.9", {"x-forwarded-for": "10.0.0.1"})
        assert asked == expected


@pytest.mark.parametrize(
    ("forwarded", "refused"),
    [
        ("203.0.113.9", "203.0.113.9"),
        ("203.0.113.9, 10.0.0.1", "203.0.113.9"),
        ("10.0.0.1, 203.0.113.9", ""),
        ("no address", ""),
        ("", ""),
    ],
)
def test_forwarded_addresses_on_the_wire(forwarded: str, refused: str) -> None:
    """The first of several counts (L-26); what is no address does not."""

    async def scenario(client: Client) -> None:
        client.headers = {"X-Forwarded-For": forwarded}
        answer = await client.log_on()
        if refused:
            assert answer.status_code == 403  # noqa: PLR2004  (L-17)
            assert answer.text.startswith(f"XSV-350013 The '{refused}' IP address ")
        else:
            assert "<pstrSessionToken" in answer.text
        page = await client.http.get(f"{client.lab.tracking[0].url}/r/test", headers=client.headers)
        assert ("build=" in page.text) is not bool(refused)

    visiting(scenario)


def test_a_header_does_not_make_a_call_secure() -> None:
    """X-Forwarded-Proto says nothing: not that HTTP was HTTPS, nor the reverse."""

    async def scenario(client: Client) -> None:
        client.headers = {"X-Forwarded-Proto": "http"}
        assert "<pstrSessionToken" in (await client.log_on()).text
        client.url, client.headers = client.lab.plain_url, {"X-Forwarded-Proto": "https"}
        answer = await client.log_on()
        assert answer.text == "HTTP is not allowed in this security zone."

    visiting(scenario)


def test_r_test_goes_by_the_same_zones() -> None:
    """Without allowDebug every server's page is the minimal one."""

    async def scenario(client: Client) -> None:
        for url in (client.lab.campaign_url, client.lab.tracking[0].url):
            assert "build=" not in (await client.http.get(f"{url}/r/test")).text

    visiting(scenario, LabSettings(pace_scale=0.05, rights=frozenset()))

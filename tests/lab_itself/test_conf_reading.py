"""What the lab reads in its machines' files: lists, masks, zones, and anything at all."""

import tempfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaign_tracking.lab.conf import lists
from campaign_tracking.lab.conf.masks import Masks
from campaign_tracking.lab.conf.outline import Outline
from campaign_tracking.lab.conf.reading import Configuration, read
from campaign_tracking.lab.conf.zones_text import authentication_text
from campaign_tracking.lab.machine import Machine
from campaign_tracking.lab.redirection.relay_rules import Page, first_rule
from campaign_tracking.lab.zones import ELSEWHERE, LAN, Right, default_zones
from campaign_tracking.safe_xml import parse

RULES = """<web><relay>
<url urlPath="/nl/jsp/m.jsp" targetUrl="http://localhost:8080" httpAllowed="true"/>
<url urlPath="*.jsp" targetUrl="http://localhost:8080" IPMask="10.0.0.1, 10.1.*"/>
<url urlPath="*.jssp" targetUrl="http://localhost:8080" hostMask="inside*"/>
<url urlPath="*.js*p" deny="true"/>
</relay></web>"""


@pytest.mark.parametrize(
    ("path", "host", "address", "denied"),
    [
        ("/nl/jsp/m.jsp", "t.client.example", "192.0.2.1", False),
        ("/nl/jsp/soaprouter.jsp", "t.client.example", "192.0.2.1", True),
        ("/nl/jsp/soaprouter.jsp", "t.client.example", "10.0.0.1", False),
        ("/nl/jsp/soaprouter.jsp", "t.client.example", "10.0.0.10", True),
        ("/nl/jsp/soaprouter.jsp", "t.client.example", "10.1.2.3", False),
        ("/x.jssp", "inside:8080", "192.0.2.1", False),
        ("/x.jssp", "outside:8080", "192.0.2.1", True),
        ("/x.html", "inside", "192.0.2.1", None),
    ],
)
def test_the_first_rule_that_fits_applies(
    path: str, host: str, address: str, *, denied: bool | None
) -> None:
    """Path, host and caller have to fit; otherwise the next rule is tried."""
    root = parse(f"<serverConf>{RULES}</serverConf>")
    rules = lists.relay_rules(Configuration(instance="lab", roots=(root,)))
    rule = first_rule(rules, Page(path=path, host=host, address=address))
    assert (None if rule is None else rule.denies) is denied


def test_a_list_is_the_first_files() -> None:
    """Lists are not joined: that of the instance's file stands for all."""
    own, general = (
        parse(f"<c><web><redirection><spareServer url='http://{host}'/></redirection></web></c>")
        for host in ("own", "general")
    )
    empty = parse("<c><web/></c>")
    for roots, urls in (((own, general), ("http://own",)), ((empty, general), ("http://general",))):
        assert lists.spare_urls(Configuration(instance="lab", roots=roots), "trk1") == urls


@given(
    st.frozensets(st.sampled_from(Right)),
    st.sampled_from(["127.0.0.1", "10.1.2.3", "fe80::1", "192.0.2.7", "203.0.113.9", "no address"]),
)
def test_zones_survive_their_file(rights: frozenset[Right], address: str) -> None:
    """What is read back allows an address what was written for it."""
    text = authentication_text(Outline(hosts=(), rights=rights, has_zone_elsewhere=True))
    root = parse(f"<serverConf><shared>{text}</shared></serverConf>")
    found = lists.zones(Configuration(instance="lab", roots=(root,)))
    written = default_zones(rights)
    assert found.rights(address) == written.rights(address)
    for zone in ("public", "vpn", LAN, ELSEWHERE):
        assert found.admits(zone, address) == written.admits(zone, address)
    for peer in ("127.0.0.1", "::1", "10.0.0.1"):
        headers = {"x-forwarded-for": address}
        assert found.caller(peer, headers) == written.caller(peer, headers)


NAMES = st.text("abc.-1", min_size=1, max_size=8)


@given(NAMES, st.lists(NAMES, max_size=3))
def test_masks(name: str, others: list[str]) -> None:
    """A name matches itself, what it begins with and a star, and itself with a port."""
    for mask in (name, f"{name[:1]}*", f"{name[:-1]}?", "*"):
        masks = Masks.of(" , ".join([*others, mask]))
        assert masks.match_host(name)
        assert masks.match_host(f"{name.upper()}:8080")
    assert Masks.of(",".join(others)).match(name) is (name in others)


@given(
    st.dictionaries(st.sampled_from(["serverConf.xml", "config-lab.xml"]), st.text(), min_size=1)
)
def test_whatever_stands_in_a_file_is_read(texts: dict[str, str]) -> None:
    """What is no XML says nothing; then everything is as in a new installation."""
    with tempfile.TemporaryDirectory() as folder:
        machine = Machine(
            name="trk1",
            role="tracking",
            hostname="trk1",
            address="127.0.0.11",
            instance="lab",
            folder=Path(folder),
        )
        machine.conf_folder.mkdir()
        for name, text in texts.items():
            machine.path(name).write_bytes(text.encode("utf-8", "surrogatepass"))
        configuration = read(machine)
    assert configuration.text("web/redirection", "databaseId") == ""
    assert lists.spare_urls(configuration, "trk1") == ()
    assert lists.tomcat_ports(configuration) == {8080}
    page = Page(path="/nl/jsp/soaprouter.jsp", host="", address="127.0.0.1")
    assert first_rule(lists.relay_rules(configuration), page) is not None
    assert "allowHTTP" in lists.zones(configuration).rights("10.0.0.1")

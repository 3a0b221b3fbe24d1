"""What a gateway made of a link is undone to the letter, where its form is known; else told."""

import base64
import re
import string
from collections.abc import Callable
from urllib.parse import quote

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from campaign_tracking.mailbox.gateways import (
    GATEWAYS,
    MAX_LAYERS,
    MAX_URL_CHARACTERS,
    Rewriting,
    unwrapped,
)

LINK = "http://t.example.com/r/?id=h4d,2329,a1&p1=Ad%C3%A9%20L&sig=aB%2f=="
SAFE = "https://eur01.safelinks.protection.outlook.com/?url="
# White space and control characters are in no link; &amp; is what Proofpoint undoes.
LETTERS = st.characters(exclude_categories=["C", "Z"])
TAILS = st.text(st.sampled_from("-_*%/?#&=+.;!$~aZ09") | LETTERS, max_size=60)
ANYTHING = st.text(max_size=80) | st.text(st.sampled_from("-_*%/?#&=;!u"), max_size=60)
KEPT = re.compile(r"[\w:/?=&.,;@~+-]", re.ASCII)
RUNS = string.ascii_uppercase + string.ascii_lowercase + string.digits + "-_"


def encoded(link: str) -> str:
    """Encode everything, as for a parameter."""
    return quote(link, safe="")


def in_base64(text: str) -> str:
    """Pack *text* as links carry it."""
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def proofpoint_2(link: str) -> str:
    """Rewrite as the second version does."""
    percent = encoded(link).replace("_", "%5F").replace("-", "%2D").replace("%2F", "_")
    return f"https://urldefense.proofpoint.com/v2/url?u={percent.replace('%', '-')}&d=Dw&c=a&e="


def proofpoint_3(link: str) -> str:
    """Rewrite as the third version does: each run of replaced characters by one mark."""
    replaced, kept = "", ""
    for run in re.findall(rf"{KEPT.pattern}|[^\w:/?=&.,;@~+-]{{1,65}}", link, re.ASCII):
        if KEPT.match(run):
            kept += run
        else:
            kept += "*" if len(run) == 1 else f"**{RUNS[len(run) - 2]}"
            replaced += run
    return f"https://urldefense.com/v3/__{kept}__;{in_base64(replaced)}!!AbC1!xYz$"


def proxied(link: str) -> str:
    """Let Google fetch the picture."""
    return f"https://ci3.googleusercontent.com/proxy/aB-c=s0-d-e1-ft#{link}"


WRAPPERS: dict[str, Callable[[str], str]] = {
    "Microsoft Safe Links": lambda link: f"{SAFE}{encoded(link)}&data=05%7C02&reserved=0",
    "Proofpoint URL Defense": proofpoint_3,
    "Barracuda Link Protection": lambda link: (
        f"https://linkprotect.cudasvc.com/url?a={encoded(link)}&c=E,1,a&typo=1"
    ),
    "Cisco Secure Email": lambda link: f"https://secure-web.cisco.com/1aB-c_d/{encoded(link)}",
    "Trend Micro Time-of-Click Protection": lambda link: (
        f"https://x-ctp.trendmicro.com:443/wis/clicktime/v1/query?url={encoded(link)}&umid=A&auth=b"
    ),
    "FireEye URL protection": lambda link: (
        f"https://protect2.fireeye.com/v1/url?k=a-b&q=1&e=c&u={encoded(link)}"
    ),
    "Symantec Click-time Protection": lambda link: (
        f"https://clicktime.symantec.com/3aB?u={encoded(link)}"
    ),
    "Sophos Time of Click": lambda link: (
        f"https://eu-central-1.protection.sophos.com?d=a.example&u={in_base64(link)}&i=b"
    ),
    "Google image proxy": proxied,
    "Gmail": lambda link: f"https://www.google.com/url?q={encoded(link)}&source=gmail&ust=1",
}
OPAQUE = {"Mimecast URL Protect": "https://protect-eu.mimecast.com/s/AbC?domain=t.example.com"}
OLDER: list[Callable[[str], str]] = [
    lambda link: f"https://urldefense.proofpoint.com/v1/url?u={encoded(link)}&k=a&r=b",
    proofpoint_2,
]


@pytest.mark.parametrize("gateway", GATEWAYS, ids=lambda gateway: gateway.name)
def test_each_gateway_is_told(gateway: object) -> None:
    """Each gateway is recognised by its form, and there is a sample of each."""
    name = getattr(gateway, "name", "")
    wrapped = WRAPPERS[name](LINK) if name in WRAPPERS else OPAQUE[name]
    original = LINK if name in WRAPPERS else ""

    assert unwrapped(wrapped) == Rewriting(gateways=(name,), original=original)


@given(st.sampled_from([*WRAPPERS.values(), *OLDER]), TAILS)
def test_original_comes_back_exactly(wrap: Callable[[str], str], tail: str) -> None:
    """Whatever stands in a link, it comes back as it was: case, encoding, order."""
    link = f"https://www.example.com/{tail}"
    assume("&amp;" not in link)
    assume("__;" not in link)

    seen = unwrapped(wrap(link))

    assert seen is not None
    assert seen.original == link


@given(st.lists(st.sampled_from(sorted(WRAPPERS)), min_size=1, max_size=MAX_LAYERS))
def test_gateways_behind_gateways(names: list[str]) -> None:
    """Each layer is undone, and told from the outside to the inside."""
    link = LINK
    for name in reversed(names):
        link = WRAPPERS[name](link)
    assume(len(link) <= MAX_URL_CHARACTERS)

    assert unwrapped(link) == Rewriting(gateways=tuple(names), original=LINK)


@given(
    st.sampled_from(
        [
            *(wrap("https://a.example").partition("https%3A")[0] for wrap in WRAPPERS.values()),
            "https://urldefense.com/v3/__",
            "https://urldefense.com/v3/__http://a/*__;",
            "https://urldefense.com/v2/url?u=",
            "https://eu.protection.sophos.com/?u=",
            "",
        ]
    ),
    ANYTHING,
)
def test_anything_is_unwrapped(beginning: str, rest: str) -> None:
    """Whatever comes, it is told or not, and what comes out is a web link or nothing."""
    seen = unwrapped(beginning + rest)

    if seen is not None:
        assert 1 <= len(seen.gateways) <= MAX_LAYERS
        assert seen.original == "" or seen.original.lower().startswith(("http://", "https://"))
        assert len(seen.original) <= len(beginning + rest)


@pytest.mark.parametrize(
    "link",
    [
        pytest.param(LINK, id="tracked"),
        pytest.param("https://safelinks.protection.outlook.com.evil.example/?url=x", id="host"),
        pytest.param("https://www.example.com/?url=https%3A%2F%2Fa.example", id="parameter"),
        pytest.param("https://www.google.com/url?q=https%3A%2F%2Fa.example&sa=t", id="search"),
        pytest.param("https://www.trendmicro.com/?url=https%3A%2F%2Fa.example", id="path"),
        pytest.param("ftp://linkprotect.cudasvc.com/url?a=https%3A%2F%2Fa.example", id="scheme"),
        pytest.param("mailto:x@linkprotect.cudasvc.com", id="mail-address"),
        pytest.param("http://[::1", id="no-url"),
        pytest.param("", id="empty"),
    ],
)
def test_others_are_none(link: str) -> None:
    """What only looks like a gateway's is none."""
    assert unwrapped(link) is None


@pytest.mark.parametrize(
    "link",
    [
        pytest.param(f"{SAFE}javascript%3Aalert(1)", id="no-web-link"),
        pytest.param(SAFE, id="nothing-in-it"),
        pytest.param(f"{SAFE}https%3A%2F%2Fa.example%2F%0Ax", id="line-feed"),
        pytest.param("https://urldefense.com/v3/__https://a.example/*__;!!a!b$", id="too-few"),
        pytest.param("https://urldefense.com/v3/__https://a.example/__;IyM!!a!b$", id="too-many"),
        pytest.param("https://urldefense.com/v3/__https://a.example/*__;_w!!a!b$", id="no-utf-8"),
        pytest.param("https://urldefense.com/v9/__https://a.example/__;!!a!b$", id="version"),
        pytest.param("https://eu.protection.sophos.com/?u=a", id="no-base64"),
        pytest.param(SAFE + "https%3A%2F%2Fa.example%2F" + "a" * MAX_URL_CHARACTERS, id="long"),
    ],
)
def test_unreadable_is_opaque(link: str) -> None:
    """A gateway whose link cannot be read is told all the same."""
    seen = unwrapped(link)

    assert seen is not None
    assert (len(seen.gateways), seen.original) == (1, "")


def test_layers_have_an_end() -> None:
    """A link wrapped without end is given up."""
    link = LINK
    for _ in range(MAX_LAYERS + 3):
        link = proxied(link)

    seen = unwrapped(link)

    assert seen is not None
    assert (len(seen.gateways), seen.original) == (MAX_LAYERS, "")


@pytest.mark.parametrize("slashes", ["/", "//"])
def test_merged_slashes(slashes: str) -> None:
    """A web server on the way makes one slash of two; Proofpoint's third version has it undone."""
    seen = unwrapped(f"https://urldefense.com/v3/__https:{slashes}a.example/b//c__;!!a!b$")

    assert seen is not None
    assert seen.original == "https://a.example/b//c"


def test_entities_of_proofpoint() -> None:
    """Proofpoint takes links from the HTML as they stand, with their ampersands written out."""
    seen = unwrapped(proofpoint_2("https://a.example/?a=1&amp;b=2&copy=3"))

    assert seen is not None
    assert seen.original == "https://a.example/?a=1&b=2&copy=3"

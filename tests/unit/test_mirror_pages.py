"""A mirror page link leads to a mirror page of the platform, or nobody asks for more."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaign_tracking.mirror_pages import MIRROR_PAGE, not_a_mirror_page
from campaign_tracking.redirection.as_received import origin_of, target_of

HOSTS = frozenset({"mirror.example.com"})
HOST = "https://mirror.example.com"
PIECES = st.sampled_from(
    [
        "/",
        "nl/jsp/",
        "m.jsp",
        "/nl/jsp/m.jsp",
        "..",
        ".",
        ";",
        "?",
        "#",
        "@",
        ":",
        "\\\\",
        "c=1",
        "r",
    ]
)
ASKED = re.compile(r"/+nl/+jsp/+m\.jsp(\?.*)?")


@pytest.mark.parametrize(
    ("path", "server_url", "is_one"),
    [
        (MIRROR_PAGE, "", True),
        (MIRROR_PAGE, HOST, True),
        (f"/{MIRROR_PAGE}", f"{HOST}/", True),
        ("/nl/jsp/%6d.jsp", HOST, True),
        (f"/brand{MIRROR_PAGE}", f"{HOST}/brand/", True),
        ("/brand", f"{HOST}/brand", True),
        (f"/brand{MIRROR_PAGE}", HOST, False),
        ("/nl/jsp/M.jsp", HOST, False),
        ("/nl/jsp/m.jsp/", HOST, False),
        ("/nl/jsp/s.jsp", HOST, False),
        ("/", HOST, False),
        ("", "", False),
    ],
)
def test_page(path: str, server_url: str, *, is_one: bool) -> None:
    """It is the platform's page, below the declared server's own path if that has one."""
    assert bool(not_a_mirror_page(f"{HOST}{path}?c=1", server_url, HOSTS)) is not is_one


@given(st.lists(PIECES, max_size=12))
def test_nothing_else_is_requested(pieces: list[str]) -> None:
    """However a redirect is written, what would be asked for is the platform's mirror page."""
    location = f"{HOST}{''.join(pieces)}"

    if not not_a_mirror_page(location, HOST, HOSTS):
        assert origin_of(location) == HOST
        assert ASKED.fullmatch(target_of(location))

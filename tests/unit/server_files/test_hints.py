"""What the usual slips of a hand do to a file is said with what repairs it."""

import pytest

from campaign_tracking.seal import Seal
from campaign_tracking.server_files.reader import read_conf_file


def trouble(text: str) -> str:
    """Return what is wrong with a file of which *text* is the middle, from line 2 on."""
    raw = f"<serverconf>\n{text}\n</serverconf>".encode()
    file = read_conf_file(raw, name="config-prod.xml", path="", modified_at=None, seal=Seal())
    return file.trouble


NO_END = "begun at line 3, does not end:"
NO_QUOTE = "does not end: its closing quote is missing"
OR_NOT_WRITTEN = "or a < in it is not written &lt;"
OTHER_CASE = "is closed as trackinglogd: case counts here"


@pytest.mark.parametrize(
    ("text", "place", "what", "repair"),
    [
        (
            "<proxyConfig override=\u201clocalhost*\u201d/>",
            "line 2, column 23",
            "invalid token",
            "the value of the attribute override is in curly quotes, not in straight ones",
        ),
        (
            "<proxyConfig enabled='1'\n override =\n \u2018localhost*\u2019/>",
            "line 4, column 2",
            "invalid token",
            "the value of the attribute override is in curly quotes, not in straight ones",
        ),
        (
            '<proxyConfig\nenabled="1\u201d override="a"/>',
            "line 3, column 23",
            "invalid token",
            f"the value of the attribute enabled, {NO_END} a curly quote does not close it",
        ),
        (
            '<spareServer\n id="1 url="http://trk1:8080"/>',
            "line 3, column 13",
            "invalid token",
            f"the value of the attribute id, begun at line 3, {NO_QUOTE}",
        ),
        (
            '<a b="1">\n<spareServer id="1"\n\n url="http://trk1:8080/></a>',
            "line 5, column 25",
            "invalid token",
            f"the value of the attribute url, begun at line 5, {NO_QUOTE}, {OR_NOT_WRITTEN}",
        ),
        (
            "<!-- <web/> --><web httpPort=8080/>",
            "line 2, column 30",
            "invalid token",
            "the value of the attribute httpPort is not in quotes",
        ),
        (
            "<web httpPort='8080'\n<mta/>",
            "line 3, column 1",
            "invalid token",
            "the tag before it does not end",
        ),
        (
            "<url targetUrl='http://a/?b=1&c=2'/>",
            "line 2, column 32",
            "invalid token",
            "an & that stands for itself is written &amp;",
        ),
        (
            "<url\n targetUrl='http://a/?b=1&c;'/>",
            "line 2, column 1",
            "undefined entity",
            "an & that stands for itself is written &amp;",
        ),
        (
            "<!-- <web/> <!-- <mta/> --> <wfserver/> -->",
            "line 2, column 17",
            "invalid token",
            "within a comment there must be no --",
        ),
        (
            "<mta autoStart='true'>\n<wfserver/>",
            "line 4, column 3",
            "mismatched tag",
            "the element mta, opened at line 2, is not closed",
        ),
        (
            "<web>\n<redirection>\n</web>",
            "line 4, column 3",
            "mismatched tag",
            "the element redirection, opened at line 3, is not closed",
        ),
        (
            "<trackingLogd>\n</trackinglogd>",
            "line 3, column 3",
            "mismatched tag",
            f"the element trackingLogd, opened at line 2, {OTHER_CASE}",
        ),
        (
            "<web/></web>",
            "line 2, column 9",
            "mismatched tag",
            "there is no element web to close; open is serverconf, opened at line 1",
        ),
        (
            "<web id='1'\n id='2'/>",
            "line 3, column 2",
            "duplicate attribute",
            "the element has the attribute id twice",
        ),
        (
            "<!-- <web/>",
            "line 2, column 1",
            "unclosed token",
            "the comment that begins there does not end",
        ),
    ],
)
def test_says_what_to_repair(text: str, place: str, what: str, repair: str) -> None:
    """The place, the parser's word, and what a hand did there."""
    assert trouble(text) == f"not well-formed at {place}: {what}; {repair}"


@pytest.mark.parametrize(
    "text", ["<web a='x\0y'/>", "<web a='1'b='2'/>", "<web a/>", "\0", "<web> </ web>"]
)
def test_does_not_guess(text: str) -> None:
    """Where it could be one or another, only the place is said."""
    assert ";" not in trouble(text)
    assert trouble(text).endswith("invalid token")


@pytest.mark.parametrize(
    ("raw", "repair"),
    [
        ("<serverconf>\n<mta>", "the element mta, opened at line 2, is not closed"),
        ("<serverconf", "the tag that begins there does not end"),
        (
            "<serverconf\nid='1'\nurl='2",
            f"the value of the attribute url, begun at line 3, {NO_QUOTE}",
        ),
    ],
)
def test_says_what_has_no_end(raw: str, repair: str) -> None:
    """A file that stops in the middle says what was begun last."""
    file = read_conf_file(raw.encode(), name="a.xml", path="", modified_at=None, seal=Seal())

    assert file.trouble.endswith(f"; {repair}")


def test_long_names_are_cut() -> None:
    """A name is shown as far as it helps."""
    shown = f"{'x' * 60}..., opened at line 2, is not closed"

    assert trouble(f"<{'x' * 1_000}>").endswith(f"; the element {shown}")


@pytest.mark.parametrize(
    ("text", "repair"),
    [
        ('<web trackingPassworS3cr3t=" id="1"/>', f"an attribute, begun at line 2, {NO_QUOTE}"),
        ("<web loginS3cr3t=1/>", "an attribute is not in quotes"),
        ("<web S3cr3t='1' S3cr3t='2'/>", "an attribute twice"),
        ("<web TARGETURL=1/>", "the attribute TARGETURL is not in quotes"),
    ],
)
def test_only_documented_attributes_are_named(text: str, repair: str) -> None:
    """Where a slip made a part of a secret look like a name, it is not shown."""
    assert trouble(text).endswith(repair)
    assert "S3cr3t" not in trouble(text)

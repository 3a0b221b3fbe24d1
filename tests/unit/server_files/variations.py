"""The same configuration, written otherwise: what an administrator's hand may do to a file."""

from collections.abc import Callable
from typing import Final, TypeVar
from xml.etree import ElementTree as ET
from xml.sax.saxutils import escape, quoteattr

from hypothesis import strategies as st

from campaign_tracking.server_files.settings import DEFAULTS
from tests.unit.server_files.platforms import SIZED, Render, Sample, Server

DrawnT = TypeVar("DrawnT")
Draw = Callable[[st.SearchStrategy[DrawnT]], DrawnT]
# Attributes that either file may hold, the instance's or the server's.
MOVABLE: Final = (
    *("web/redirection/@startRedirection", "web/redirection/@startRedirectionInModule"),
    *("web/redirection/@maxJobsInCache", "web/redirection/@defLogCount", "web/@httpPort"),
    *("tracking/@logCountPerRequest", "tracking/@blockRedirectForUnsignedTrackingLink"),
    *("trackinglogd/@maxSharedLogs", "trackinglogd/@maxLogsSizeOnDiskMb"),
    *("trackinglogd/@purgeLogsPeriod", "mta/@signEmailLinks", "mta/@verifyMode"),
)
CASES: Final = (str, str.lower, str.upper)


def sizes() -> st.SearchStrategy[tuple[str, int]]:
    """Give a kind of platform and a number of tracking servers."""
    return st.tuples(st.sampled_from(sorted(SIZED)), st.integers(1, 4))


def vary(sample: Sample, draw: Draw[int]) -> None:
    """Leave defaults out and move attributes between files, so that nothing changes in effect."""
    for server in sample.servers.values():
        for path in MOVABLE:
            _vary(server, path, draw(st.integers(0, 2)))


def _vary(server: Server, path: str, how: int) -> None:
    element, _, name = path.rpartition("/@")
    place = server.element("serverConf.xml", element)
    value, instance = place.get(name), f"config-{server.instance}.xml"
    if value is None or instance not in server.files:
        return
    above = server.element(instance, element)
    if how == 1 and value == DEFAULTS[path]:
        del place.attrib[name]
    elif how == 2 and name not in above.attrib:  # noqa: PLR2004  (the third way)
        above.set(name, place.attrib.pop(name))


def styles() -> st.SearchStrategy[Render]:
    """Give ways to write a tree as bytes."""
    return st.builds(
        _style,
        single=st.booleans(),
        lines=st.booleans(),
        comment=st.text(st.sampled_from("abc äß<&>\"' "), max_size=12),
        case=st.sampled_from(CASES),
        encoding=st.sampled_from(("utf-8", "utf-8-sig", "utf-16", "iso-8859-1")),
        newline=st.sampled_from(("\n", "\r\n")),
    )


def _style(
    *,
    single: bool,
    lines: bool,
    comment: str,
    case: Callable[[str], str],
    encoding: str,
    newline: str,
) -> Render:
    gap = f"{newline}    " if lines else " "

    def quoted(value: str) -> str:
        usual: str = quoteattr(value)
        other = "'" + escape(value, {"'": "&apos;"}) + "'"
        return other if single else usual

    def written(element: ET.Element) -> str:
        name = case(element.tag) if element.tag != "Server" else element.tag
        held = "".join(f"{gap}{case(key)}={quoted(value)}" for key, value in element.items())
        if not len(element):
            return f"<{name}{held}/>"
        inner = newline.join(map(written, element))
        return f"<{name}{held}>{newline}{inner}{newline}</{name}>"

    def render(tree: ET.Element) -> bytes:
        declared = encoding.removesuffix("-sig")
        harmless = comment.replace("-", "")
        text = (
            f"<?xml version='1.0' encoding='{declared}'?>{newline}<!--{harmless} -->{written(tree)}"
        )
        return text.encode(encoding)

    return render

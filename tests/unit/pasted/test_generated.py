"""No log makes it fail, and it names no server that the log does not."""

import html
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from hypothesis import given, settings
from hypothesis import strategies as st

from campaign_tracking.pasted.answer import Answer, answer
from campaign_tracking.pasted.reading import UnreadableError
from campaign_tracking.pasted.telling import next_steps, told
from tests.unit.pasted.samples import HEALTHY, table

# What announces an upload, names a server, and blames a configuration, in four languages.
LANGUAGES: Final = (
    (
        "Uploading tracking information on server '{}'...",
        "Communication failed with tracking server 'http://{}'. Please check that it is started.",
        "Wrong configuration of remote redirection server.",
    ),
    (
        "Envoi des informations de tracking sur le serveur « {} »...".replace("« {} »", "'{}'"),
        "Échec de la communication avec le serveur de tracking 'https://{}'. Vérifiez.",
        "Mauvaise configuration du serveur de redirection distant.",
    ),
    (
        "Tracking-Informationen werden auf Server „{}“ hochgeladen...",
        "Kommunikation mit Tracking-Server „http://{}“ fehlgeschlagen.",
        "Falsche Konfiguration des Umleitungsservers.",
    ),
    (
        "サーバー「{}」にトラッキング情報をアップロードしています…",
        "トラッキングサーバー「http://{}」との通信に失敗しました。",
        "リモートリダイレクトサーバーの設定が正しくありません。",
    ),
)
STAMPS: Final[tuple[str, ...]] = (
    "{}",
    "12:01:02 - {}",
    "2026-11-25 12:01:02\t{}",
    "{}\t25/11/2026 12:01",
    "2026-11-25 12:01:02.123+01\t00002D3B\t1\tinfo\tlog\t{}",
)
FORMS: Final[tuple[Callable[[Sequence[str]], str], ...]] = (
    "\n".join,
    "\r\n".join,
    table,
    lambda lines: "<br>".join(map(html.escape, lines)),
    lambda lines: html.escape("\n".join(lines)),
)
OCTET = st.one_of(st.integers(0, 255).map(str), st.sampled_from(["xxx", "***", "x"]))
HOSTS = st.one_of(
    st.lists(OCTET, min_size=4, max_size=4).map(".".join),
    st.from_regex(r"[a-z][a-z0-9]{0,6}\.(example|ex-ample)\.com", fullmatch=True),
)
# No quotes and no colon: noise is not to say by chance what a log says.
NOISE = st.text(st.characters(codec="utf-8", exclude_characters="'\"„“「」:<&"), max_size=60)


@dataclass(frozen=True)
class Generated:
    """A log, and what it says.

    Attributes:
        text: The log.
        blamed: The servers that RED-520025 names.
        named: All servers that it names.
    """

    text: str
    blamed: frozenset[str]
    named: frozenset[str]


@st.composite
def logs(draw: st.DrawFn) -> Generated:
    """Return a log of a few servers, some of which failed, in any order, language and form."""
    uploading, failed, wrong = draw(st.sampled_from(LANGUAGES))
    hosts = draw(st.lists(HOSTS, unique=True, max_size=4))
    blamed = draw(st.sets(st.sampled_from(hosts))) if hosts else set()
    lines = [
        *(uploading.format(host) for host in hosts),
        *(f"RED-520025 {failed.format(host)}" for host in blamed),
        *([f"RED-520005 {wrong}"] if draw(st.booleans()) else []),
        *draw(st.lists(st.one_of(st.sampled_from(HEALTHY), NOISE), max_size=5)),
    ]
    stamp, form = draw(st.sampled_from(STAMPS)), draw(st.sampled_from(FORMS))
    shuffled = draw(st.permutations([stamp.format(line) for line in lines]))
    return Generated(form(shuffled), frozenset(blamed), frozenset(hosts))


def told_of(text: str) -> Answer | None:
    """Return what is told, having told it; None if it says that it cannot be read."""
    try:
        found = answer("generated.log", text, None)
    except UnreadableError:
        return None
    shown = told(found, next_steps=next_steps(found, compared=False))
    assert all(character.isprintable() or character == "\n" for character in shown)
    return found


@settings(max_examples=200)
@given(log=logs())
def test_whole_log(log: Generated) -> None:
    """Of a whole log every server is told, and those that an error names are blamed."""
    found = told_of(log.text)

    if log.named:
        assert found is not None
        assert set(found.blamed) == log.blamed
        assert {sentence.partition(": ")[0] for sentence in found.servers} >= log.named
        assert found.is_wrong or not log.blamed


@settings(max_examples=200)
@given(log=logs(), data=st.data())
def test_cut_off_log(log: Generated, data: st.DataObject) -> None:
    """However a log is cut off, at both ends, nobody is blamed whom it does not blame."""
    places = [match.end() for match in re.finditer("://", log.text)]
    inside = (
        [st.sampled_from(places).flatmap(lambda at: st.integers(at, at + 20))] if places else []
    )
    end = data.draw(st.one_of(st.integers(0, len(log.text)), *inside))
    begin = data.draw(st.one_of(st.just(0), st.integers(0, end)))
    found = told_of(log.text[begin:end])

    assert found is None or set(found.blamed) <= log.blamed
    assert (
        found is None
        or {sentence.partition(": ")[0] for sentence in found.servers if ": no error" in sentence}
        <= log.named
    )


@given(st.text(max_size=400))
def test_anything(text: str) -> None:
    """Whatever is pasted is told of, or said to be unreadable."""
    told_of(text)


@given(
    st.lists(
        st.sampled_from(
            (
                *("RED-520025", "RED-520005", "'http://", "http://", "10.1.1.1", "'", "...", "*"),
                *(
                    "DLV-490013 ",
                    "SOP-330011",
                    "<br>",
                    "<td>",
                    "&#39;",
                    "\n",
                    "\t",
                    "\x1b[31m",
                    "{",
                ),
            )
        ),
        max_size=30,
    ).map("".join)
)
def test_pieces_of_logs(text: str) -> None:
    """Whatever its pieces are joined to, only what stands in it is named."""
    found = told_of(text)

    assert found is None or all(
        host.lower() in html.unescape(text).lower() for host in found.blamed
    )

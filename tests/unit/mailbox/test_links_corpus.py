"""The links of mails as mail programs and gateways write them; broken mails break nothing."""

import random
import re
import tomllib
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path

import pytest

from campaign_tracking.mailbox import MailLink, read_mail
from campaign_tracking.mailbox.arrivals import classify

CORPUS = Path(__file__).parent / "corpus"
EXPECTED: Mapping[str, Mapping[str, object]] = tomllib.loads(
    (CORPUS / "expected.toml").read_text("utf-8")
)
AT = datetime(2026, 11, 23, 14, 35, 58, tzinfo=UTC)
MAILS = {name: (CORPUS / f"{name}.eml").read_bytes() for name in EXPECTED}
LEAST_MAILS = 40
MUTATED_MAILS = 10_000
REDECLARED = 0.2
SEED = 20261123
CHARSET = re.compile(rb"charset=[^\s;]{1,40}")
DECLARATIONS = (
    *(b"charset*=us-ascii'en'utf-8", b"charset*0*=us-ascii''utf; charset*1=-8", b'charset="a\0b"'),
    *(b"charset=idna", b"charset=undefined", b"charset=utf-7", b"charset*=x'y'%ff", b"charset"),
)
SPLICES = (b"=", b"<!--[if mso]>", b"\x1b$B", b'"', b"\0", b"\xff\xfe", b"\r\n", b"<a href=", b"&#")


def told(links: tuple[MailLink, ...]) -> dict[str, list[str]]:
    """Return *links* as the corpus writes them; what there is none of is left out."""
    written = {
        "html": [f"{link.tag} {link.href}" for link in links if link.where == "html"],
        "text": [link.href for link in links if link.where == "text"],
        "rewritten": [
            f"{', '.join(link.gateways)}: {link.original}" for link in links if link.gateways
        ],
    }
    return {name: found for name, found in written.items() if found}


def mutated(raw: bytes, chance: random.Random) -> bytes:
    """Return *raw* with a few bytes changed, cut out, doubled, or put in from elsewhere.

    Now and then its charsets are declared in another way, a bad one as a rule.
    """
    if chance.random() < REDECLARED:
        declared = chance.choice(DECLARATIONS)
        raw = CHARSET.sub(lambda _: declared, raw)
    for _ in range(chance.randint(1, 6)):
        at, length = chance.randrange(len(raw) + 1), chance.randint(1, 40)
        piece = raw[at : at + length]
        raw = chance.choice(
            (
                raw[:at] + bytes([chance.randrange(256)]) + raw[at + 1 :],
                raw[:at] + raw[at + length :],
                raw[:at] + piece + raw[at:],
                raw[:at] + chance.choice(SPLICES) + raw[at:],
                raw[: at + length],
                raw[:at] + piece.swapcase() + raw[at + length :],
            )
        )
    return raw


def mutated_mails() -> Iterator[bytes]:
    """Yield broken mails, each mail of the corpus as often as any other."""
    chance = random.Random(SEED)  # noqa: S311  (the same mails each time, nothing secret)
    names = sorted(MAILS)
    for number in range(MUTATED_MAILS):
        yield mutated(MAILS[names[number % len(names)]], chance)


@pytest.mark.parametrize("name", EXPECTED)
def test_links_are_found(name: str) -> None:
    """In each mail exactly the links that are in it are found, as received and in their order."""
    expected = {key: value for key, value in EXPECTED[name].items() if key != "what"}

    assert told(read_mail(MAILS[name], AT).links) == expected


def test_corpus_is_whole() -> None:
    """Each mail is expected, each expectation has a mail and says what it is about."""
    assert {file.stem for file in CORPUS.glob("*.eml")} == set(EXPECTED)
    assert all(mail["what"] for mail in EXPECTED.values())
    assert len(EXPECTED) >= LEAST_MAILS


def test_mutated_mails_are_read() -> None:
    """However a mail is damaged, it is read, and what is found goes into facts.json."""
    raws = list(mutated_mails())
    read = [read_mail(raw, AT) for raw in raws]
    told_of = [classify(raw, mail).words for raw, mail in zip(raws, read, strict=True)]
    links = [link for mail in read for link in mail.links]

    assert len(read) == MUTATED_MAILS
    assert len(links) > MUTATED_MAILS  # damaged, not destroyed
    "".join(link.href + link.label + link.original + link.opens for link in links).encode()
    "".join(told_of).encode()

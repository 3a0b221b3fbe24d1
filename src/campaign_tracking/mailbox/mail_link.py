"""One link of a mail, with what can be said of it by its form alone."""

from dataclasses import dataclass, replace
from urllib.parse import urljoin

from campaign_tracking.mailbox.gateways import unwrapped

# Far beyond what mail programs show. Elements inside elements cost the parser the square of
# their depth, and a mail is written by somebody else.
MAX_CHARACTERS = 300_000
MAX_LINKS = 2_000


@dataclass(frozen=True, slots=True, kw_only=True)
class MailLink:
    """One link of a mail.

    Attributes:
        href: As received: transfer encoding and entities undone, once, and nothing else (R-66).
        where: The part it stands in: ``html`` or ``text``.
        tag: The element that carries it, such as ``a``, ``area``, ``img``; empty in the text part.
        label: What the reader sees of it: its text, or the ``alt`` of a picture.
        condition: Of the conditional comment that it stands in, which only Outlook reads, such
            as ``mso``; else empty.
        base: The part's ``<base>``, if the link is relative and there is one; else empty.
        gateways: The mail gateways that rewrote it, the outermost first; empty if none did.
        original: What it was before, as far as that can be read; empty if none rewrote it.
    """

    href: str
    where: str
    tag: str
    label: str
    condition: str = ""
    base: str = ""
    gateways: tuple[str, ...] = ()
    original: str = ""

    @property
    def opens(self) -> str:
        """What a mail program opens, for comparing only: no white space around it, and absolute."""
        href = self.href.strip()
        try:
            return urljoin(self.base, href) if self.base else href
        except ValueError:
            return href


def told(link: MailLink) -> MailLink:
    """Return *link* with what its form says of mail gateways."""
    rewriting = unwrapped(link.href)
    if rewriting is None:
        return link
    return replace(link, gateways=rewriting.gateways, original=rewriting.original)

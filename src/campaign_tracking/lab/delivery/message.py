"""One message: personalised, its links replaced, ready for SMTP."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, formataddr
from urllib.parse import urlsplit

from campaign_tracking.lab import stamps
from campaign_tracking.lab.assumptions import MESSAGE_ID_DOMAIN, OPEN_PIXEL, X_MAILER
from campaign_tracking.lab.database import OPEN_URL_ID, BroadLog, Database, Delivery
from campaign_tracking.lab.delivery import documents
from campaign_tracking.lab.delivery.content import (
    MIRROR_MADE,
    MIRROR_TOKEN,
    FoundUrl,
    replaced_in_html,
    replaced_in_text,
)
from campaign_tracking.lab.delivery.formula import written
from campaign_tracking.lab.delivery.mirror import MirrorPages, mirror_page, mirror_url
from campaign_tracking.lab.delivery.personalisation import evaluated
from campaign_tracking.lab.markup import text_of
from campaign_tracking.lab.redirection.tracked_link import (
    Signer,
    hexadecimal,
    parameters,
    placeholders,
)
from campaign_tracking.lab.wizard_options import routing_url, tracks


@dataclass(frozen=True, slots=True, kw_only=True)
class Renderer:
    """Makes mails out of a delivery.

    Attributes:
        signs: Whether tracked links are signed: ``mta/@signEmailLinks`` (privacy.md).
    """

    database: Database
    mirror_pages: MirrorPages
    signer: Signer
    signs: bool = True

    def render(self, delivery: Delivery, message: BroadLog) -> EmailMessage:
        """Return the mail, and keep its HTML with *message* for the mirror page.

        Raises:
            PersonalisationError: If the content holds what the lab cannot evaluate.
        """
        writer = _Writer(self, delivery, message)
        html = writer.html(text_of(delivery.document, "content/html/source"))
        text = writer.text(text_of(delivery.document, "content/text/source"))
        message.html = html
        mail = self._headers(delivery, message, writer.fields)
        if text.strip():
            mail.set_content(text, cte="quoted-printable")
        if html.strip() and documents.is_on(delivery, "openEnabled"):
            html = writer.with_pixel(html)
        if html.strip() and text.strip():
            mail.add_alternative(html, subtype="html", cte="quoted-printable")
        elif html.strip():
            mail.set_content(html, subtype="html", cte="quoted-printable")
        return mail

    def _headers(
        self, delivery: Delivery, message: BroadLog, fields: Mapping[str, str]
    ) -> EmailMessage:
        mail = EmailMessage(policy=SMTP)
        instance = self.database.option("NmsTracking_Instance")
        mail["From"] = formataddr(documents.sender(delivery))
        mail["To"] = message.address
        subject = evaluated(text_of(delivery.document, "mailParameters/subject"), fields)
        mail["Subject"] = re.sub(r"\s+", " ", subject).strip()
        mail["Date"] = format_datetime(stamps.now())
        mail["Message-ID"] = f"<{instance}.{message.id:x}.{delivery.id:x}@{MESSAGE_ID_DOMAIN}>"
        mail["X-mailer"] = X_MAILER
        return mail


class _Writer:
    """Writes the contents of one message."""

    def __init__(self, renderer: Renderer, delivery: Delivery, message: BroadLog) -> None:
        self._database = renderer.database
        self._sign = renderer.signer.signed if renderer.signs else str
        self._delivery, self._message = delivery, message
        self._mirror = mirror_url(renderer.database)
        self._urls = {url.source_url: url.id for url in renderer.database.urls_of(delivery.id)}
        self._tracked = tracks(renderer.database, delivery)
        recipient, token = message.recipient, renderer.mirror_pages.token(message)
        self.fields: Mapping[str, str] = {
            "recipient.email": recipient.email,
            "recipient.firstName": recipient.first_name,
            "recipient.lastName": recipient.last_name,
            "recipient.id": str(recipient.id),
            "message.id": str(message.id),
            "delivery.internalName": delivery.internal_name,
            MIRROR_TOKEN: token,
            MIRROR_MADE: mirror_page(renderer.database, token),
        }

    def html(self, source: str) -> str:
        """Return the HTML content for this message."""
        return evaluated(
            replaced_in_html(source, self._mirror, lambda url: self._link(url, "h")), self.fields
        )

    def text(self, source: str) -> str:
        """Return the text content for this message."""
        return evaluated(
            replaced_in_text(source, self._mirror, self._database.text_delimiters, self._text_link),
            self.fields,
        )

    def _text_link(self, url: FoundUrl) -> str:
        return self._link(url, "t")

    def with_pixel(self, html: str) -> str:
        """Return *html* with the open pixel before the end of its body (A-09)."""
        if not self._tracked:
            return html
        url = self._tracked_url("NmsTracking_OpenFormula", "", "h", OPEN_URL_ID)
        pixel = OPEN_PIXEL.format(url=url.replace("&", "&amp;"))
        head, end, tail = html.rpartition("</body>")
        return f"{head}{pixel}{end}{tail}" if end else f"{html}{pixel}"

    def _link(self, url: FoundUrl, content: str) -> str:
        if not self._tracked or url.source_url not in self._urls:
            return evaluated(url.source_url, self.fields)
        url_id = self._urls[url.source_url]
        return self._tracked_url("NmsTracking_ClickFormula", url.source_url, content, url_id)

    def _base(self, formula: str, source_url: str) -> str:
        """Return the external URL; the secure one for a link that is secure itself (L-11).

        If the formula takes the routing's tracking URL, that is it, for every link (L-72).
        """
        of_the_routing = routing_url(self._database, self._delivery, formula)
        if of_the_routing is not None:
            return of_the_routing
        secure = self._database.option("NmsTracking_SecureServerUrl")
        if secure and urlsplit(source_url).scheme.lower() == "https":
            return secure
        return self._database.option("NmsTracking_ServerUrl")

    def _tracked_url(self, formula: str, source_url: str, content: str, url_id: int) -> str:
        """Return what the formula of that option writes, its values and its signature (A-08)."""
        base = self._base(formula, source_url)
        ids = {
            "contentLetter": content,
            "messageId": hexadecimal(self._message.id),
            "recipientId": hexadecimal(self._message.recipient.id),
            "deliveryId": hexadecimal(self._delivery.id),
            "urlId": hexadecimal(url_id),
        }
        values = [evaluated(part, self.fields) for part in placeholders(source_url)]
        link = written(self._database.option(formula), base, ids) + parameters(values)
        begins = base if link.startswith(base) else ""
        return begins + self._sign(link.removeprefix(begins))

"""What we ask the platform to send: the test mail, or the same without tracking."""

from dataclasses import dataclass
from string import Template
from urllib.parse import urlencode, urlsplit
from xml.etree import ElementTree as ET

MARK = "campaign_tracking_check"  # the parameter that makes a landing link our own


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """One mail to be sent.

    Attributes:
        token: Unique; the delivery, the mail and the click are found by it, never by "newest".
        tracked: Whether its links and its opening are tracked.
        template: Internal name of the delivery template.
        recipient: The only address that it may reach.
        landing_url: Where its link leads, the token in it.
        html: Its HTML content, in Campaign's own template language.
        text: Its text content, likewise.
    """

    token: str
    tracked: bool
    template: str
    recipient: str
    landing_url: str
    html: str
    text: str

    @property
    def label(self) -> str:
        """What the delivery is called in the console, and the mail's subject."""
        return f"Tracking check {self.token}"

    def fragment(self, recipient_id: str) -> ET.Element:
        """Return what the template does not hold: label, content, target, tracking.

        The form of the target is the documented one (targets, deliveryTarget, targetPart of the
        type query); no public page describes the content's elements as a whole.
        """
        root = ET.Element("delivery", {"label": self.label, "deliveryCode": self.token})
        ET.SubElement(ET.SubElement(root, "mailParameters"), "subject").text = self.label
        content = ET.SubElement(root, "content")
        ET.SubElement(ET.SubElement(content, "html"), "source").text = self.html
        ET.SubElement(ET.SubElement(content, "text"), "source").text = self.text
        target = ET.SubElement(ET.SubElement(root, "targets"), "deliveryTarget")
        part = ET.SubElement(
            target,
            "targetPart",
            {"type": "query", "exclusion": "false", "ignoreDeleteStatus": "false"},
        )
        where = ET.SubElement(part, "where")
        ET.SubElement(where, "condition", {"expr": f"@id IN ({int(recipient_id)})"})
        tracking = "true" if self.tracked else "false"
        ET.SubElement(root, "tracking", {"enabled": tracking, "openEnabled": tracking})
        return root


def marked(landing_url: str, token: str) -> str:
    """Return *landing_url* with the token in its query: by it we know a link to be our own."""
    parts = urlsplit(landing_url)
    query = "&".join(filter(None, (parts.query, urlencode({MARK: token}))))
    return parts._replace(query=query).geturl()


def fill(source: str, landing_url: str, token: str) -> str:
    """Return the content *source* with ``$landing_url`` and ``$token`` filled in."""
    return Template(source).substitute(landing_url=landing_url, token=token)

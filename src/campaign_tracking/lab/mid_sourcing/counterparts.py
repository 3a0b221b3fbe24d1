"""Which rows of the mid stand for which rows of the marketing instance.

Their ids differ (email-archiving.md). Where a marketing instance keeps them is not public (L-54).
"""

from dataclasses import dataclass, field
from xml.etree import ElementTree as ET

from campaign_tracking.lab.database import OPEN_URL_ID


@dataclass(slots=True, kw_only=True)
class Counterparts:
    """What the marketing instance remembers.

    Attributes:
        deliveries: Id at the mid, by own id.
        messages: Own id of a broadlog, by its id at the mid.
        urls: Own id of a tracked URL, by its id at the mid; the reserved open is everybody's.
    """

    deliveries: dict[int, int] = field(default_factory=dict)
    messages: dict[int, int] = field(default_factory=dict)
    urls: dict[int, int] = field(default_factory=lambda: {OPEN_URL_ID: OPEN_URL_ID})

    def own_log(self, log: ET.Element) -> ET.Element | None:
        """Return a line of the mid's tracking log with own ids; None for one that is not ours."""
        deliveries = {mid: own for own, mid in self.deliveries.items()}
        own = {
            "delivery-id": deliveries.get(int(log.get("delivery-id", "0"))),
            "broadLog-id": self.messages.get(int(log.get("broadLog-id", "0"))),
            "url-id": self.urls.get(int(log.get("url-id", "0"))),
        }
        if None in own.values():
            return None
        return ET.Element(
            "log", {**log.attrib, **{name: str(value) for name, value in own.items()}}
        )

"""``var/<instance>/redir/url/<YYYY>/<deliveryID>.xml``: what a server knows about a delivery.

Place and mode by about-message-tracking.md; what is inside is not public (A-10).
"""

from collections.abc import Iterable
from pathlib import Path
from xml.etree import ElementTree as ET

from campaign_tracking.lab.assumptions import DELIVERY_FILE_MODE
from campaign_tracking.lab.database import TrackingUrl
from campaign_tracking.lab.markup import serialised
from campaign_tracking.safe_xml import NotXmlError, parse


def tracking_info(
    delivery_id: int, year: int, urls: Iterable[TrackingUrl], *, signed: bool
) -> ET.Element:
    """Return what is uploaded about a delivery."""
    info = ET.Element(
        "trackingInfo",
        {"deliveryId": str(delivery_id), "year": str(year), "signed": str(signed).lower()},
    )
    for url in urls:
        attributes = {"id": str(url.id), "type": str(url.type), "url": url.source_url}
        ET.SubElement(info, "trackingUrl", attributes)
    return info


class DeliveryFiles:
    """The files of one redirection server."""

    def __init__(self, folder: Path) -> None:
        """Keep them below *folder*, in one folder for each year."""
        self._folder = folder

    def store(self, info: ET.Element) -> Path:
        """Write one delivery's file, readable for the web server's user."""
        path = (
            self._folder / str(int(info.get("year", "0"))) / _name(int(info.get("deliveryId", "0")))
        )
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(serialised(info), encoding="utf-8")
        path.chmod(DELIVERY_FILE_MODE)
        return path

    def find(self, delivery_id: int) -> ET.Element | None:
        """Return what is known about a delivery; None without a readable file."""
        for path in self._folder.glob(f"*/{_name(delivery_id)}"):
            try:
                return parse(path.read_text(encoding="utf-8"))
            except (OSError, NotXmlError):
                return None
        return None


def source_url(info: ET.Element, url_id: int) -> str | None:
    """Return the target of one tracked URL; None if the delivery has no such URL."""
    for url in info.iter("trackingUrl"):
        if url.get("id") == str(url_id):
            return url.get("url", "")
    return None


def _name(delivery_id: int) -> str:
    return f"{delivery_id}.xml"

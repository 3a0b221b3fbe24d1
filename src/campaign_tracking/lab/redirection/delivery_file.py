"""``var/<instance>/redir/url/<YYYY>/<deliveryID>.xml``: what a server knows about a delivery.

Place and mode by about-message-tracking.md; what is inside is not public (A-10).
"""

import copy
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final
from xml.etree import ElementTree as ET

from campaign_tracking.lab.assumptions import DELIVERY_FILE_MODE
from campaign_tracking.lab.database import TrackingUrl
from campaign_tracking.lab.markup import serialised
from campaign_tracking.safe_xml import NotXmlError, parse

_SOMEBODY_WRITES: Final = 0o222


def tracking_info(
    delivery_id: int,
    year: int,
    urls: Iterable[TrackingUrl],
    *,
    signed: bool,
    expires: datetime | None = None,
) -> ET.Element:
    """Return what is uploaded about a delivery; its links expire with its web validity."""
    info = ET.Element(
        "trackingInfo",
        {"deliveryId": str(delivery_id), "year": str(year), "signed": str(signed).lower()},
    )
    if expires is not None:
        info.set("expires", expires.isoformat())
    for url in urls:
        attributes = {"id": str(url.id), "type": str(url.type), "url": url.source_url}
        ET.SubElement(info, "trackingUrl", attributes)
    return info


@dataclass(frozen=True, slots=True, kw_only=True)
class Keeping:
    """What becomes of the files on a server.

    Attributes:
        mode: Their permissions, as the umask there has it.
        swept: Whether a job on that machine deletes them as soon as they are written.
        cut: Whether the last of a delivery's URLs does not get into its file.
    """

    mode: int = DELIVERY_FILE_MODE
    swept: bool = False
    cut: bool = False


AS_DOCUMENTED: Final = Keeping()
_OTHERS_READ: Final = 0o044


class DeliveryFiles:
    """The files of one redirection server."""

    def __init__(self, folder: Path, keeping: Keeping = AS_DOCUMENTED) -> None:
        """Keep them below *folder*, in one folder for each year."""
        self._folder, self._keeping = folder, keeping

    def store(self, info: ET.Element) -> Path:
        """Write one delivery's file, readable for the web server's user.

        Raises:
            OSError: If nobody may write there. To root that would not matter; Campaign's processes
                are not root's (integration-into-a-web-server-for-linux.md).
        """
        path = (
            self._folder / str(int(info.get("year", "0"))) / _name(int(info.get("deliveryId", "0")))
        )
        if not self._folder.stat().st_mode & _SOMEBODY_WRITES:
            raise PermissionError(f"nobody may write into {self._folder}")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(serialised(self._kept(info)), encoding="utf-8")
        path.chmod(self._keeping.mode)
        if self._keeping.swept:
            path.unlink()
        return path

    def find(self, delivery_id: int) -> ET.Element | None:
        """Return what is known about a delivery; None without a readable file."""
        for path in self._folder.glob(f"*/{_name(delivery_id)}"):
            try:
                return parse(path.read_text(encoding="utf-8"))
            except (OSError, NotXmlError):
                return None
        return None

    def find_for_the_web_server(self, delivery_id: int) -> ET.Element | None:
        """Return what webmdl knows about a delivery: another user than the files' owner reads it.

        about-message-tracking.md has the mode 644 as the least.
        """
        readable = self._keeping.mode & _OTHERS_READ == _OTHERS_READ
        return self.find(delivery_id) if readable else None

    def _kept(self, info: ET.Element) -> ET.Element:
        kept = copy.deepcopy(info)
        if self._keeping.cut:
            kept.remove(kept[-1])
        return kept


def has_expired(info: ET.Element, now: datetime) -> bool:
    """Return whether the delivery's web validity is over."""
    expires = info.get("expires", "")
    return bool(expires) and datetime.fromisoformat(expires) <= now


def source_url(info: ET.Element, url_id: int) -> str | None:
    """Return the target of one tracked URL; None if the delivery has no such URL."""
    for url in info.iter("trackingUrl"):
        if url.get("id") == str(url_id):
            return url.get("url", "")
    return None


def _name(delivery_id: int) -> str:
    return f"{delivery_id}.xml"

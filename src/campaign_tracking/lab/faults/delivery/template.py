"""The template of the test mail, which faults of deliveries change."""

from xml.etree import ElementTree as ET

from campaign_tracking.lab.application.first_rows import TEMPLATE_ID
from campaign_tracking.lab.platform import Platform


def template_of(platform: Platform) -> ET.Element:
    """Return its document."""
    return platform.database.deliveries[TEMPLATE_ID].document


def tracking_of(platform: Platform) -> ET.Element:
    """Return its element with the two boxes of tracking."""
    (tracking,) = template_of(platform).findall("tracking")
    return tracking

"""A machine's files, read back: what is in force where.

``config-<instance>.xml`` comes before ``config-default.xml``, that before ``serverConf.xml``, that
before the documented default (configuration-principle.md). A file that is no XML says nothing, and
the machine goes on with the others and the defaults (L-61).
"""

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from xml.etree import ElementTree as ET

from campaign_tracking.lab.machine import DEFAULT_FILE, SERVER_FILE, TOMCAT_FILE, Machine
from campaign_tracking.safe_xml import NotXmlError, parse

_TRUE: Final = ("true", "1")  # file-res-management.md writes 1 and 0
MULTI_INSTANCE: Final = ("web", "syslogd", "trackinglogd")
MONO_INSTANCE: Final = ("mta", "wfserver", "inMail", "stat", "sms")


@dataclass(frozen=True, slots=True, kw_only=True)
class Configuration:
    """What the files of one machine say.

    Attributes:
        instance: Name of the instance whose file was read.
        has_instance: Whether that file is there; without one the machine has no such instance.
        roots: Of the files that are XML, by precedence.
        tomcat: Root of Tomcat's file; None if there is none, or it is no XML.
    """

    instance: str
    has_instance: bool = True
    roots: tuple[ET.Element, ...] = ()
    tomcat: ET.Element | None = None

    def text(self, path: str, attribute: str, default: str = "") -> str:
        """Return an attribute of the element at *path*."""
        for element in self._elements(path):
            value = element.get(attribute)
            if value is not None:
                return value
        return default

    def is_on(self, path: str, attribute: str, *, default: bool = False) -> bool:
        """Return a Boolean attribute."""
        text = self.text(path, attribute, str(default))
        return text.strip().lower() in _TRUE

    def number(self, path: str, attribute: str, default: int) -> int:
        """Return a number; the default if the files have none there."""
        text = self.text(path, attribute, str(default)).strip()
        return int(text) if text.isascii() and text.isdecimal() else default

    def section(self, path: str) -> list[ET.Element]:
        """Return the elements at *path* of the first file that has any."""
        return next((found for root in self.roots if (found := root.findall(path))), [])

    def starts(self, process: str) -> bool:
        """Return whether the files have a process start."""
        return self.is_on(process, "autoStart")

    def tomcat_port(self, default: int) -> int:
        """Return the port on which Tomcat listens."""
        connector = None if self.tomcat is None else self.tomcat.find("Service/Connector")
        text = "" if connector is None else connector.get("port", "")
        return int(text) if text.isascii() and text.isdecimal() else default

    def _elements(self, path: str) -> Iterator[ET.Element]:
        for root in self.roots:
            yield from root.findall(path)


def read(machine: Machine) -> Configuration:
    """Return what the files in a machine's folder say."""
    names = (machine.instance_file, DEFAULT_FILE, SERVER_FILE)
    roots = (_root(machine.path(name)) for name in names)
    return Configuration(
        instance=machine.instance,
        has_instance=machine.path(machine.instance_file).exists(),
        roots=tuple(root for root in roots if root is not None),
        tomcat=_root(machine.path(TOMCAT_FILE)),
    )


def _root(path: Path) -> ET.Element | None:
    with contextlib.suppress(OSError, UnicodeDecodeError, NotXmlError):
        return parse(path.read_text(encoding="utf-8"))
    return None

"""Lists in the configuration: spare servers, the relay's rules, security zones."""

import contextlib
import ipaddress
import re
from collections.abc import Iterable, Iterator
from typing import Final
from xml.etree import ElementTree as ET

from campaign_tracking.lab.assumptions import TOMCAT_PORT
from campaign_tracking.lab.conf.masks import Masks
from campaign_tracking.lab.conf.reading import Configuration
from campaign_tracking.lab.conf.relay_text import relay_text
from campaign_tracking.lab.redirection.relay_rules import RelayRule
from campaign_tracking.lab.zones import (
    ALL_MASKS,
    DOCUMENTED,
    Address,
    Right,
    SubNetwork,
    Zone,
    Zones,
    default_zones,
)
from campaign_tracking.safe_xml import parse

NATIVE_LOGIN: Final = "shared/imsConfig/nonIMSAuthnAPI"

_NOT_THIS_HOST: Final = re.compile(r"\$\(hostname\)\s*!=\s*'([^']+)'")


def spare_urls(configuration: Configuration, hostname: str) -> tuple[str, ...]:
    """Return the servers that a machine of that name asks (configuring-campaign-server.md).

    An entry whose expression has another form than the documented one is ignored (A-13); of two
    entries with one id the later one counts (L-62).
    """
    entries = {
        entry.get("id", "1"): entry
        for entry in configuration.section("web/redirection/spareServer")
        if _is_form(entry.get("enabledIf", ""))
    }
    return tuple(
        entry.get("url", "").rstrip("/")
        for entry in entries.values()
        if _holds(entry.get("enabledIf", ""), hostname)
    )


def relay_rules(configuration: Configuration) -> tuple[RelayRule, ...]:
    """Return the relay's rules in order; those of a new installation if the files have none."""
    found = configuration.section("web/relay/url") or parse(relay_text()).findall("url")
    return tuple(map(_rule, found))


def zones(configuration: Configuration) -> Zones:
    """Return the security zones; those of a new installation if the files have none."""
    outermost = configuration.section("shared/authentication/securityZone")
    if not outermost:
        return default_zones(DOCUMENTED)
    inner = tuple(map(_zone, outermost))
    return Zones(outermost=Zone(name="", rights=frozenset(), inner=inner))


def _is_form(expression: str) -> bool:
    return not expression or _NOT_THIS_HOST.fullmatch(expression) is not None


def _holds(expression: str, hostname: str) -> bool:
    form = _NOT_THIS_HOST.fullmatch(expression)
    return form is None or form[1] != hostname


def _rule(url: ET.Element) -> RelayRule:
    return RelayRule(
        path=Masks((url.get("urlPath", ""),)),
        hosts=Masks.of(url.get("hostMask", "")),
        addresses=Masks.of(url.get("IPMask", "")),
        target_url=url.get("targetUrl", ""),
        denies=url.get("deny") == "true",
        takes_http=url.get("httpAllowed") == "true",
    )


def _zone(element: ET.Element) -> Zone:
    return Zone(
        name=element.get("name", ""),
        rights=frozenset(right for right in Right if element.get(right) == "true"),
        networks=tuple(_networks(element.findall("subNetwork"))),
        inner=tuple(map(_zone, element.findall("securityZone"))),
    )


def _networks(elements: Iterable[ET.Element]) -> Iterator[SubNetwork]:
    """Yield the subnetworks; what is no address or mask is left out."""
    for element in elements:
        proxies = frozenset(_addresses(element.get("proxy", "127.0.0.1")))
        mask = element.get("mask", "").strip()
        for text in ALL_MASKS if mask == "*" else (mask,):
            with contextlib.suppress(ValueError):
                network = ipaddress.ip_network(text, strict=False)
                yield SubNetwork(mask=network, proxies=proxies)


def _addresses(text: str) -> Iterator[Address]:
    for part in text.split(","):
        with contextlib.suppress(ValueError):
            yield ipaddress.ip_address(part.strip())


def tomcat_ports(configuration: Configuration) -> frozenset[int]:
    """Return the ports under which Tomcat can be reached: none if the files do not agree (L-63)."""
    own = configuration.number("web", "httpPort", TOMCAT_PORT)
    listens = configuration.tomcat_port(TOMCAT_PORT)
    return frozenset({own}) if own == listens else frozenset()


def native_logins(configuration: Configuration) -> frozenset[str] | None:
    """Return who may log on with a password where that is limited (impact-ims-migration.md)."""
    if not configuration.is_on(NATIVE_LOGIN, "disableAPI"):
        return None
    allowed = configuration.section(f"{NATIVE_LOGIN}/allowOperator")
    return frozenset(element.get("name", "") for element in allowed)

"""The three places in which Tomcat's port stands (configure-tomcat.md)."""

import re
from collections.abc import Iterator

from campaign_tracking import urls
from campaign_tracking.server_files.document import Node
from campaign_tracking.server_files.machine import Machine
from campaign_tracking.server_files.relay import read_relay
from campaign_tracking.server_files.settings import TOMCAT_FILE, effective, elements

_HERE = ("localhost", "127.0.0.1", "::1")
_PORT = re.compile(r"[0-9]{1,5}")
_PIPELINED = "/pipelined/"  # leads to a process of its own (the-server-configuration-file.md)


def of_tomcat(machine: Machine) -> Iterator[tuple[str, int]]:
    """Yield where else the port stands, and the port, besides ``web/@httpPort``."""
    yield from _of_server_xml(machine)
    for rule in read_relay(machine):
        target = urls.parts(rule.target_url)
        if target.hostname in _HERE and target.port and not rule.url_path.startswith(_PIPELINED):
            yield f"{rule.where}: web/relay/url[{rule.url_path}]/@targetUrl", target.port


def _of_server_xml(machine: Machine) -> Iterator[tuple[str, int]]:
    """Yield the ports of plain HTTP, one at least of which must be it; none if one is."""
    file = machine.file(TOMCAT_FILE)
    found = [
        (f"Tomcat's server.xml, line {port.line}: Connector/@port", int(port.value))
        for connector in (elements(file, "Connector") if file else ())
        if _speaks_http(connector)
        and (port := connector.attribute("port")) is not None
        and _PORT.fullmatch(port.value.strip())
    ]
    expected = effective(machine, "web/@httpPort").number
    if expected not in {port for _, port in found}:
        yield from found


def _speaks_http(connector: Node) -> bool:
    """Whether a connector speaks HTTP without TLS: no AJP, no https."""

    def held(name: str) -> str:
        attribute = connector.attribute(name)
        return attribute.value.strip().lower() if attribute else ""

    return (
        "ajp" not in held("protocol") and held("sslenabled") != "true" and held("scheme") != "https"
    )

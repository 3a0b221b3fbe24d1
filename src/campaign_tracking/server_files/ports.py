"""The three places in which Tomcat's port stands (configure-tomcat.md)."""

from collections.abc import Iterator

from campaign_tracking import urls
from campaign_tracking.server_files.machine import Machine
from campaign_tracking.server_files.relay import read_relay
from campaign_tracking.server_files.settings import TOMCAT_FILE, elements

_HERE = ("localhost", "127.0.0.1", "::1")
_PIPELINED = "/pipelined/"  # leads to a process of its own (the-server-configuration-file.md)


def of_tomcat(machine: Machine) -> Iterator[tuple[str, int]]:
    """Yield where else the port stands, and the port, besides ``web/@httpPort``."""
    file = machine.file(TOMCAT_FILE)
    for connector in elements(file, "Connector") if file else ():
        port, protocol = connector.attribute("port"), connector.attribute("protocol")
        speaks_http = protocol is None or "AJP" not in protocol.value.upper()
        if speaks_http and port is not None and port.value.strip().isdecimal():
            yield f"Tomcat's server.xml, line {port.line}: Connector/@port", int(port.value)
    for rule in read_relay(machine):
        target = urls.parts(rule.target_url)
        if target.hostname in _HERE and target.port and not rule.url_path.startswith(_PIPELINED):
            yield f"{rule.where}: web/relay/url[{rule.url_path}]/@targetUrl", target.port

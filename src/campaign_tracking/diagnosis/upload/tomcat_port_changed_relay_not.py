"""``tomcat-port-changed-relay-not``: the relay asks a port where Tomcat is not (R-47)."""

from collections.abc import Iterator

from campaign_tracking.diagnosis.cause import KnownCause, Sign
from campaign_tracking.diagnosis.owner import Owner
from campaign_tracking.diagnosis.text import Text
from campaign_tracking.diagnosis.upload.tracking_machine import tracking_machines
from campaign_tracking.facts import Facts
from campaign_tracking.server_files import ports
from campaign_tracking.server_files.settings import effective


def find(facts: Facts) -> Iterator[Sign]:
    """Find tracking servers on which the places that hold Tomcat's port do not agree."""
    for there in tracking_machines(facts):
        held = effective(there.machine, "web/@httpPort")
        others = [found for found in ports.of_tomcat(there.machine) if found[1] != held.number]
        if others:
            where, port = others[0]
            seen = Text(
                "{path} is {held} ({held_where}), and {where} is {port}.",
                path=held.path,
                held=held.value,
                held_where=held.where,
                where=where,
                port=str(port),
            )
            yield there.sign(seen)


TOMCAT_PORT_CHANGED_RELAY_NOT = KnownCause(
    id=("tomcat-port-changed-relay-not",),
    statement=Text(
        "Tomcat's port was not changed in all places on the tracking server {server}, so that its "
        "JSP pages fail."
    ),
    owner=Owner.SERVER,
    steps=(
        Text(
            "On {host} write the same port into Tomcat's server.xml, web/@httpPort, and the "
            "targetUrl of every relay rule."
        ),
        Text("Restart the web process and the web server."),
    ),
    source="configure-tomcat.md",
    find=find,
)

"""``proxy-captures-internal-traffic``: uploads go to the outgoing proxy (R-54)."""

from collections.abc import Iterator

from campaign_tracking import urls
from campaign_tracking.diagnosis.cause import KnownCause, Sign
from campaign_tracking.diagnosis.owner import Owner
from campaign_tracking.diagnosis.text import Text
from campaign_tracking.facts import Facts
from campaign_tracking.server_files import outgoing_proxy
from campaign_tracking.server_files.identity import uploaders
from campaign_tracking.server_files.settings import effective


def find(facts: Facts) -> Iterator[Sign]:
    """Find servers that upload by way of their proxy."""
    environment = facts.environment
    if environment is None:
        return
    hosts = [urls.host(url) for url in environment.tracking.internal_urls.values()]
    for machine in uploaders((facts.machines or {}).values(), environment):
        if machine.unread or not outgoing_proxy.is_enabled(machine):
            continue
        captured = outgoing_proxy.captured(machine, hosts)
        if captured:
            held = effective(machine, outgoing_proxy.OVERRIDE)
            seen = Text(
                "{where}: {path} = {held} leaves {hosts} to the proxy.",
                where=held.where,
                path=held.path,
                held=repr(held.value),
                hosts=", ".join(captured),
            )
            yield Sign(subject=machine.name, evidence=(seen,), values={"machine": machine.name})


PROXY_CAPTURES_INTERNAL_TRAFFIC = KnownCause(
    id=("proxy-captures-internal-traffic",),
    statement=Text("The server {machine} calls the tracking servers through its outgoing proxy."),
    owner=Owner.SERVER,
    steps=(
        Text("On {machine} add the tracking servers' hosts to proxyConfig/@override."),
        Text("Restart Campaign's processes there."),
    ),
    source="file-res-management.md",
    find=find,
)

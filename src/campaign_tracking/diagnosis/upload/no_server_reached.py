"""``tracking-host-unreachable`` and ``proxy-captures-internal-traffic``, where all servers fail.

RED-520025 alone for every tracking server that is listed: what stands between is one thing, and the
application server's own files, which tell a proxy from a firewall, were not read.
"""

from collections.abc import Iterator

from campaign_tracking import urls
from campaign_tracking.campaign.named_servers import named_in
from campaign_tracking.diagnosis.cause import KnownCause, Sign
from campaign_tracking.diagnosis.delivery_log import WRONG_CONFIGURATION
from campaign_tracking.diagnosis.owner import Owner
from campaign_tracking.diagnosis.text import Text
from campaign_tracking.facts import Facts
from campaign_tracking.server_files.identity import uploaders

_SEVERAL = 2


def find(facts: Facts) -> Iterator[Sign]:
    """Find a platform whose log complains of every one of several tracking servers."""
    options = facts.tracking_options or facts.options
    if facts.environment is None or facts.tracked is None or options is None:
        return
    listed = {urls.host(url) for url in options.server_urls}
    codes = {line.code for line in facts.tracked.log}
    machines = uploaders((facts.machines or {}).values(), facts.environment)
    read = any(not machine.unread for machine in machines)
    if len(listed) < _SEVERAL or listed != named_in(facts.tracked.log) or read:
        return
    if WRONG_CONFIGURATION not in codes:
        seen = Text("The delivery log names every listed tracking server with RED-520025 alone.")
        proxy = Text(
            "proxyConfig in the application server's files: enabled, with hosts of tracking "
            "servers missing in its override, it speaks for the proxy."
        )
        hosts = ", ".join(sorted(listed))
        yield Sign(evidence=(seen,), values={"hosts": hosts, "machine": ""}, doubt=proxy)


NO_SERVER_REACHED = KnownCause(
    id=("tracking-host-unreachable", "proxy-captures-internal-traffic"),
    statement=Text("The application server gets an answer from no tracking server: {hosts}."),
    owner=Owner.SERVER,
    steps=(
        Text("From the application server, connect to each of them on its internal URL's port."),
        Text(
            "If that works, look at proxyConfig of the application server: the tracking servers' "
            "hosts stand in its override. If not, the network administrator opens the way."
        ),
    ),
    source="network-configuration.md",
    find=find,
)

"""``relay-denies-soaprouter``: the server's relay keeps the application server out (R-48)."""

from collections.abc import Iterator

from campaign_tracking.diagnosis.cause import KnownCause, Sign
from campaign_tracking.diagnosis.owner import Owner
from campaign_tracking.diagnosis.text import Text
from campaign_tracking.diagnosis.upload.tracking_machine import tracking_machines
from campaign_tracking.facts import Facts
from campaign_tracking.server_files.admission import denying_rule, through_the_relay


def find(facts: Facts) -> Iterator[Sign]:
    """Find tracking servers whose relay denies the SOAP router to whoever uploads."""
    for there in tracking_machines(facts):
        if not there.url or not through_the_relay(there.url, there.environment):
            continue
        for address in there.uploaders:
            rule = denying_rule(there.machine, there.url, address)
            if rule:
                seen = Text(
                    "{where}: the rule {path} denies soaprouter.jsp to {address}, which uploads.",
                    where=rule.where,
                    path=rule.url_path,
                    address=address,
                )
                yield there.sign(seen)
                break


RELAY_DENIES_SOAPROUTER = KnownCause(
    id=("relay-denies-soaprouter",),
    statement=Text(
        "The relay of the tracking server {server} denies soaprouter.jsp to the application server."
    ),
    owner=Owner.SERVER,
    steps=(
        Text(
            "On {host} add the application server's address to the IPMask of the rule that admits "
            "*.jsp, before the one that denies it."
        ),
        Text("Reload the configuration (nlserver config -reload) and restart the web server."),
    ),
    source="configuring-campaign-server.md",
    find=find,
)

"""What tracking servers hold of our delivery, where it was uploaded to them."""

from collections.abc import Iterator, Mapping

from campaign_tracking import urls
from campaign_tracking.diagnosis.click.external_options import wizard
from campaign_tracking.diagnosis.read_machines import trackers
from campaign_tracking.facts import Facts
from campaign_tracking.server_files.machine import DeliveryFile, Machine


def files(facts: Facts) -> Iterator[tuple[Machine, DeliveryFile]]:
    """Yield the servers that say what they hold, if the upload was not complained of."""
    log = facts.tracked.log if facts.tracked else ()
    if facts.environment is None or any(line.code.startswith("RED-") for line in log):
        return
    found: Mapping[str, DeliveryFile] = facts.delivery_files or {}
    for machine in trackers(facts):
        file = found.get(machine.name)
        if file and not (file.trouble or file.untold) and _is_uploaded_to(facts, machine.name):
            yield machine, file


def _is_uploaded_to(facts: Facts, name: str) -> bool:
    """Whether the wizard lists the server; where the list is empty, the external URL is used."""
    options = wizard(facts)
    declared = facts.environment.tracking.internal_urls if facts.environment else {}
    if options is None or not options.server_urls:
        return True
    return urls.host(declared.get(name, "")) in map(urls.host, options.server_urls)

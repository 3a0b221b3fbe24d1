"""Fault: the last tracking server's internal URL has a name that nobody knows."""

from urllib.parse import urlsplit

from campaign_tracking.lab.faults.fault import EVERYWHERE_WITH_FILES, Fault, Shown
from campaign_tracking.lab.faults.upload.hosted import HTTP_BY_NAME, hosted
from campaign_tracking.lab.faults.upload.internal_urls import agree_on
from campaign_tracking.lab.platform import Platform


def apply(platform: Platform) -> None:
    """Call it by a name, in its DNS masks, too, that stands in no name service (RFC 6761)."""
    server, machine = platform.servers[-1], platform.last
    name = f"{server.name}.invalid"
    agree_on(platform, f"http://{name}:{urlsplit(server.url).port}")
    machine.edit(machine.instance_file, 'dataStore hosts="', f'dataStore hosts="{name}*,')


INTERNAL_NAME_NOT_RESOLVED = Fault(
    id="internal-name-not-resolved",
    summary="the name in the last tracking server's internal URL is not known: RED-520025",
    shown=(
        Shown(
            in_=EVERYWHERE_WITH_FILES,
            check="test_name_resolves[{last}]",
            says=r"{last}\.invalid",
        ),
        hosted(HTTP_BY_NAME, says=r"got RED-520025, naming trk2\.invalid$"),
    ),
    apply=apply,
)

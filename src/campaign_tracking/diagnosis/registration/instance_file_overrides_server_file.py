"""``instance-file-overrides-server-file``: what is right in serverConf.xml does not count."""

from collections.abc import Iterator
from typing import Final

from campaign_tracking.diagnosis.cause import KnownCause, Sign
from campaign_tracking.diagnosis.owner import Owner
from campaign_tracking.diagnosis.registration.redirection_switches import switched_off
from campaign_tracking.diagnosis.text import Text
from campaign_tracking.facts import Facts

RIGHT: Final = Text("serverConf.xml, line {line} says true, and the instance's file comes first.")


def find(facts: Facts) -> Iterator[Sign]:
    """Find switches that serverConf.xml has on and the instance's file has off (R-29)."""
    for off in switched_off(facts):
        if off.right_line:
            yield off.sign(RIGHT.with_values(line=str(off.right_line)))


INSTANCE_FILE_OVERRIDES_SERVER_FILE = KnownCause(
    id=("instance-file-overrides-server-file",),
    statement=Text(
        "On the tracking server {server} the instance's file overrides what is right in "
        "serverConf.xml."
    ),
    owner=Owner.SERVER,
    steps=(
        Text(
            "On {host} correct the attribute in config-<instance>.xml, or take it out there, and "
            "restart the web server."
        ),
    ),
    source="configuration-principle.md",
    find=find,
)

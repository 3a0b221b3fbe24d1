"""From the text of the files to a platform that obeys them: written, read back, in force.

What was edited since the start is written then.
"""

from campaign_tracking.lab.conf.files import write_edits, write_files
from campaign_tracking.lab.conf.obeying import (
    obey_on_application_server,
    obey_on_tracking_server,
)
from campaign_tracking.lab.nlserver import write_nlserver
from campaign_tracking.lab.platform import Platform


def configure(platform: Platform) -> None:
    """Write every machine's files as they are by now, and have all do as they say."""
    for machine in (*platform.machines, platform.stranger.machine):
        write_files(machine)
        write_nlserver(machine)
    for server in (*platform.servers, platform.stranger):
        obey_on_tracking_server(server)
    for instance in platform.instances:
        obey_on_application_server(instance)
    for machine in platform.machines:
        write_edits(machine)

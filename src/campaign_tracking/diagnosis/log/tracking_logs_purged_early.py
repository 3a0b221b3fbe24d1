"""``tracking-logs-purged-early``: log files are deleted before they were collected."""

from functools import partial
from typing import Final

from campaign_tracking.diagnosis.cause import KnownCause
from campaign_tracking.diagnosis.owner import Owner
from campaign_tracking.diagnosis.read_machines import signs_where
from campaign_tracking.diagnosis.text import Text
from campaign_tracking.server_files.settings import Setting

LEAST_MB: Final = 100  # the-server-configuration-file.md


def _is_too_small(setting: Setting) -> bool:
    return setting.number is not None and setting.number < LEAST_MB


TRACKING_LOGS_PURGED_EARLY = KnownCause(
    id=("tracking-logs-purged-early",),
    statement=Text(
        "The tracking server {server} keeps so few log files that clicks are deleted before the "
        "Tracking workflow has collected them."
    ),
    owner=Owner.CAMPAIGN_AND_SERVER,
    steps=(
        Text(
            "On {server} raise trackinglogd/@maxLogsSizeOnDiskMb to 100 at least; 500 is the "
            "default."
        ),
        Text("Run the Tracking workflow; what was deleted is lost."),
    ),
    source="the-server-configuration-file.md",
    find=partial(signs_where, path="trackinglogd/@maxLogsSizeOnDiskMb", is_wrong=_is_too_small),
)

"""``shared-memory-too-small``: too few log entries have room until trackinglogd takes them."""

from functools import partial
from typing import Final

from campaign_tracking.diagnosis.cause import KnownCause
from campaign_tracking.diagnosis.owner import Owner
from campaign_tracking.diagnosis.read_machines import signs_where
from campaign_tracking.diagnosis.text import Text
from campaign_tracking.server_files.settings import Setting

LEAST_ENTRIES: Final = 10_000  # the-server-configuration-file.md


def _is_too_small(setting: Setting) -> bool:
    return setting.number is not None and setting.number < LEAST_ENTRIES


SHARED_MEMORY_TOO_SMALL = KnownCause(
    id=("shared-memory-too-small",),
    statement=Text(
        "The tracking server {server} has room for too few log entries in shared memory: clicks "
        "that come in a burst are lost."
    ),
    owner=Owner.SERVER,
    steps=(
        Text("On {server} stop the web server and nlserver, and remove the segment with ipcrm."),
        Text("Raise trackinglogd/@maxSharedLogs to 10000 at least; 25000 is the default."),
        Text("Start nlserver first, and the web server then."),
    ),
    source="additional-parameters.md",
    find=partial(signs_where, path="trackinglogd/@maxSharedLogs", is_wrong=_is_too_small),
)

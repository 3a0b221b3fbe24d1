"""``trackinglogd-not-enabled``: the daemon that writes clicks to disk does not start by itself."""

from functools import partial

from campaign_tracking.diagnosis.cause import KnownCause
from campaign_tracking.diagnosis.owner import Owner
from campaign_tracking.diagnosis.read_machines import signs_where
from campaign_tracking.diagnosis.text import Text

TRACKINGLOGD_NOT_ENABLED = KnownCause(
    id=("trackinglogd-not-enabled",),
    statement=Text(
        "On the tracking server {server} trackinglogd is not switched on: after each restart "
        "clicks are not logged."
    ),
    owner=Owner.SERVER,
    steps=(
        Text(
            'On {server} write <trackinglogd autoStart="true"/> into config-default.xml, and '
            "reload: nlserver config -reload."
        ),
        Text("Start it: nlserver start trackinglogd."),
    ),
    source="configuring-campaign-server.md",
    find=partial(
        signs_where,
        path="trackinglogd/@autoStart",
        is_wrong=lambda setting: not setting.is_true,
    ),
)

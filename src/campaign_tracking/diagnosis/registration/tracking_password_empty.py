"""``tracking-password-empty``: v7 takes no empty tracking password."""

from campaign_tracking.diagnosis.cause import KnownCause
from campaign_tracking.diagnosis.owner import Owner
from campaign_tracking.diagnosis.registration.other_password import SET_IT, empty_passwords
from campaign_tracking.diagnosis.registration.refusal import REGISTER_AGAIN
from campaign_tracking.diagnosis.text import Text

TRACKING_PASSWORD_EMPTY = KnownCause(
    id=("tracking-password-empty",),
    statement=Text("The tracking server {server} holds no tracking password."),
    owner=Owner.CAMPAIGN_AND_SERVER,
    steps=(SET_IT, REGISTER_AGAIN),
    source="general-configurations.md",
    find=empty_passwords,
    registers=True,
)

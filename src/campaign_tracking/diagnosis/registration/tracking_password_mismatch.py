"""``tracking-password-mismatch``: one server's tracking password is not that of the others."""

from campaign_tracking.diagnosis.cause import KnownCause
from campaign_tracking.diagnosis.owner import Owner
from campaign_tracking.diagnosis.registration.other_password import SET_IT, other_passwords
from campaign_tracking.diagnosis.registration.refusal import REGISTER_AGAIN
from campaign_tracking.diagnosis.text import Text

TRACKING_PASSWORD_MISMATCH = KnownCause(
    id=("tracking-password-mismatch",),
    statement=Text("The tracking server {server} holds another tracking password."),
    owner=Owner.CAMPAIGN_AND_SERVER,
    steps=(SET_IT, REGISTER_AGAIN),
    source="deploying-an-instance.md",
    find=other_passwords,
    registers=True,
)

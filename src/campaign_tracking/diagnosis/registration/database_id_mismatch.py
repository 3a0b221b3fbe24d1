"""``database-id-mismatch``: the server is registered with another database."""

from functools import partial

from campaign_tracking.diagnosis.cause import KnownCause
from campaign_tracking.diagnosis.owner import Owner
from campaign_tracking.diagnosis.registration.other_database import other_databases
from campaign_tracking.diagnosis.registration.refusal import REGISTER_AGAIN
from campaign_tracking.diagnosis.text import Text

DATABASE_ID_MISMATCH = KnownCause(
    id=("database-id-mismatch",),
    statement=Text("The tracking server {server} is registered with another database."),
    owner=Owner.CAMPAIGN,
    steps=(REGISTER_AGAIN,),
    source="switching-to-unicode.md",
    find=partial(other_databases, lacks_prefix=False),
    registers=True,
)

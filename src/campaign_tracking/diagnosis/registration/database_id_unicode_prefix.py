"""``database-id-unicode-prefix``: the server was left out when the database became Unicode."""

from functools import partial

from campaign_tracking.diagnosis.cause import KnownCause
from campaign_tracking.diagnosis.owner import Owner
from campaign_tracking.diagnosis.registration.other_database import other_databases
from campaign_tracking.diagnosis.text import Text

DATABASE_ID_UNICODE_PREFIX = KnownCause(
    id=("database-id-unicode-prefix",),
    statement=Text(
        "The tracking server {server} lacks the leading u of this database's identifier, which "
        "says Unicode."
    ),
    owner=Owner.SERVER,
    steps=(
        Text(
            "On {host} write the leading u into web/redirection/@databaseId of "
            "config-<instance>.xml, and reload: nlserver config -reload."
        ),
    ),
    source="switching-to-unicode.md",
    find=partial(other_databases, lacks_prefix=True),
    registers=True,
)

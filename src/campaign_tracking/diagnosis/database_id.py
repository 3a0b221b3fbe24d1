"""``database-id-mismatch`` and ``database-id-unicode-prefix``: the server knows another database.

Two causes in one place, for the second is the first with but the leading ``u`` missing.
"""

from collections.abc import Iterator

from campaign_tracking.diagnosis.cause import Cause
from campaign_tracking.diagnosis.refusal import REGISTER_AGAIN, refusals, shown_by_files
from campaign_tracking.facts import Facts


def find(facts: Facts) -> Iterator[Cause]:
    """Find servers that refuse the upload and hold an identifier other than ``XtkDatabaseId``."""
    options = facts.tracking_options or facts.options
    expected = options.value("XtkDatabaseId") if options else ""
    for refusal in refusals(facts):
        held = refusal.held("databaseId")
        if held is None or not held.value or not expected or held.value == expected:
            continue
        prefix = expected == f"u{held.value}"
        add_it = (
            f"On {refusal.host} write the leading u into {held.path} ({held.where}), and reload: "
            "nlserver config -reload."
        )
        lacks = "lacks the leading u of this database's identifier, which says Unicode"
        yield shown_by_files(
            facts,
            refusal,
            id_="database-id-unicode-prefix" if prefix else "database-id-mismatch",
            statement=f"The tracking server {refusal.name} "
            + (f"{lacks}." if prefix else "is registered with another database."),
            seen=f"{held.where}: {held.path} is not XtkDatabaseId.",
            steps=(add_it if prefix else REGISTER_AGAIN,),
            who="server administrator" if prefix else "Campaign administrator",
            source="switching-to-unicode.md",
        )

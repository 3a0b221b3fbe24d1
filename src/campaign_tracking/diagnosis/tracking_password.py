"""``tracking-password-empty`` and ``tracking-password-mismatch``: seen in the servers' files.

Two causes in one place: what is compared is the same attribute. Which password it is, is not known.
"""

from collections.abc import Iterator

from campaign_tracking.diagnosis.cause import Cause
from campaign_tracking.diagnosis.refusal import REGISTER_AGAIN, Refusal, refusals, shown_by_files
from campaign_tracking.facts import Facts
from campaign_tracking.server_files.settings import effective

SET_IT = "Set the same password on every tracking server: nlserver config -trackingpassword."


def find(facts: Facts) -> Iterator[Cause]:
    """Find registered servers that refuse the upload and hold no password, or another one."""
    for refusal in refusals(facts):
        registered, held = refusal.held("databaseId"), refusal.held("trackingPassword")
        if registered is None or held is None or not registered.value:
            continue
        empty = not held.value
        if empty or held.value not in _of_others(facts, refusal):
            state = "holds no tracking password" if empty else "holds another tracking password"
            yield shown_by_files(
                facts,
                refusal,
                id_="tracking-password-empty" if empty else "tracking-password-mismatch",
                statement=f"The tracking server {refusal.name} {state}.",
                seen=f"{held.where}: {held.path} is "
                + ("empty or missing." if empty else "not that of the other tracking servers."),
                steps=(SET_IT, REGISTER_AGAIN),
                who="Campaign administrator, with the server administrator",
                source="general-configurations.md" if empty else "deploying-an-instance.md",
            )


def _of_others(facts: Facts, refusal: Refusal) -> set[str]:
    """Return the passwords of the other tracking servers; its own if there are no others."""
    others = [
        machine
        for name, machine in (facts.machines or {}).items()
        if machine.role == "tracking" and name != refusal.id and not machine.unread
    ]
    own = refusal.held("trackingPassword")
    known = {effective(machine, "web/redirection/@trackingPassword").value for machine in others}
    return known or ({own.value} if own else set())

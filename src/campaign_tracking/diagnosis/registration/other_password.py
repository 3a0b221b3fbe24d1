"""Registered servers that refuse the upload, and their tracking passwords.

Which password it is, is not known: it is compared, and never shown.
"""

from collections.abc import Iterator

from campaign_tracking.diagnosis.cause import Sign
from campaign_tracking.diagnosis.registration.refusal import Refusal, refusals
from campaign_tracking.diagnosis.text import Text
from campaign_tracking.facts import Facts
from campaign_tracking.server_files.settings import Setting, effective

SET_IT = Text("Set the same password on every tracking server: nlserver config -trackingpassword.")


def empty_passwords(facts: Facts) -> Iterator[Sign]:
    """Yield registered servers that hold no tracking password."""
    for refusal, held in registered(facts):
        if not held.value:
            place = {"where": held.where, "path": held.path}
            yield refusal.sign(Text("{where}: {path} is empty or missing.", **place))


def other_passwords(facts: Facts) -> Iterator[Sign]:
    """Yield registered servers that hold another tracking password than the others."""
    for refusal, held in registered(facts):
        if held.value and held.value not in _of_others(facts, refusal, held):
            place = {"where": held.where, "path": held.path}
            seen = Text("{where}: {path} is not that of the other tracking servers.", **place)
            yield refusal.sign(seen)


def registered(facts: Facts) -> Iterator[tuple[Refusal, Setting]]:
    """Yield servers that refuse the upload and hold a database identifier, with the password."""
    for refusal in refusals(facts):
        database, held = refusal.held("databaseId"), refusal.held("trackingPassword")
        if database is not None and held is not None and database.value:
            yield refusal, held


def _of_others(facts: Facts, refusal: Refusal, held: Setting) -> set[str]:
    """Return the passwords of the other tracking servers; its own if there are no others."""
    others = [
        machine
        for name, machine in (facts.machines or {}).items()
        if machine.role == "tracking" and name != refusal.id and not machine.unread
    ]
    known = {effective(machine, "web/redirection/@trackingPassword").value for machine in others}
    return known or {held.value}

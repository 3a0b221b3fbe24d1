"""Servers that refuse the upload and are registered with a database that is not this one."""

from collections.abc import Iterator

from campaign_tracking.diagnosis.cause import Sign
from campaign_tracking.diagnosis.registration.refusal import refusals
from campaign_tracking.diagnosis.text import Text
from campaign_tracking.facts import Facts


def other_databases(facts: Facts, *, lacks_prefix: bool) -> Iterator[Sign]:
    """Yield servers whose ``redirection/@databaseId`` is not ``XtkDatabaseId``.

    Args:
        facts: What was seen.
        lacks_prefix: Those where only the leading ``u`` is missing (switching-to-unicode.md),
            or all the others.
    """
    options = facts.tracking_options or facts.options
    expected = options.value("XtkDatabaseId") if options else ""
    for refusal in refusals(facts):
        held = refusal.held("databaseId")
        if held is None or not held.value or not expected or held.value == expected:
            continue
        if (expected == f"u{held.value}") is lacks_prefix:
            place = {"where": held.where, "path": held.path}
            yield refusal.sign(Text("{where}: {path} is not XtkDatabaseId.", **place))

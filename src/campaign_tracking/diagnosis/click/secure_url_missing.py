"""``secure-url-missing``: mails with https links hold http links to the tracking servers."""

from collections.abc import Iterator

from campaign_tracking.diagnosis.cause import KnownCause, Sign
from campaign_tracking.diagnosis.click.external_options import (
    SECURE_URL,
    URL,
    external_urls,
    wizard,
)
from campaign_tracking.diagnosis.owner import Owner
from campaign_tracking.diagnosis.text import Text
from campaign_tracking.facts import Facts


def find(facts: Facts) -> Iterator[Sign]:
    """Find a wizard that has the http URL alone, where a secure one is declared (R-17)."""
    options, environment = wizard(facts), facts.environment
    declared = environment.tracking.secure_url if environment else ""
    if options is not None and declared and set(external_urls(options)) == {URL}:
        seen = Text("NmsTracking_SecureServerUrl is empty; {url} is in use.", url=declared)
        yield Sign(subject=SECURE_URL, evidence=(seen,))


SECURE_URL_MISSING = KnownCause(
    id=("secure-url-missing",),
    statement=Text("The secure external URL is not entered: https mails hold http links."),
    owner=Owner.CAMPAIGN,
    steps=(
        Text("Enter the secure URL in the deployment wizard."),
        Text("Register the instance on the tracking servers again."),
    ),
    source="deploying-an-instance.md",
    find=find,
    registers=True,
)

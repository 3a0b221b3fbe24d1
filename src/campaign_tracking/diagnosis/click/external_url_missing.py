"""``external-url-missing``: links in mails begin with nothing."""

from collections.abc import Iterator

from campaign_tracking.diagnosis.cause import KnownCause, Sign
from campaign_tracking.diagnosis.click.external_options import URL, external_urls, wizard
from campaign_tracking.diagnosis.owner import Owner
from campaign_tracking.diagnosis.text import Text
from campaign_tracking.facts import Facts


def find(facts: Facts) -> Iterator[Sign]:
    """Find a wizard that holds neither of the two URLs (R-16)."""
    options = wizard(facts)
    if options is not None and not external_urls(options):
        seen = Text("NmsTracking_ServerUrl and NmsTracking_SecureServerUrl are empty.")
        yield Sign(subject=URL, evidence=(seen,))


EXTERNAL_URL_MISSING = KnownCause(
    id=("external-url-missing",),
    statement=Text("No external URL is entered: links in mails have no host to lead to."),
    owner=Owner.CAMPAIGN,
    steps=(
        Text("Enter the external URLs in the deployment wizard."),
        Text("Register the instance on the tracking servers again."),
    ),
    source="deploying-an-instance.md",
    find=find,
    registers=True,
)

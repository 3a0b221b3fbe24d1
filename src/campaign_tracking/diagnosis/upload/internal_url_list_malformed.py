"""``internal-url-list-malformed``: an entry of the wizard's list is no URL (R-18)."""

from collections.abc import Iterator

from campaign_tracking import urls
from campaign_tracking.diagnosis.cause import KnownCause, Sign
from campaign_tracking.diagnosis.owner import Owner
from campaign_tracking.diagnosis.registration.refusal import REGISTER_AGAIN
from campaign_tracking.diagnosis.text import Text
from campaign_tracking.diagnosis.upload.internal_urls import LIST, malformed, options_of
from campaign_tracking.facts import Facts


def find(facts: Facts) -> Iterator[Sign]:
    """Find the entries of the list that are no URL; all are one typing error."""
    options = options_of(facts)
    flawed = malformed(options) if options else []
    if flawed:
        entries = ", ".join(map(repr, flawed))
        seen = Text("NmsTracking_ServerUrlList holds {entries}.")
        values = {"entries": entries, "host": urls.host(flawed[0]) or flawed[0]}
        yield Sign(subject=LIST, evidence=(seen,), values=values)


INTERNAL_URL_LIST_MALFORMED = KnownCause(
    id=("internal-url-list-malformed",),
    statement=Text("The list of internal URLs in the deployment wizard is malformed: {entries}."),
    owner=Owner.CAMPAIGN,
    steps=(
        Text(
            "Enter the internal URLs in the deployment wizard anew: http:// or https:// before "
            "each host, commas between them, each server once."
        ),
        REGISTER_AGAIN,
    ),
    source="deploying-an-instance.md",
    find=find,
    registers=True,
)

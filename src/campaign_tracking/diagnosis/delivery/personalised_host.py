"""``personalised-host``: a tracked URL takes its host from the recipient's data."""

from collections.abc import Iterator

from campaign_tracking.diagnosis.cause import KnownCause, Sign
from campaign_tracking.diagnosis.owner import Owner
from campaign_tracking.diagnosis.text import Text
from campaign_tracking.facts import Facts
from campaign_tracking.url_sources import has_personalised_host


def find(facts: Facts) -> Iterator[Sign]:
    """Find the tracked URLs that begin with personalisation, each once."""
    sources = dict.fromkeys(url.source for url in facts.tracked_urls or ())
    for source in filter(has_personalised_host, sources):
        evidence = (Text("The platform tracks this URL: {source}"),)
        yield Sign(subject=source, evidence=evidence, values={"source": source})


PERSONALISED_HOST = KnownCause(
    id=("personalised-host",),
    statement=Text(
        "A tracked URL takes its host from the recipient's data, which is unsupported and lets "
        "the tracking server lead anywhere: {source}"
    ),
    owner=Owner.DESIGNER,
    steps=(
        Text("Write the host out, in the content or in the personalisation block it comes from."),
        Text("Personalise parameters only, each as <%=escapeUrl(...)%>."),
    ),
    source="privacy.md",
    find=find,
)

"""``text-url-without-delimiters``: a link of the text part swallows what follows it."""

from collections.abc import Iterator

from campaign_tracking.diagnosis.cause import KnownCause, Sign
from campaign_tracking.diagnosis.owner import Owner
from campaign_tracking.diagnosis.text import Text
from campaign_tracking.facts import Facts
from campaign_tracking.link_kinds import FOLLOWED_TYPES
from campaign_tracking.url_sources import swallows_punctuation


def find(facts: Facts) -> Iterator[Sign]:
    """Find the tracked URLs that end in what ends a sentence, each once."""
    followed = (url.source for url in facts.tracked_urls or () if url.type in FOLLOWED_TYPES)
    for source in dict.fromkeys(filter(swallows_punctuation, followed)):
        evidence = (Text("The platform tracks this URL: {source}"),)
        yield Sign(subject=source, evidence=evidence, values={"source": source})


TEXT_URL_WITHOUT_DELIMITERS = KnownCause(
    id=("text-url-without-delimiters",),
    statement=Text("In the text part a link swallows the punctuation behind it: {source}"),
    owner=Owner.DESIGNER,
    steps=(
        Text("Put the URL of the text part between ( ), [ ] or {{ }}."),
        Text(
            "If it is, the Campaign administrator looks at the delimiters in the deployment "
            "wizard's search for URLs: in a standard installation they are not to be changed."
        ),
    ),
    source="tracked-links.md",
    find=find,
)

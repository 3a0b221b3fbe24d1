"""``signature-double-escaped``: what a link holds was escaped twice."""

from collections.abc import Iterator

from campaign_tracking.diagnosis.cause import KnownCause, Sign
from campaign_tracking.diagnosis.owner import Owner
from campaign_tracking.diagnosis.text import Text
from campaign_tracking.facts import Facts
from campaign_tracking.link_encoding import is_escaped_twice
from campaign_tracking.own_links import of_the_delivery


def find(facts: Facts) -> Iterator[Sign]:
    """Find tracked links of the delivery in which ``&amp;`` is left."""
    damaged = [own.href for own in of_the_delivery(facts.links or ()) if is_escaped_twice(own.href)]
    if damaged:
        seen = Text("'&amp;' is left in {href}.", href=damaged[0][:200])
        yield Sign(subject="'&amp;'", evidence=(seen,))


SIGNATURE_DOUBLE_ESCAPED = KnownCause(
    id=("signature-double-escaped",),
    statement=Text(
        "Parameters of tracked links are escaped twice: such links stay broken, with a signature "
        "and without."
    ),
    owner=Owner.DESIGNER,
    steps=(
        Text("Write the URL in the content with plain '&', and personalised parts in escapeUrl."),
        Text("Where the click formula adds parameters, it writes '&' as well."),
    ),
    source="tracked-urls.md",
    find=find,
)

"""``formula-line-feed``: a tracking formula writes a line feed into links."""

from collections.abc import Iterator

from campaign_tracking import formulas
from campaign_tracking.diagnosis.cause import KnownCause, Sign
from campaign_tracking.diagnosis.owner import Owner
from campaign_tracking.diagnosis.text import Text
from campaign_tracking.facts import Facts


def find(facts: Facts) -> Iterator[Sign]:
    """Find a formula with a line feed outside its code (R-24)."""
    held = formulas.formulas(facts.options) if facts.options else {}
    for name, formula in held.items():
        if formulas.has_line_feed(formula):
            seen = Text("A line feed stands outside <% %> in {option}.")
            yield Sign(subject=name, evidence=(seen,), values={"option": name})


FORMULA_LINE_FEED = KnownCause(
    id=("formula-line-feed",),
    statement=Text("{option} writes a line feed into links, at which web mail breaks them."),
    owner=Owner.CAMPAIGN,
    steps=(
        Text("Put the code of {option} on one line."),
        Text("Prepare the affected deliveries again."),
    ),
    source="about-message-tracking.md",
    find=find,
)

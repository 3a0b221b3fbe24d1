"""``formula-conflict-after-upgrade``: a tracking formula gives links no base any more."""

from collections.abc import Iterator

from campaign_tracking import formulas
from campaign_tracking.diagnosis.cause import KnownCause, Sign
from campaign_tracking.diagnosis.owner import Owner
from campaign_tracking.diagnosis.text import Text
from campaign_tracking.facts import Facts


def find(facts: Facts) -> Iterator[Sign]:
    """Find a formula in which nothing stands before ``/r/`` (R-24)."""
    held = formulas.formulas(facts.options) if facts.options else {}
    for name, formula in held.items():
        if formulas.lacks_base(formula):
            seen = Text("Nothing stands before /r/ in {option}.")
            yield Sign(subject=name, evidence=(seen,), values={"option": name})


FORMULA_CONFLICT_AFTER_UPGRADE = KnownCause(
    id=("formula-conflict-after-upgrade",),
    statement=Text(
        "{option} gives links no base: a formula of one's own conflicts with the standard one, as "
        "after an upgrade."
    ),
    owner=Owner.CAMPAIGN,
    steps=(
        Text(
            "Merge {option} with the standard formula by hand; its base is NmsTracking_ServerUrl, "
            "or with multi-branding the provider's @trackingURL."
        ),
        Text("Prepare the affected deliveries again."),
    ),
    source="additional-configurations.md",
    find=find,
)

"""``technical-operator-missing``: the identity service knows us, and Campaign does not."""

from collections.abc import Iterator
from typing import Final

from campaign_tracking.diagnosis.cause import KnownCause, Sign
from campaign_tracking.diagnosis.owner import Owner
from campaign_tracking.diagnosis.setup.logons import refusals
from campaign_tracking.diagnosis.text import Text
from campaign_tracking.facts import Facts

# The session layer's own: a token, a password, an address that is not accepted (soap-wire.md, 6).
OTHER_REASONS: Final = frozenset({"XSV-350008", "XSV-350012", "XSV-350013"})
TOKEN_REFUSED: Final = "token is not accepted"  # noqa: S105  (words of ours)
THE_PROFILE: Final = Text(
    "Which profiles the technical account has: campaign - <instance> - Admin is one. In Campaign "
    "its operator appears with the first call that is let in."
)


def find(facts: Facts) -> Iterator[Sign]:
    """Find a token that is granted and accepted, where the first call is refused all the same."""
    for refusal in refusals(facts, "ims"):
        token_refused = TOKEN_REFUSED in refusal.platform.words
        if not token_refused and not refusal.is_plain and OTHER_REASONS.isdisjoint(refusal.codes):
            yield refusal.sign(doubt=THE_PROFILE)


TECHNICAL_OPERATOR_MISSING = KnownCause(
    id=("technical-operator-missing",),
    statement=Text(
        "{url} refuses the first call of the technical account: it lacks a product profile of the "
        "instance, or its operator has no rights."
    ),
    owner=Owner.SETUP,
    steps=(
        Text("Give the credential a product profile of the instance in the Admin Console."),
        Text("See in Campaign that the operator appears, and that it has the rights it needs."),
    ),
    source="ims-migration.md",
    find=find,
)

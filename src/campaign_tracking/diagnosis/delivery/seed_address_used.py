"""``seed-address-used``: the test mail goes to an address whose clicks do not count."""

from collections.abc import Iterator

from campaign_tracking.diagnosis.cause import KnownCause, Sign
from campaign_tracking.diagnosis.owner import Owner
from campaign_tracking.diagnosis.text import Text
from campaign_tracking.facts import Facts


def find(facts: Facts) -> Iterator[Sign]:
    """Find a recipient that is among the seed addresses."""
    target, environment = facts.target, facts.environment
    if target is not None and environment is not None and target.seed_addresses:
        address = environment.test_mail.recipient
        evidence = (Text("Among the seed addresses there is {address}."),)
        yield Sign(subject=address, evidence=evidence, values={"address": address})


SEED_ADDRESS_USED = KnownCause(
    id=("seed-address-used",),
    statement=Text("The test mail goes to a seed address, {address}: its clicks do not count."),
    owner=Owner.SETUP,
    steps=(Text("Declare another [test_mail] recipient, or have the seed address removed."),),
    source="about-seed-addresses.md",
    find=find,
)

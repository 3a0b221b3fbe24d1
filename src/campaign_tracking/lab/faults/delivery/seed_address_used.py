"""Fault: the recipient of the test mail is a seed address, too."""

from dataclasses import replace

from campaign_tracking.lab.application.first_rows import RECIPIENT_ID, SEED_ID
from campaign_tracking.lab.faults.fault import EVERYWHERE, Fault, Shown
from campaign_tracking.lab.platform import Platform


def apply(platform: Platform) -> None:
    """Give the seed member the recipient's address.

    The log has the click all the same: it is the statistics that leave it out, and the lab has none
    (about-seed-addresses.md).
    """
    database = platform.database
    address = database.recipients[RECIPIENT_ID].email
    database.seeds[SEED_ID] = replace(database.seeds[SEED_ID], email=address)


SEED_ADDRESS_USED = Fault(
    id="seed-address-used",
    summary="the test mail goes to a seed address: its clicks do not count",
    shown=(
        Shown(
            in_=EVERYWHERE,
            check="test_recipient_is_no_seed_address",
            says=r"tracking-check@client\.example is a seed address",
        ),
    ),
    apply=apply,
)

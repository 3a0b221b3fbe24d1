"""Fault: the account that deliveries are routed through has a wrong URL."""

from dataclasses import replace
from typing import Final

from campaign_tracking.lab.faults.delivery.template import template_of
from campaign_tracking.lab.faults.fault import MID_SOURCING, Fault, Shown
from campaign_tracking.lab.mid_sourcing.first_rows import ACCOUNT
from campaign_tracking.lab.platform import Platform

_NOBODY: Final = "https://127.0.0.2:1"


def apply(platform: Platform) -> None:
    """Route the template through an account of its own that leads nowhere.

    The one that tracking goes through is right: the Tracking workflow reaches the mid.
    """
    database = platform.database
    right = next(row for row in database.accounts.values() if row.name == ACCOUNT)
    wrong = replace(right, id=database.new_id(), name="secondEmailMid", server=_NOBODY)
    database.accounts[wrong.id] = wrong
    template_of(platform).set("deliveryProvider-id", str(wrong.id))


MID_ACCOUNT_WRONG_URL = Fault(
    id="mid-account-wrong-url",
    summary="the routing's external account has a wrong URL: the mid gets no delivery",
    shown=(
        Shown(
            in_=(MID_SOURCING,),
            check="test_control_delivery_is_prepared",
            says=r"'AppendDeliveryPart' on the mid sourcing server",
        ),
    ),
    apply=apply,
)

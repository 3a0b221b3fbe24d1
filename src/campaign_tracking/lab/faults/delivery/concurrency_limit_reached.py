"""Fault: as many deliveries are under way as the instance allows."""

from dataclasses import replace
from typing import Final

from campaign_tracking.lab.application.first_rows import TEMPLATE_ID
from campaign_tracking.lab.delivery.analysis import MESSAGE_PREPARATION
from campaign_tracking.lab.faults.fault import EVERYWHERE, Fault, Shown
from campaign_tracking.lab.platform import Platform
from campaign_tracking.lab.settings import LabSettings

_LIMIT_S: Final = 10


def apply(platform: Platform) -> None:
    """Allow one, and have a big campaign in preparation all day."""
    database = platform.database
    database.set_option("NmsOperation_LimitConcurrency", "1", data_type=3)
    campaign = replace(
        database.deliveries[TEMPLATE_ID],
        id=database.new_id(),
        internal_name="DM1",
        label="Newsletter to all",
        is_model=False,
        state=MESSAGE_PREPARATION,
    )
    database.deliveries[campaign.id] = campaign


def asked(settings: LabSettings) -> LabSettings:
    """Have whoever verifies wait a shorter while than usual: waiting ends nothing here."""
    return replace(settings, analysis_limit_s=_LIMIT_S)


CONCURRENCY_LIMIT_REACHED = Fault(
    id="concurrency-limit-reached",
    summary="NmsOperation_LimitConcurrency is reached: preparations wait",
    shown=(
        Shown(
            in_=EVERYWHERE,
            check="test_control_delivery_is_prepared",
            says=r"expected job status 5 \(finished\), got 2",
        ),
    ),
    apply=apply,
    asked=asked,
)

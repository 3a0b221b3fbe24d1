"""A lab with a mid-sourcing server, and clients of its two application servers."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Self
from xml.etree import ElementTree as ET

from campaign_tracking.lab.database import (
    Workflow,
)
from campaign_tracking.lab.lab import Lab
from campaign_tracking.lab.settings import LabSettings
from tests.lab_itself.client import Client, until

MID = LabSettings(pace_scale=0.05, mid_sourcing=True)
PENDING, SENT = "6", "1"


class MidClient(Client):
    """The verification's operator, on the mid."""

    def __init__(self, lab: Lab) -> None:
        """Talk to the mid of *lab*."""
        super().__init__(lab)
        self.url = lab.mid_url

    async def __aenter__(self) -> Self:
        """Log on with the password that the operator has there."""
        self.keep(await self.log_on(self.lab.mid_password))
        return self


def on_both(
    scenario: Callable[[Client, Client], Awaitable[None]], settings: LabSettings = MID
) -> None:
    """Run *scenario* with a client of marketing and one of the mid."""

    async def run() -> None:
        async with Lab(settings) as lab, Client(lab) as marketing, MidClient(lab) as mid:
            await scenario(marketing, mid)

    asyncio.run(run())


def workflow(lab: Lab, name: str) -> Workflow:
    """Return a workflow of marketing."""
    rows = lab.platform.database.workflows.values()
    return next(row for row in rows if row.internal_name == name)


async def state(client: Client, delivery_id: str) -> str | None:
    """Return a delivery's state."""
    row = await client.query("nms:delivery", "get", "@state", where=f"@id = {delivery_id}")
    return row.get("state")


async def message(client: Client, delivery_id: str) -> ET.Element:
    """Return the delivery's one broadlog."""
    where = f"[@delivery-id] = {delivery_id}"
    (row,) = await client.rows("nms:broadLogRcp", "@id", "@status", "@address", where=where)
    return row


async def at_the_mid(mid: Client) -> ET.Element:
    """Return the mid's one delivery."""
    fields = ("@id", "@label", "@deliveryCode", "@state", "@internalName")
    (row,) = await mid.rows("nms:delivery", *fields)
    return row


async def in_error(client: Client, name: str) -> None:
    """Wait until a workflow of marketing is paused and failed."""

    async def failed() -> bool:
        where = f"@internalName = '{name}'"
        row = await client.query("xtk:workflow", "get", "@state", "@failed", where=where)
        return (row.get("state"), row.get("failed")) == ("13", "1")

    await until(failed, f"the error of {name}")

"""A lab for one test, in the test's own process."""

import asyncio
import email
import html
import mailbox
import re
from collections.abc import Awaitable, Callable
from email.message import Message

from campaign_tracking.lab.lab import Lab
from campaign_tracking.lab.settings import LabSettings
from tests.lab_itself.client import Client, string, until

FAST = LabSettings(pace_scale=0.05)


def in_lab(scenario: Callable[[Client], Awaitable[None]], settings: LabSettings = FAST) -> None:
    """Run *scenario* with a client that is logged on."""

    async def run() -> None:
        async with Lab(settings) as lab, Client(lab) as client:
            await scenario(client)

    asyncio.run(run())


def visiting(scenario: Callable[[Client], Awaitable[None]], settings: LabSettings = FAST) -> None:
    """Run *scenario* with a client that is not logged on."""

    async def run() -> None:
        async with Lab(settings) as lab:
            client = Client(lab)
            try:
                await scenario(client)
            finally:
                await client.http.aclose()

    asyncio.run(run())


async def sent(client: Client, fragment: str) -> tuple[str, Message]:
    """Prepare and send a delivery; return its id and the mail."""
    document = await client.create(fragment)
    delivery_id = document.get("id", "")
    status = await client.prepare(document)
    assert status.findtext("psStatus") == "5"
    await client.call("nms:delivery", "Play", string(delivery_id))

    async def finished() -> bool:
        row = await client.query("nms:delivery", "get", "@state", where=f"@id = {delivery_id}")
        return row.get("state") == "95"

    await until(finished, "the end of the delivery")
    return delivery_id, mails(client.lab)[-1]


def mails(lab: Lab) -> list[Message]:
    """Return the mails in the sink."""
    box = mailbox.Maildir(lab.maildir, create=False)
    return [email.message_from_bytes(box.get_bytes(key)) for key in sorted(box.keys())]


def part(mail: Message, kind: str) -> str:
    """Return the decoded part of a mail that has this content type."""
    for found in mail.walk():
        if found.get_content_type() == kind:
            payload = found.get_payload(decode=True)
            assert isinstance(payload, bytes)
            return payload.decode()
    raise AssertionError(f"no {kind} in the mail")


def links(mail: Message) -> list[str]:
    """Return the addresses in the HTML part, entities undone."""
    return [
        html.unescape(url)
        for url in re.findall(r'(?:href|src)="(http[^"]+)"', part(mail, "text/html"))
    ]

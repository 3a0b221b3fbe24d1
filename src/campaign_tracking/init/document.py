"""The environment file's text: what was answered and read, with a word on how to edit it."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import tomlkit
from tomlkit.items import Item, Table

from campaign_tracking.access import Access
from campaign_tracking.init.draft import Draft
from campaign_tracking.init.options import HOSTING, KEYS, WAYS

_SIMULATION = "a lab answered: nothing is said about servers of yours"
SIMULATION_LIMITS_S: Mapping[str, int] = {
    "connect": 2,
    "answer": 5,
    "analysis": 30,
    "reception": 30,
    "tracking_log": 30,
}
_HEADER = (
    "Written by `campaign-tracking init`, and yours to edit: fixtures/environments/example.toml",
    "shows what else there is. No secret belongs in here; see docs/authentication.md.",
)


def render(draft: Draft) -> str:
    """Return the text of the file."""
    document = tomlkit.document()
    for line in _HEADER:
        document.add(tomlkit.comment(line))
    document.add("name", tomlkit.item(draft.name))
    document.add("hosting", _item(draft.hosting, " | ".join(HOSTING)))
    if draft.simulation:
        document.add("simulation", _item(True, _SIMULATION))  # noqa: FBT003  (the key's value)
    if draft.proxy:
        document.add("proxy", tomlkit.item(draft.proxy))
    mid = _server(draft.mid_sourcing) if draft.mid_sourcing else None
    tables = (
        ("campaign", _server(draft.campaign), "the application server"),
        ("mid_sourcing", mid, "what carries tracking"),
        ("tracking", _tracking(draft), "what the deployment wizard holds"),
        ("test_mail", _test_mail(draft), "what is sent, and to whom"),
        ("mailbox", _mailbox(draft), "where it arrives"),
        ("limits", _limits(draft), "in seconds; a lab is quick"),
    )
    for name, table, word in tables:
        if table is not None:
            document.add(tomlkit.nl())
            document.add(name, table.comment(word))
    return tomlkit.dumps(document)


def _server(access: Access) -> Table:
    """Return the table of an application server: the keys that were answered, in their order."""
    server = access.server
    table = tomlkit.table()
    for key in ("url", "instance", "auth", *KEYS):
        if key in server.model_fields_set and key not in table:
            table.add(key, _plain(getattr(server, key)))
    table["auth"].comment(" | ".join(WAYS))
    return table


def _tracking(draft: Draft) -> Table:
    found, table = draft.wizard, tomlkit.table()
    if found.url:
        table.add("url", found.url)
    if found.secure_url:
        table.add("secure_url", found.secure_url)
    if found.internal_urls:
        urls = tomlkit.inline_table()
        urls.update(found.internal_urls)
        table.add("internal_urls", urls.comment("in the wizard's order"))
    table.add("internal_reachable", _item(draft.internal_reachable, "from where the checks run"))
    return table


def _test_mail(draft: Draft) -> Table:
    table = tomlkit.table()
    table.add("template", _item(draft.template, "internal name of an e-mail delivery template"))
    table.add("recipient", _item(draft.recipient, "exactly one recipient has it; no seed address"))
    table.add("allowed_recipients", _item([draft.recipient], "nothing else is ever written to"))
    table.add("landing_url", _item(draft.landing_url, "where the mail's link leads"))
    return table


def _mailbox(draft: Draft) -> Table | None:
    if draft.mailbox is None:
        return None
    table = tomlkit.table()
    table.add("kind", "maildir")
    table.add("path", str(draft.mailbox))
    return table


def _limits(draft: Draft) -> Table | None:
    if not draft.simulation:
        return None
    table = tomlkit.table()
    table.update(SIMULATION_LIMITS_S)
    return table


def _item(value: Any, word: str) -> Item:  # noqa: ANN401  (whatever TOML holds)
    """Return a value with a comment behind it."""
    item: Item = tomlkit.item(value)
    return item.comment(word)


def _plain(value: object) -> object:
    """Return a value in the form in which TOML has it."""
    match value:
        case Path():
            return str(value)
        case tuple():
            return list(value)
        case _:
            return value

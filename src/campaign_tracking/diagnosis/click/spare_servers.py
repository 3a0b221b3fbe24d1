"""Tracking servers with a list of spare servers of their own, as signs of causes."""

from collections.abc import Callable, Iterable, Iterator
from typing import Final

from campaign_tracking.diagnosis.cause import Sign
from campaign_tracking.diagnosis.read_machines import sign, trackers
from campaign_tracking.diagnosis.text import Text
from campaign_tracking.environment import url_flaw
from campaign_tracking.facts import Facts
from campaign_tracking.server_files.machine import Machine
from campaign_tracking.server_files.spares import SpareServer, read_spares

_ENTRY: Final = Text('{where}: spareServer id="{id}" has enabledIf="{enabled_if}" and url="{url}".')
SAME_LIST: Final = Text("Write the same list of spareServer lines on all tracking servers.")
RELOAD: Final = Text("Reload the configuration there: nlserver config -reload.")


def lists(facts: Facts) -> Iterator[Machine]:
    """Yield the tracking servers whose list can be read."""
    for machine in trackers(facts):
        if not any(url_flaw(spare.url, "http|https") for spare in read_spares(machine)):
            yield machine


def once_for_each_list(signs: Iterable[tuple[Machine, Sign]]) -> Iterator[Sign]:
    """Yield the signs of servers before which no other one has the same list: it was copied."""
    copied: list[list[tuple[str, str, str]]] = []
    for machine, found in signs:
        own = [(spare.id, spare.url, spare.enabled_if) for spare in read_spares(machine)]
        if own not in copied:
            copied.append(own)
            yield found


def signs_of_entries(
    facts: Facts, wrong: Callable[[Machine], Iterable[SpareServer]]
) -> Iterator[Sign]:
    """Yield the tracking servers where entries are wrong, and these."""
    found = ((machine, list(map(told, wrong(machine)))) for machine in lists(facts))
    yield from once_for_each_list(
        (machine, sign(machine, *entries)) for machine, entries in found if entries
    )


def told(spare: SpareServer) -> Text:
    """Tell what an entry holds, and where it stands."""
    return _ENTRY.with_values(
        where=spare.where, id=spare.id, enabled_if=spare.enabled_if, url=spare.url
    )

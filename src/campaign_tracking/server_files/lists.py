"""Lists in configuration files: the server's, and what the instance's file makes of them.

A list without ``_operation`` in it stands for itself and overrides the other file's; one with it
changes that list (configuring-campaign-server.md shows ``insert`` and ``update``).
"""

from collections.abc import Callable

from campaign_tracking.server_files.document import Node
from campaign_tracking.server_files.machine import Machine
from campaign_tracking.server_files.settings import elements, files_by_precedence

Entry = tuple[Node, str]  # an element, and the name of the file that it stands in
OPERATION = "_operation"


def entries(machine: Machine, path: str, key: str) -> list[Entry]:
    """Return the entries at *path* that are in force; *key* names them for update and delete."""
    found: list[Entry] = []
    for file in reversed(files_by_precedence(machine)):
        own = [(node, file.name) for node in elements(file, path)]
        if any(node.attribute(OPERATION) for node, _ in own):
            for entry in own:
                _apply(found, entry, key)
        elif own:
            found = own
    return found


def _apply(found: list[Entry], entry: Entry, key: str) -> None:
    node, file = entry
    operation = node.attribute(OPERATION)
    named = _same(node, key)
    at = next((number for number, (other, _) in enumerate(found) if named(other)), None)
    match operation.value.strip().lower() if operation else "insert":
        case "delete":
            found[:] = [other for other in found if not named(other[0])]
        case "update" if at is not None:
            merged = {**found[at][0].attributes, **node.attributes}
            found[at] = (Node(name=node.name, line=node.line, attributes=merged), file)
        case _:
            found.append(entry)


def _same(node: Node, key: str) -> Callable[[Node], bool]:
    own = node.attribute(key)

    def same(other: Node) -> bool:
        held = other.attribute(key)
        return own is not None and held is not None and held.value == own.value

    return same

"""``registration-partial``: a server was added, and the instance never registered on it."""

from collections.abc import Iterator
from typing import Final

from campaign_tracking.diagnosis.cause import KnownCause, Sign
from campaign_tracking.diagnosis.owner import Owner
from campaign_tracking.diagnosis.registration.refusal import REGISTER_AGAIN
from campaign_tracking.diagnosis.text import Text
from campaign_tracking.diagnosis.upload.tracking_machine import tracking_machines
from campaign_tracking.facts import Facts
from campaign_tracking.server_files.machine import Machine
from campaign_tracking.server_files.settings import instance_file

SEEN: Final = Text("{host} has no {file}; {others} has one.")


def find(facts: Facts) -> Iterator[Sign]:
    """Find tracking servers that lack the instance's file, which others have."""
    for server in tracking_machines(facts):
        others = those_that_know(facts, server.machine)
        if others and not knows_the_instance(server.machine):
            file = instance_file(server.machine)
            yield server.sign(SEEN.with_values(file=file, others=", ".join(others)))


def knows_the_instance(machine: Machine) -> bool:
    """Whether the machine has the file of its instance."""
    return machine.file(instance_file(machine)) is not None


def those_that_know(facts: Facts, machine: Machine) -> list[str]:
    """Name the other tracking servers that have the file of the machine's instance."""
    return [
        other.name
        for other in (facts.machines or {}).values()
        if other.role == "tracking"
        and other.name != machine.name
        and other.instance == machine.instance
        and knows_the_instance(other)
    ]


REGISTRATION_PARTIAL = KnownCause(
    id=("registration-partial",),
    statement=Text(
        "The instance is registered on some of the tracking servers only: {server} does not know "
        "it."
    ),
    owner=Owner.CAMPAIGN,
    steps=(REGISTER_AGAIN,),
    source="deploying-an-instance.md",
    find=find,
    registers=True,
)

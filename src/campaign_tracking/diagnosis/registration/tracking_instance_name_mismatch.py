"""``tracking-instance-name-mismatch``: the wizard names an instance that no tracking server has."""

from collections.abc import Iterator
from typing import Final

from campaign_tracking.diagnosis.cause import KnownCause, Sign
from campaign_tracking.diagnosis.owner import Owner
from campaign_tracking.diagnosis.registration.instance_told import named_instance, names_told
from campaign_tracking.diagnosis.registration.refusal import REGISTER_AGAIN
from campaign_tracking.diagnosis.text import Text
from campaign_tracking.facts import Facts

OPTION: Final = "NmsTracking_Instance"
SERVED: Final = Text("By /r/test the tracking servers serve {served}.")
NO_FILE: Final = Text("None of the tracking servers whose files were read has a {file}.")


def find(facts: Facts) -> Iterator[Sign]:
    """Find a name that no server tells, and of which none has a file (R-07, R-19).

    Where one of several has it, the name is right, and the others are what is wrong.
    """
    name = named_instance(facts)
    if name:
        evidence = (*_by_files(facts, name), *_by_answers(facts, name))
        if evidence and not _known_somewhere(facts, name):
            yield Sign(subject=OPTION, evidence=evidence, values={"option": OPTION, "name": name})


def _by_answers(facts: Facts, name: str) -> Iterator[Text]:
    told = names_told(facts)
    if told and name not in told:
        yield SERVED.with_values(served=", ".join(sorted(told)))


def _by_files(facts: Facts, name: str) -> Iterator[Text]:
    trackers = [each for each in (facts.machines or {}).values() if each.role == "tracking"]
    file = f"config-{name}.xml"
    held = [each.file(file) for each in trackers if not each.trouble]
    # A file with the name that was declared is there: it is the wizard's that is another one.
    declared = [each.file(f"config-{each.instance}.xml") for each in trackers if not each.trouble]
    if any(declared) and not any(held):
        yield NO_FILE.with_values(file=file)


def _known_somewhere(facts: Facts, name: str) -> bool:
    machines = (facts.machines or {}).values()
    held = [each.file(f"config-{name}.xml") for each in machines if each.role == "tracking"]
    return name in names_told(facts) or any(held)


TRACKING_INSTANCE_NAME_MISMATCH = KnownCause(
    id=("tracking-instance-name-mismatch",),
    statement=Text("{option} names the instance {name}, which the tracking servers do not have."),
    owner=Owner.CAMPAIGN,
    steps=(
        Text("Enter the name that the tracking servers know in the deployment wizard."),
        REGISTER_AGAIN,
    ),
    source="deploying-an-instance.md",
    find=find,
    registers=True,
)

"""Fault: the instance was never registered on the last tracking server, or was lost there."""

from campaign_tracking.lab.faults.fault import EVERYWHERE_WITH_FILES, Fault, Shown
from campaign_tracking.lab.faults.registration.unseen import LOGGED_ONLY
from campaign_tracking.lab.platform import Platform


def apply(platform: Platform) -> None:
    """Leave the last server without ``redirection/@databaseId`` and password.

    Its ``config-<instance>.xml`` is there, so ``/r/test`` still shows the instance's name (L-14).
    """
    machine = platform.last
    text = machine.files[machine.instance_file]
    start, end = text.index("  <web>"), text.index("  <mta ")
    machine.edit(machine.instance_file, text[start:end], "")


INSTANCE_NOT_REGISTERED = Fault(
    id="instance-not-registered",
    summary="the instance is not registered on the last tracking server: RED-520005 and RED-520025",
    shown=(
        Shown(
            in_=EVERYWHERE_WITH_FILES,
            check="test_instance_is_registered[{last}]",
            says=r"config-\w+.xml, line \d+: web/redirection/@databaseId is empty",
        ),
        LOGGED_ONLY,
    ),
    apply=apply,
)

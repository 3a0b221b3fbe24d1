"""Fault: the last tracking server knows another database."""

from campaign_tracking.lab.faults.fault import EVERYWHERE_WITH_FILES, Fault, Shown
from campaign_tracking.lab.faults.registration.unseen import LOGGED_ONLY
from campaign_tracking.lab.platform import Platform


def apply(platform: Platform) -> None:
    """Give ``redirection/@databaseId`` of the last server that of a database since replaced."""
    machine = platform.last
    machine.set_attribute(machine.instance_file, "databaseId", "u00000000DEADBEEF")


DATABASE_ID_MISMATCH = Fault(
    id="database-id-mismatch",
    summary="the last tracking server holds another database id: RED-520005 and RED-520025",
    shown=(
        Shown(
            in_=EVERYWHERE_WITH_FILES,
            check="test_tracking_server_knows_the_database[{last}]",
            says=r"config-\w+.xml, line \d+: web/redirection/@databaseId is not XtkDatabaseId$",
        ),
        LOGGED_ONLY,
    ),
    apply=apply,
)

"""Fault: the last tracking server was left out when the database became Unicode."""

from campaign_tracking.lab.faults.fault import EVERYWHERE_WITH_FILES, Fault, Shown
from campaign_tracking.lab.faults.registration.unseen import LOGGED_ONLY
from campaign_tracking.lab.platform import Platform


def apply(platform: Platform) -> None:
    """Take the u from ``redirection/@databaseId`` of the last server (switching-to-unicode.md)."""
    machine = platform.last
    machine.edit(machine.instance_file, 'databaseId="u', 'databaseId="')


DATABASE_ID_UNICODE_PREFIX = Fault(
    id="database-id-unicode-prefix",
    summary="the last tracking server's database id lacks the leading u: RED-520005 and RED-520025",
    shown=(
        Shown(
            in_=EVERYWHERE_WITH_FILES,
            check="test_tracking_server_knows_the_database[{last}]",
            says=r"config-\w+.xml, line \d+: .*@databaseId .* only the leading u is missing",
        ),
        LOGGED_ONLY,
    ),
    apply=apply,
)

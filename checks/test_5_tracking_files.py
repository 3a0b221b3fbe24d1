"""Step 5, on the tracking servers themselves: what was uploaded of our delivery is there.

The documentation's order of manual checks for a link that does not resolve (R-68): the spare
servers, then the delivery's file, then the ids in it, then its mode.
"""

from collections.abc import Mapping

import pytest

from campaign_tracking.judgement import NotApplicable, explained_by
from campaign_tracking.rules import TRACKING, file_rule
from campaign_tracking.server_files.machine import DeliveryFile, Machine
from checks import test_1_server_files as files
from checks import test_3_redirection_configuration as configuration
from checks import test_4_deliveries as deliveries
from checks import test_5_mail as mail

pytestmark = [
    *(pytest.mark.tracking, pytest.mark.sends_mail),
    pytest.mark.stage("server files"),
]

READABLE = 0o444


def seen(machine: Machine, delivery_files: Mapping[str, DeliveryFile]) -> DeliveryFile:
    """Return what the machine holds; leave the check if it rightly does not tell."""
    found = delivery_files.get(machine.name, DeliveryFile(path="", trouble="not looked at"))
    if found.untold:
        raise NotApplicable(found.untold)
    return found


@file_rule(
    "R-68",
    reads="var/<instance>/redir/url/<YYYY>/<deliveryID>.xml",
    why="a click on this server fails, unless a spare server has the file",
    source="about-message-tracking.md",
    on=TRACKING,
)
@explained_by(
    files.test_instance_has_its_file,
    *files.READ,
    mail.test_landing_link_is_tracked,
    deliveries.test_analysis_reports_no_tracking_error,
)
@explained_by(configuration.test_internal_urls_are_the_declared_ones, needed=False)
def test_delivery_file_is_there(
    machine: Machine, delivery_files: Mapping[str, DeliveryFile]
) -> None:
    """The tracking server has the file of our delivery.

    If it fails: the server administrator looks whether the server was down at the analysis, and
    whether redir/url can be written there; a delivery that lacks it is prepared again.
    """
    file = seen(machine, delivery_files)

    assert not file.trouble, f"not readable: {file.path}: {file.trouble}"
    assert file.found, f"there is no {file.path}"


@file_rule(
    "R-68",
    reads="the mode of the delivery's file",
    why="the web server's user must read it",
    source="about-message-tracking.md",
    on=TRACKING,
)
@explained_by(test_delivery_file_is_there, *files.READ)
def test_delivery_file_is_readable(
    machine: Machine, delivery_files: Mapping[str, DeliveryFile]
) -> None:
    """The file of our delivery can be read by the web server: mode 644 at least.

    If it fails: the server administrator sets the mode (chmod 644), and the umask of the user who
    runs Campaign.
    """
    file = seen(machine, delivery_files)
    if file.found and file.mode is None:
        raise NotApplicable("the mode is not known")
    readable = file.mode is not None and file.mode & READABLE == READABLE

    assert readable, f"{file.path} has the mode {file.mode or 0:o}, expected 644"


@file_rule(
    "R-68",
    reads="the ids in the delivery's file",
    why="a link whose id is not in it leads nowhere",
    source="about-message-tracking.md",
    on=TRACKING,
)
@explained_by(test_delivery_file_is_there, *files.READ)
def test_delivery_file_holds_our_urls(
    machine: Machine, delivery_files: Mapping[str, DeliveryFile]
) -> None:
    """The file of our delivery holds the id of each tracked link of our mail.

    If it fails: the delivery is prepared again; if it happens again, the Campaign administrator
    looks for what changes the content after the upload.
    """
    file = seen(machine, delivery_files)
    missing = ", ".join(f"{url_id:x}" for url_id in file.missing_url_ids)

    assert file.found, "there is no file"
    assert not missing, f"{file.path} lacks {missing}"

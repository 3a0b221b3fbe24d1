"""Step 1, on the tracking servers themselves: the redirection is on, within its bounds."""

import pytest

from campaign_tracking.judgement import NotApplicable, explained_by
from campaign_tracking.rules import TRACKING, file_rule
from campaign_tracking.server_files.flaws import not_on, out_of_bounds
from campaign_tracking.server_files.machine import Machine
from campaign_tracking.server_files.settings import effective
from campaign_tracking.server_files.upload_folder import flaw
from checks import test_1_server_files as files

pytestmark = [pytest.mark.configuration, pytest.mark.stage("server files")]


@file_rule(
    "R-32",
    reads="web/redirection/@startRedirection",
    why="nothing answers /r/: every link and every open fails",
    source="the-server-configuration-file.md",
    on=TRACKING,
)
@explained_by(*files.READ)
def test_redirection_is_started(machine: Machine) -> None:
    """The redirection service is switched on.

    If it fails: the server administrator sets startRedirection="true" and restarts the web server.
    """
    problem = not_on(machine, "web/redirection/@startRedirection")

    assert not problem, problem


@file_rule(
    "R-33",
    reads="web/redirection/@startRedirectionInModule",
    why="the web server's module does not serve /r/: every link and every open fails",
    source="the-server-configuration-file.md",
    on=TRACKING,
)
@explained_by(*files.READ)
def test_redirection_runs_in_the_web_server(machine: Machine) -> None:
    """The redirection service runs in the web server's module.

    If it fails: the server administrator sets startRedirectionInModule="true" and restarts the web
    server.
    """
    problem = not_on(machine, "web/redirection/@startRedirectionInModule")

    assert not problem, problem


@file_rule(
    "R-13",
    reads="config-<instance>.xml: web/redirection/@databaseId",
    why="an instance that was never registered there, or lost, refuses the upload: RED-520005",
    source="deploying-an-instance.md",
    on=TRACKING,
)
@explained_by(files.test_instance_has_its_file, *files.READ)
def test_instance_is_registered(machine: Machine) -> None:
    """The instance is registered on the tracking server: a database identifier stands there.

    If it fails: the Campaign administrator registers the instance again in the deployment wizard,
    on all tracking servers.
    """
    held = effective(machine, "web/redirection/@databaseId")

    assert held.value, f"{held.where}: {held.path} is empty or missing"


@file_rule(
    "R-31",
    reads="config-<instance>.xml: web/redirection/@trackingPassword",
    why="a tracking server with an empty password no longer works in v7",
    source="general-configurations.md",
    on=TRACKING,
)
@explained_by(test_instance_is_registered, files.test_instance_has_its_file, *files.READ)
def test_tracking_server_has_its_password(machine: Machine) -> None:
    """The tracking server holds a tracking password; which one is never shown.

    If it fails: the Campaign administrator registers the instance there again; the server
    administrator may set one with nlserver config -trackingpassword.
    """
    password = effective(machine, "web/redirection/@trackingPassword")

    assert password.value, f"{password.where}: {password.path} is empty or missing"


@file_rule(
    reads="var/<instance>/redir/url/<YYYY>: mode, and free space of its file system",
    why="what is uploaded about a delivery is not kept: RED-520005",
    source="about-message-tracking.md",
    on=TRACKING,
)
@explained_by(files.test_instance_has_its_file, *files.READ)
def test_uploads_can_be_kept(machine: Machine) -> None:
    """What is uploaded about deliveries can be written on the tracking server.

    If it fails: the server administrator frees space, or gives the folder back to the user of
    Campaign's processes with the right to write.
    """
    folder = machine.upload_folder
    if folder.untold:
        raise NotApplicable(folder.untold)
    problem = flaw(folder)

    assert not problem, problem


@file_rule(
    "R-34",
    reads="web/redirection/@maxJobsInCache",
    why="deliveries are looked up on disk at every click",
    source="the-server-configuration-file.md",
    on=TRACKING,
)
@explained_by(*files.READ)
def test_delivery_cache_is_large_enough(machine: Machine) -> None:
    """The redirection service keeps at least 50 deliveries in its cache.

    If it fails: the server administrator raises maxJobsInCache and restarts the web server.
    """
    problem = out_of_bounds(machine, "web/redirection/@maxJobsInCache", 50)

    assert not problem, problem


@file_rule(
    "R-44",
    reads="trackinglogd/@maxSharedLogs",
    why="clicks are lost in bursts",
    source="the-server-configuration-file.md",
    on=TRACKING,
)
@explained_by(*files.READ)
def test_shared_memory_is_large_enough(machine: Machine) -> None:
    """Shared memory holds at least 10000 clicks that are not yet on disk.

    If it fails: the server administrator raises maxSharedLogs: stop the web server and nlserver,
    remove the segment (ipcrm), start nlserver, then the web server (additional-parameters.md).
    """
    problem = out_of_bounds(machine, "trackinglogd/@maxSharedLogs", 10_000)

    assert not problem, problem


@file_rule(
    "R-45",
    reads="trackinglogd/@maxLogsSizeOnDiskMb",
    why="older logs are purged beyond it: those that were not collected yet are lost",
    source="the-server-configuration-file.md",
    on=TRACKING,
)
@explained_by(*files.READ)
def test_log_files_may_grow_enough(machine: Machine) -> None:
    """Tracking log files may take at least 100 MB on disk.

    If it fails: the server administrator raises maxLogsSizeOnDiskMb.
    """
    problem = out_of_bounds(machine, "trackinglogd/@maxLogsSizeOnDiskMb", 100)

    assert not problem, problem


@file_rule(
    "R-46",
    reads="trackinglogd/@purgeLogsPeriod",
    why="logs are purged more often than is supported",
    source="the-server-configuration-file.md",
    on=TRACKING,
)
@explained_by(*files.READ)
def test_log_files_are_not_purged_too_often(machine: Machine) -> None:
    """Tracking log files are purged at most every 50000 entries.

    If it fails: the server administrator raises purgeLogsPeriod.
    """
    problem = out_of_bounds(machine, "trackinglogd/@purgeLogsPeriod", 50_000)

    assert not problem, problem

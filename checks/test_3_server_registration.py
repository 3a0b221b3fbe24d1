"""Step 3, on the tracking servers themselves: what they hold fits what the platform holds."""

import pytest

from campaign_tracking import urls
from campaign_tracking.campaign.options import Options
from campaign_tracking.environment import Environment
from campaign_tracking.judgement import NotApplicable, explained_by
from campaign_tracking.rules import TRACKING, file_rule
from campaign_tracking.server_files import relay
from campaign_tracking.server_files.identity import means
from campaign_tracking.server_files.machine import Machine
from campaign_tracking.server_files.settings import effective
from checks import test_1_server_files as files
from checks import test_1_server_redirection as redirection
from checks import test_3_redirection_configuration as configuration

MIRROR_PAGE = "/nl/jsp/m.jsp"

pytestmark = [pytest.mark.configuration, pytest.mark.stage("server files")]


@file_rule(
    "R-13",
    reads="XtkDatabaseId, and web/redirection/@databaseId there",
    why="a tracking server that knows another database refuses the upload: RED-520005",
    source="switching-to-unicode.md",
    on=TRACKING,
)
@explained_by(
    configuration.test_database_identifier_is_set,
    configuration.test_options_can_be_read,
    redirection.test_instance_is_registered,
    *files.READ,
)
def test_tracking_server_knows_the_database(machine: Machine, tracking_options: Options) -> None:
    """The tracking server holds the identifier of this database; it is never shown.

    If it fails: the Campaign administrator registers the instance again in the deployment wizard.
    If only the leading u is missing, the server administrator adds it (switching-to-unicode.md).
    """
    held = effective(machine, "web/redirection/@databaseId")
    expected = tracking_options.value("XtkDatabaseId")
    prefix = "; only the leading u is missing" if expected == f"u{held.value}" else ""

    assert held.value, f"{held.where}: {held.path} is empty"
    assert held.value == expected, f"{held.where}: {held.path} is not XtkDatabaseId{prefix}"


@file_rule(
    "R-19",
    reads="NmsTracking_Instance, and the name of config-<instance>.xml there",
    why="a tracking server serves an instance that has a file there, and no other",
    source="deploying-an-instance.md",
    on=TRACKING,
)
@explained_by(
    configuration.test_tracking_servers_serve_the_instance,
    configuration.test_tracking_instance_is_named,
    configuration.test_options_can_be_read,
    files.test_instance_has_its_file,
    *files.READ,
)
def test_tracking_server_has_the_instance(machine: Machine, tracking_options: Options) -> None:
    """The instance that the deployment wizard names has its file on the tracking server.

    If it fails: the Campaign administrator enters the name that the servers know, the same on all
    of them, and registers again.
    """
    name = f"config-{tracking_options.value('NmsTracking_Instance')}.xml"
    others = [file.name for file in machine.files if file.name.startswith("config-")]

    assert machine.file(name), f"there is no {name}; there are {', '.join(sorted(others))}"


@file_rule(
    "R-49",
    reads="web/relay/url: urlPath, IPMask, deny",
    why="recipients are refused (403) when they open the mirror page",
    source="configuring-campaign-server.md",
    on=TRACKING,
)
@explained_by(configuration.test_options_can_be_read, *files.READ)
def test_relay_admits_mirror_pages(
    machine: Machine, options: Options, environment: Environment
) -> None:
    """Where mirror pages are served, the relay lets anybody to them.

    If it fails: the server administrator puts a rule for /nl/jsp/m.jsp before the one that denies
    it, and restarts the web server.
    """
    url = options.value("NmsServer_MirrorPageUrl")
    tracking = environment.tracking
    own = [urls.host(each or "") for each in (tracking.url, tracking.secure_url)]
    host = urls.host(url)
    if url and host not in own and not means(host, machine, environment):
        raise NotApplicable(f"mirror pages are served by {host}")
    rules = relay.read_relay(machine)
    found = relay.first_applying(rules, MIRROR_PAGE, host=urls.netloc(url) or own[0])
    where = f"{found.where}: web/relay/url[{found.url_path}]/@deny = 'true'" if found else ""

    assert not (found and found.deny), f"{MIRROR_PAGE} is refused: {where}"

"""Step 3: what the deployment wizard holds is complete, consistent, and what was declared.

Read over SOAP, option by option; nothing is changed.
"""

from collections.abc import Mapping

import pytest

from campaign_tracking.campaign.mid_sourcing import TrackingAccount
from campaign_tracking.campaign.options import Options
from campaign_tracking.environment import Environment, is_public, url_flaw
from campaign_tracking.judgement import Absent, NotApplicable, NotConfigured, explained_by
from campaign_tracking.redirection.endpoint import Endpoint
from campaign_tracking.rules import rule
from campaign_tracking.server_files.machine import Machine
from campaign_tracking.server_files.settings import tracking_instances
from campaign_tracking.urls import host, plain
from checks import test_2_application_server as application_server

pytestmark = [pytest.mark.configuration, pytest.mark.stage("options")]

TRUE = {"1", "true", "yes"}
EXTERNAL = ("NmsTracking_ServerUrl", "NmsTracking_SecureServerUrl")


def declared(value: str | None, held: str, key: str) -> str:
    """Return what is declared; leave the check if nothing is.

    Declared nothing and held nothing is a platform that does without; held and not declared is a
    key to be added.
    """
    if value:
        return value
    if held:
        raise NotConfigured(f"declare [tracking] {key}; the platform holds {held}")
    raise NotApplicable(f"this platform does without ([tracking] {key} is not declared)")


def there_is_one(tracking_options: Options) -> None:
    """Leave a check of the secure URL if there is no external URL at all: another one tells it."""
    if not (any(map(tracking_options.value, EXTERNAL)) or tracking_options.unreadable):
        raise NotApplicable("there is no external URL at all")


def names_the_lab(name: str, environment: Environment) -> bool:
    """Whether *name* is a loopback address of a lab: there that is as public as it gets."""
    return bool(environment.simulation) and name.startswith("127.")


@explained_by(application_server.test_session_lasts, application_server.test_we_can_log_on)
@explained_by(application_server.test_mid_sourcing_server_can_be_logged_on_to)
def test_options_can_be_read(options: Options, tracking_options: Options) -> None:
    """The options of the deployment wizard can be read, on the mid-sourcing server, too.

    If it fails: the application server went silent while they were read; run this again, and look
    at its web process if it stays so. A right that is missing is told as not configured.
    """
    unreadable = options.unreadable or tracking_options.unreadable

    assert not unreadable, f"not readable: {unreadable}"


@rule(
    "R-21",
    reads="NmsTracking_ExtAccount, nms:extAccount",
    why="without the account nothing is uploaded or collected through the mid-sourcing server",
    source="mid-sourcing-server.md",
)
@explained_by(test_options_can_be_read)
def test_tracking_account_is_enabled(
    tracking_account: TrackingAccount, environment: Environment
) -> None:
    """The external account that carries tracking exists and is enabled (R-21).

    If it fails: the Campaign administrator corrects NmsTracking_ExtAccount in the deployment
    wizard, or enables the account.
    """
    name = tracking_account.name
    if not name and environment.mid_sourcing is None:
        raise NotApplicable("tracking is not externalised: NmsTracking_ExtAccount is empty")

    assert name, "NmsTracking_ExtAccount is empty, and [mid_sourcing] is declared"
    assert not tracking_account.trouble, f"not readable: {tracking_account.trouble}"
    assert tracking_account.found, f"there is no external account {name}"
    assert tracking_account.enabled, f"the external account {name} is not enabled"


@rule(
    "R-15",
    reads="NmsTracking_Available",
    why="no link of any mail is tracked",
    source="deploying-an-instance.md",
)
@explained_by(test_options_can_be_read)
def test_tracking_is_activated(options: Options) -> None:
    """Tracking is activated on the instance (NmsTracking_Available, R-15).

    If it fails: the Campaign administrator ticks Tracking in the deployment wizard and registers
    the instance on the tracking servers.
    """
    value = options.value("NmsTracking_Available")

    assert value.strip().lower() in TRUE, f"expected 1, got {value or 'no value'!r}"


@rule(
    "R-16",
    reads="NmsTracking_ServerUrl",
    why="every tracked link begins with it",
    source="configuring-campaign-options.md",
)
@explained_by(test_options_can_be_read)
def test_external_url_is_well_formed(tracking_options: Options, environment: Environment) -> None:
    """The external URL is an absolute http URL without a path (NmsTracking_ServerUrl, R-16).

    If it fails: the Campaign administrator corrects it in the deployment wizard; links in mails
    begin with it.
    """
    value = tracking_options.value("NmsTracking_ServerUrl")
    secure_only = (
        tracking_options.value("NmsTracking_SecureServerUrl") and not environment.tracking.url
    )
    if not value and secure_only:
        raise NotApplicable("only the secure URL is used")

    assert not url_flaw(value, "http"), (
        f"NmsTracking_ServerUrl: {value or 'empty'!r}: {url_flaw(value, 'http')}"
    )


@rule(
    "R-17",
    reads="NmsTracking_SecureServerUrl",
    why="every tracked link of an https mail begins with it",
    source="deploying-an-instance.md",
)
@explained_by(test_options_can_be_read)
def test_secure_url_is_well_formed(tracking_options: Options) -> None:
    """The secure external URL is an absolute https URL without a path (R-17).

    If it fails: the Campaign administrator corrects NmsTracking_SecureServerUrl in the deployment
    wizard.
    """
    value = tracking_options.value("NmsTracking_SecureServerUrl")
    there_is_one(tracking_options)
    if not value and tracking_options.value("NmsTracking_ServerUrl"):
        raise NotApplicable("only the http URL is used")

    assert not url_flaw(value, "https"), (
        f"NmsTracking_SecureServerUrl: {value or 'empty'!r}: {url_flaw(value, 'https')}"
    )


@rule(
    "R-16",
    reads="NmsTracking_ServerUrl, NmsTracking_SecureServerUrl",
    why="links work inside the company only",
    source="standard-deployment.md",
)
@explained_by(test_external_url_is_well_formed, test_secure_url_is_well_formed)
def test_external_url_is_public(tracking_options: Options, environment: Environment) -> None:
    """Recipients anywhere can use the external URLs: no private address, no internal name (R-16).

    If it fails: the Campaign administrator enters a public name in the deployment wizard.
    """
    held = {name: host(value) for name in EXTERNAL if (value := tracking_options.value(name))}
    if held and all(names_the_lab(name, environment) for name in held.values()):
        raise NotApplicable("the lab listens on loopback only")
    internal = {option: name for option, name in held.items() if not is_public(name)}

    assert held, "there is no external URL"
    assert not internal, "not public: " + ", ".join(
        f"{name or 'none'} ({option})" for option, name in internal.items()
    )


@explained_by(test_external_url_is_public, test_external_url_is_well_formed)
def test_external_url_is_the_declared_one(
    tracking_options: Options, environment: Environment
) -> None:
    """The external URL is the declared one.

    If it fails: correct [tracking] url if the platform is right; else the Campaign administrator
    enters the right one in the deployment wizard. After a copy of an environment it may be another
    platform's.
    """
    value = tracking_options.value("NmsTracking_ServerUrl")
    expected = declared(environment.tracking.url, value, "url")

    assert plain(value) == plain(expected), (
        f"NmsTracking_ServerUrl: expected {expected}, got {value or 'none'}"
    )


@explained_by(
    test_external_url_is_the_declared_one,
    test_external_url_is_public,
    test_secure_url_is_well_formed,
    test_options_can_be_read,
)
def test_secure_url_is_the_declared_one(
    tracking_options: Options, environment: Environment
) -> None:
    """The secure external URL is the declared one.

    If it fails: as for the external URL. A secure URL that is missing there makes https mails hold
    http links.
    """
    value = tracking_options.value("NmsTracking_SecureServerUrl")
    there_is_one(tracking_options)
    expected = declared(environment.tracking.secure_url, value, "secure_url")

    assert plain(value) == plain(expected), (
        f"NmsTracking_SecureServerUrl: expected {expected}, got {value or 'none'}"
    )


@rule(
    "R-18",
    reads="NmsTracking_ServerUrlList",
    why="the application server uploads to each of them",
    source="deploying-an-instance.md",
)
@explained_by(test_options_can_be_read)
def test_internal_urls_are_well_formed(tracking_options: Options) -> None:
    """The internal URLs are a comma-separated list of absolute URLs (R-18).

    If it fails: the Campaign administrator corrects the list in the deployment wizard and
    registers the instance again. Blanks around a comma are seen in KA-19371; what they do is not
    documented, and nothing is said against them here.
    """
    if not tracking_options.server_urls:
        raise NotApplicable("the list is empty: the external URL is used")
    flaws = [f"{url!r}: {url_flaw(url, 'http|https')}" for url in tracking_options.server_urls]
    flaws = [line for line in flaws if not line.endswith(": ")]

    assert not flaws, f"NmsTracking_ServerUrlList holds {'; '.join(flaws)}"


@rule(
    "R-18",
    reads="NmsTracking_ServerUrlList",
    why="a server that is listed twice stands in another one's place",
    source="deploying-an-instance.md",
)
@explained_by(test_internal_urls_are_well_formed)
def test_no_internal_host_is_listed_twice(
    tracking_options: Options, environment: Environment
) -> None:
    """Each tracking server is listed once, whatever the port (R-18).

    If it fails: the Campaign administrator removes the double entry in the deployment wizard.
    """
    if not tracking_options.server_urls:
        raise NotApplicable("the list is empty: the external URL is used")
    if environment.simulation and len({host(url) for url in tracking_options.server_urls}) == 1:
        raise NotApplicable("the lab has one loopback address here, and a port for each server")
    hosts = [host(url) for url in tracking_options.server_urls]
    double = sorted({name for name in hosts if hosts.count(name) > 1})

    assert not double, f"listed more than once: {', '.join(double)}"


@explained_by(
    test_external_url_is_the_declared_one,
    test_secure_url_is_the_declared_one,
    test_internal_urls_are_well_formed,
    test_options_can_be_read,
)
def test_internal_urls_are_the_declared_ones(
    tracking_options: Options, environment: Environment
) -> None:
    """The internal URLs are the declared ones, each of them and no other.

    If it fails: correct [tracking] internal_urls if the platform is right; else the Campaign
    administrator corrects the wizard's list and registers the instance again. After a copy of an
    environment it may hold another platform's servers.
    """
    if environment.hosting == "adobe":
        raise NotApplicable("Adobe hosts the tracking servers and does not tell")
    urls = environment.tracking.internal_urls.values()
    held = {plain(url) for url in tracking_options.server_urls}
    declared(", ".join(urls), ", ".join(sorted(held)), "internal_urls")
    expected = {plain(url) for url in urls}
    missing = ", ".join(sorted(expected - held)) or "none"
    other = ", ".join(sorted(held - expected)) or "none"

    assert held == expected, (
        f"NmsTracking_ServerUrlList: missing in the wizard: {missing}; not declared: {other}"
    )


@rule(
    "R-19",
    reads="NmsTracking_Instance",
    why="a tracking server serves an instance by its name",
    source="deploying-an-instance.md",
)
@explained_by(test_options_can_be_read)
def test_tracking_instance_is_named(tracking_options: Options) -> None:
    """The instance on the tracking servers has a name (NmsTracking_Instance, R-19).

    If it fails: the Campaign administrator enters it in the deployment wizard and registers.
    """
    assert "NmsTracking_Instance" in tracking_options.present, "NmsTracking_Instance is empty"


@rule(
    "R-19",
    reads="NmsTracking_Instance, and the names of config-*.xml on the tracking servers",
    why="the mid refuses to be the proxy to a tracking instance that is not there",
    source="mid-sourcing-server.md",
)
@pytest.mark.stage("server files")
@explained_by(test_tracking_instance_is_named, test_options_can_be_read)
def test_marketing_names_a_tracking_instance_that_is_there(
    options: Options,
    tracking_options: Options,
    every_machine: Mapping[str, Machine | Absent],
    environment: Environment,
) -> None:
    """The tracking instance that the marketing instance of a mid names is on the tracking servers.

    If it fails: the Campaign administrator confirms the instance's name in the deployment wizard of
    the marketing instance, and in the external account "Use this platform as a proxy to access the
    tracking servers".
    """
    if environment.mid_sourcing is None:
        raise NotApplicable("no mid-sourcing server is declared")
    name = options.value("NmsTracking_Instance")
    of_mid = tracking_options.value("NmsTracking_Instance")
    assert name, "NmsTracking_Instance: expected a name, got none"
    assert of_mid, "NmsTracking_Instance is empty on the mid"
    if name != of_mid and environment.hosting != "on-premise":
        raise NotApplicable("Adobe hosts the tracking servers: nobody else reads their files")
    read = (each for each in every_machine.values() if isinstance(each, Machine))
    there = tracking_instances(read)
    if name != of_mid and not there:
        raise NotConfigured("declare the tracking servers as [[host]]")

    told = f"expected one of {', '.join(sorted(there))}, got {name}"
    assert name in {of_mid, *there}, f"NmsTracking_Instance: {told}"


@rule(
    "R-07",
    "R-19",
    reads="/r/test: instance",
    why="the host name falls under the DNS mask of another instance",
    source="creating-an-instance-and-logging-on.md",
)
@explained_by(test_tracking_instance_is_named)
def test_tracking_servers_serve_the_instance(
    tracking_options: Options, servers: Mapping[str, Endpoint]
) -> None:
    """Every tracking server that tells its instance serves the one that is registered (R-07).

    If it fails: the host name in the URL falls under the DNS mask of another instance on that
    server; the server administrator corrects dataStore/@hosts and reloads the configuration.
    """
    told = {
        f"{id_} serves {address.rtest.instance}": address.rtest.instance
        for id_, server in servers.items()
        for address in server.addresses
        if address.rtest and address.rtest.instance
    }
    if not told:
        raise NotApplicable("no server tells its instance to a caller from here")
    expected = tracking_options.value("NmsTracking_Instance")
    others = [line for line, instance in told.items() if instance != expected]

    told_by = f"expected {expected or 'none'} (NmsTracking_Instance)"
    assert not others, f"{told_by}: {', '.join(others)}"


@rule(
    "R-20",
    reads="NmsTracking_Password",
    why="with an empty tracking password tracking no longer works in v7",
    source="general-configurations.md",
)
@explained_by(test_options_can_be_read)
def test_tracking_password_is_set(tracking_options: Options) -> None:
    """The tracking password is not empty: an empty one no longer works (R-20).

    If it fails: the Campaign administrator sets one in the deployment wizard and registers again.
    """
    assert "NmsTracking_Password" in tracking_options.present, "NmsTracking_Password is empty"


@rule(
    "R-13",
    reads="XtkDatabaseId",
    why="a tracking server knows the database by it",
    source="configuring-campaign-options.md",
)
@explained_by(test_options_can_be_read)
def test_database_identifier_is_set(tracking_options: Options) -> None:
    """The database has an identifier, by which tracking servers know it (XtkDatabaseId, R-13).

    If it fails: the Campaign administrator runs the postupgrade; without it nothing can be
    registered.
    """
    assert "XtkDatabaseId" in tracking_options.present, "XtkDatabaseId is empty"

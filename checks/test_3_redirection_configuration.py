"""Step 3: what the deployment wizard holds is complete, consistent, and what was declared.

Read over SOAP, option by option; nothing is changed.
"""

import re
from collections.abc import Mapping
from datetime import UTC, datetime

import pytest

from campaign_tracking.campaign.mid_sourcing import TrackingAccount
from campaign_tracking.campaign.options import Options
from campaign_tracking.campaign.platform import Platform
from campaign_tracking.campaign.workflow import PAUSED, STOPPED, TrackingWorkflow
from campaign_tracking.environment import Environment, is_public, split_url
from campaign_tracking.judgement import NotApplicable, NotConfigured, explained_by
from campaign_tracking.redirection.endpoint import Endpoint
from campaign_tracking.times import read_time
from campaign_tracking.urls import host, plain
from checks import test_2_application_server as application_server

pytestmark = [pytest.mark.configuration, pytest.mark.stage("options")]

TRUE = {"1", "true", "yes"}


def flaw(url: str, scheme: str) -> str:
    """Return what is wrong with a tracking URL's form; empty if nothing is."""
    try:
        parts = split_url(url)
    except ValueError as error:
        return str(error)
    if parts.scheme not in scheme.split("|"):
        return f"not an {scheme} URL"
    return "it has a path" if parts.path not in {"", "/"} or parts.query or parts.fragment else ""


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


def has_line_feed(formula: str) -> bool:
    """Whether a line feed stands between the formula's pieces, outside ``<% %>``."""
    outside = re.sub(r"<%.*?%>", "", formula.strip("\r\n"), flags=re.DOTALL)
    return "\n" in outside or "\r" in outside


@explained_by(application_server.test_session_lasts, application_server.test_we_can_log_on)
@explained_by(application_server.test_mid_sourcing_server_can_be_logged_on_to)
def test_options_can_be_read(options: Options, tracking_options: Options) -> None:
    """The options of the deployment wizard can be read, on the mid-sourcing server, too.

    If it fails: the application server went silent while they were read; run this again, and look
    at its web process if it stays so. A right that is missing is told as not configured.
    """
    unreadable = options.unreadable or tracking_options.unreadable

    assert not unreadable, f"not readable: {unreadable}"


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


@explained_by(test_options_can_be_read)
def test_tracking_is_activated(options: Options) -> None:
    """Tracking is activated on the instance (NmsTracking_Available, R-15).

    If it fails: the Campaign administrator ticks Tracking in the deployment wizard and registers
    the instance on the tracking servers.
    """
    value = options.value("NmsTracking_Available")

    assert value.strip().lower() in TRUE, f"expected 1, got {value or 'no value'!r}"


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

    assert not flaw(value, "http"), f"{value or 'empty'!r}: {flaw(value, 'http')}"


@explained_by(test_external_url_is_well_formed)
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

    assert plain(value) == plain(expected), f"expected {expected}, got {value or 'none'}"


@explained_by(test_options_can_be_read)
def test_secure_url_is_well_formed(tracking_options: Options) -> None:
    """The secure external URL is an absolute https URL without a path (R-17).

    If it fails: the Campaign administrator corrects NmsTracking_SecureServerUrl in the deployment
    wizard.
    """
    value = tracking_options.value("NmsTracking_SecureServerUrl")
    if not value and tracking_options.value("NmsTracking_ServerUrl"):
        raise NotApplicable("only the http URL is used")

    assert not flaw(value, "https"), f"{value or 'empty'!r}: {flaw(value, 'https')}"


@explained_by(test_external_url_is_well_formed, test_secure_url_is_well_formed)
def test_external_url_is_public(tracking_options: Options, environment: Environment) -> None:
    """Recipients anywhere can use the external URLs: no private address, no internal name (R-16).

    If it fails: the Campaign administrator enters a public name in the deployment wizard.
    """
    if environment.simulation:
        raise NotApplicable("the lab listens on loopback only")
    names = ("NmsTracking_ServerUrl", "NmsTracking_SecureServerUrl")
    hosts = [host(tracking_options.value(name)) for name in names if tracking_options.value(name)]
    internal = [name or "none" for name in hosts if not is_public(name)]

    assert hosts, "there is no external URL"
    assert not internal, f"not public: {', '.join(internal)}"


@explained_by(test_secure_url_is_well_formed, test_options_can_be_read)
def test_secure_url_is_the_declared_one(
    tracking_options: Options, environment: Environment
) -> None:
    """The secure external URL is the declared one.

    If it fails: as for the external URL. A secure URL that is missing there makes https mails hold
    http links.
    """
    value = tracking_options.value("NmsTracking_SecureServerUrl")
    expected = declared(environment.tracking.secure_url, value, "secure_url")

    assert plain(value) == plain(expected), f"expected {expected}, got {value or 'none'}"


@explained_by(test_options_can_be_read)
def test_internal_urls_are_well_formed(tracking_options: Options) -> None:
    """The internal URLs are a comma-separated list of absolute URLs (R-18).

    If it fails: the Campaign administrator corrects the list in the deployment wizard and
    registers the instance again. Blanks around a comma are seen in KA-19371; what they do is not
    documented, and nothing is said against them here.
    """
    if not tracking_options.server_urls:
        raise NotApplicable("the list is empty: the external URL is used")
    flaws = [f"{url!r}: {flaw(url, 'http|https')}" for url in tracking_options.server_urls]
    flaws = [line for line in flaws if not line.endswith(": ")]

    assert not flaws, "; ".join(flaws)


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


@explained_by(test_internal_urls_are_well_formed, test_options_can_be_read)
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

    assert held == expected, f"missing in the wizard: {missing}; not declared: {other}"


@explained_by(test_options_can_be_read)
def test_tracking_instance_is_named(tracking_options: Options) -> None:
    """The instance on the tracking servers has a name (NmsTracking_Instance, R-19).

    If it fails: the Campaign administrator enters it in the deployment wizard and registers.
    """
    assert "NmsTracking_Instance" in tracking_options.present, "NmsTracking_Instance is empty"


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

    assert not others, f"expected {expected or 'none'}: {', '.join(others)}"


@explained_by(test_options_can_be_read)
def test_tracking_password_is_set(tracking_options: Options) -> None:
    """The tracking password is not empty: an empty one no longer works (R-20).

    If it fails: the Campaign administrator sets one in the deployment wizard and registers again.
    """
    assert "NmsTracking_Password" in tracking_options.present, "NmsTracking_Password is empty"


@explained_by(test_options_can_be_read)
def test_database_identifier_is_set(tracking_options: Options) -> None:
    """The database has an identifier, by which tracking servers know it (XtkDatabaseId, R-13).

    If it fails: the Campaign administrator runs the postupgrade; without it nothing can be
    registered.
    """
    assert "XtkDatabaseId" in tracking_options.present, "XtkDatabaseId is empty"


@explained_by(test_options_can_be_read)
def test_formulas_are_on_one_line(options: Options) -> None:
    """The tracking formulas have no line feed outside their script delimiters (R-24).

    If it fails: the Campaign administrator puts the code on one line; some web mail breaks links
    at the line feed.
    """
    formulas = {name: options.value(f"NmsTracking_{name}Formula") for name in ("Click", "Open")}
    empty = [name for name, formula in formulas.items() if not formula.strip()]
    formulas["Web"] = options.value("NmsTracking_WebFormula")  # not every platform has one
    broken = [name for name, formula in formulas.items() if has_line_feed(formula)]

    assert not empty, f"empty: NmsTracking_{empty[0]}Formula"
    assert not broken, f"a line feed outside <% %> in NmsTracking_{broken[0]}Formula"


@explained_by(test_options_can_be_read)
def test_mirror_page_url_is_well_formed(options: Options) -> None:
    """The mirror page server is an absolute URL (NmsServer_MirrorPageUrl, R-25).

    If it fails: the Campaign administrator corrects it; by default it equals the external URL.
    """
    value = options.value("NmsServer_MirrorPageUrl")
    if not value:
        raise NotApplicable("empty: the routing account names the mirror page server")

    assert not flaw(value, "http|https"), f"{value!r}: {flaw(value, 'http|https')}"


@explained_by(test_options_can_be_read)
def test_last_postupgrade_is_of_this_build(options: Options, platform: Platform) -> None:
    """The last postupgrade was made for the build that runs (NmsServer_LastPostUpgrade, R-26).

    If it fails: the server administrator runs the postupgrade, or finishes the upgrade.
    """
    if not options.value("NmsServer_LastPostUpgrade") or not platform.build:
        raise NotApplicable("the platform does not tell both builds")
    done = options.value("NmsServer_LastPostUpgrade").strip()

    assert done == platform.build, f"expected {platform.build} (running), got {done}"


@explained_by(test_options_can_be_read)
def test_tracking_was_consolidated_lately(options: Options, environment: Environment) -> None:
    """Tracking was consolidated within the time that a click may take into the log (R-23).

    If it fails: the Campaign administrator looks at the Tracking workflow's last runs.
    """
    value = options.value("NmsTracking_LastConsolidation")
    if not value:
        raise NotApplicable("the platform does not tell when it last consolidated")
    at, limit_s = read_time(value), environment.tracking_log_s
    if at is None:
        raise NotApplicable("the platform tells a time in a form that is not documented")

    age_s = ((options.read_at or datetime.now(UTC)) - at).total_seconds()
    assert age_s <= limit_s, (
        f"last consolidated {age_s:,.0f} s ago, expected at most {limit_s:,.0f}"
    )


@explained_by(application_server.test_session_lasts, application_server.test_we_can_log_on)
def test_tracking_workflow_is_running(workflow: TrackingWorkflow) -> None:
    """The Tracking workflow is neither paused, nor stopped, nor in error.

    If it fails: the Campaign administrator reads its journal, mends the error, and starts it; this
    verification never touches it.
    """
    states = {PAUSED: "paused", STOPPED: "stopped"}
    state = states.get(workflow.state or 0, f"state {workflow.state}")

    assert not workflow.trouble, f"not readable: {workflow.trouble}"
    assert workflow.found, "there is no workflow with the internal name 'tracking'"
    assert not workflow.failed, f"in error ({state})"
    assert workflow.state not in states, state

"""Step 1, across the servers: what must be the same on all of them is the same."""

from collections.abc import Collection, Mapping

import pytest

from campaign_tracking.environment import Environment
from campaign_tracking.judgement import NotApplicable, NotConfigured, explained_by
from campaign_tracking.rules import EVERY_ROLE, TRACKING, rule
from campaign_tracking.server_files import differences
from campaign_tracking.server_files.builds import builds_told, other_builds
from campaign_tracking.server_files.identity import undeclared
from campaign_tracking.server_files.machine import Machine
from campaign_tracking.server_files.settings import effective
from campaign_tracking.server_files.spares import read_spares
from checks import test_1_server_files as files
from checks import test_1_server_redirection as redirection
from checks import test_1_server_spares as spares

pytestmark = [pytest.mark.configuration, pytest.mark.stage("server files")]

PASSWORD = "web/redirection/@trackingPassword"  # noqa: S105  (where it stands)


def tracking_servers(machines: Mapping[str, Machine], environment: Environment) -> list[Machine]:
    """Return the tracking servers that were declared; leave the check if there is but one."""
    found = [machine for machine in machines.values() if machine.role == "tracking"]
    if len(environment.tracking.internal_urls) == 1:
        raise NotApplicable("there is one tracking server")
    if len(found) <= 1:
        raise NotConfigured("declare every tracking server as a [[host]]")
    return found


def all_are_declared(
    machines: Mapping[str, Machine], environment: Environment, roles: Collection[str]
) -> None:
    """Leave a check that holds for all that were read, and of some nothing was."""
    missing = undeclared(machines, environment, roles)
    if missing:
        raise NotConfigured(f"declare [[host]] {', '.join(missing)}, too")


def unread(machines: list[Machine]) -> str:
    """Name the machines of which something was not read."""
    return ", ".join(machine.name for machine in machines if machine.unread)


@rule(
    "R-20",
    reads="web/redirection/@trackingPassword on every tracking server",
    why="a server with another password refuses the upload: RED-520005",
    source="deploying-an-instance.md",
)
@explained_by(redirection.test_tracking_server_has_its_password, *files.READ)
def test_tracking_passwords_are_the_same(
    machines: Mapping[str, Machine], environment: Environment
) -> None:
    """All tracking servers hold the same tracking password; which one is never shown.

    If it fails: the server administrator sets the same one everywhere (nlserver config
    -trackingpassword); the Campaign administrator registers again in the deployment wizard.
    """
    there = tracking_servers(machines, environment)
    held = [(machine.name, effective(machine, PASSWORD)) for machine in there]
    different = {setting.value for _, setting in held if setting.value}
    places = "; ".join(f"{name}: {setting.where}, {PASSWORD}" for name, setting in held)
    if len(different) <= 1 and not unread(there):
        all_are_declared(machines, environment, TRACKING)

    assert not unread(there), f"not read: {unread(there)}"
    assert len(different) <= 1, f"{len(different)} different ones ({places})"


@rule(
    "R-41",
    reads="web/redirection/spareServer on every tracking server",
    why="the list is the same everywhere: that is what enabledIf is for",
    source="configuring-campaign-server.md",
)
@explained_by(
    spares.test_spare_server_ids_are_unique,
    spares.test_spare_server_conditions_are_well_formed,
    spares.test_spare_server_urls_are_well_formed,
    spares.test_every_other_tracking_server_is_a_spare,
    spares.test_spare_servers_exclude_the_server_that_they_name,
    spares.test_spare_servers_leave_the_server_itself_out,
    *files.READ,
)
def test_spare_servers_are_the_same(
    machines: Mapping[str, Machine], environment: Environment
) -> None:
    """The list of spare servers is the same on all tracking servers.

    If it fails: the server administrator writes the same lines on all of them.
    """
    there = tracking_servers(machines, environment)
    lists = {
        machine.name: {
            (spare.id, spare.url, spare.enabled_if): spare.where for spare in read_spares(machine)
        }
        for machine in there
    }
    everywhere = set.intersection(*(set(entries) for entries in lists.values()))
    odd = [
        f"{name}: {where}: spareServer id={key[0]!r} url={key[1]!r} enabledIf={key[2]!r}"
        for name, entries in lists.items()
        for key, where in entries.items()
        if key not in everywhere
    ]
    if not (odd or unread(there)):
        all_are_declared(machines, environment, TRACKING)

    assert not unread(there), f"not read: {unread(there)}"
    assert not odd, f"not on all: {'; '.join(odd)}"


@rule(
    "R-55",
    reads="mta/@signEmailLinks on every server",
    why="links that one server signs and another does not are rejected",
    source="privacy.md",
)
@explained_by(*files.READ)
def test_links_are_signed_alike(machines: Mapping[str, Machine], environment: Environment) -> None:
    """All servers sign tracked links, or none does.

    If it fails: the server administrator sets signEmailLinks to the same value on all servers,
    in config-<instance>.xml, too, where it is overridden; then restart nlserver and web server.
    """
    there = list(machines.values())
    told = differences.of_attribute(there, "mta/@signEmailLinks")
    if not (told or unread(there)):
        all_are_declared(machines, environment, EVERY_ROLE)

    assert not unread(there), f"not read: {unread(there)}"
    assert not told, told


@rule(
    "R-55",
    reads="tracking/@blockRedirectForUnsignedTrackingLink on every server",
    why="a link without signature works on one server and is dead on another",
    source="privacy.md",
)
@explained_by(*files.READ)
def test_unsigned_links_are_treated_alike(
    machines: Mapping[str, Machine], environment: Environment
) -> None:
    """All servers let unsigned links through, or none does.

    If it fails: the server administrator sets blockRedirectForUnsignedTrackingLink to the same
    value on all servers at the same time; then restart nlserver and web server.
    """
    there = list(machines.values())
    told = differences.of_attribute(there, "tracking/@blockRedirectForUnsignedTrackingLink")
    if not (told or unread(there)):
        all_are_declared(machines, environment, EVERY_ROLE)

    assert not unread(there), f"not read: {unread(there)}"
    assert not told, told


@rule(
    "R-09",
    reads="the banner of nlserver pdump on every server",
    why="an upgrade that stopped half way: tracking servers first, then the others",
    source="introduction.md",
)
@explained_by(*files.READ)
def test_servers_tell_the_same_build(machines: Mapping[str, Machine]) -> None:
    """Campaign's command line tells the same build on every server; a mid may be newer.

    If it fails: the server administrator finishes the upgrade on the servers that are behind.
    """
    there = list(machines.values())
    told = builds_told(machines)
    if not told:
        raise NotApplicable("no server tells its build")
    odd = other_builds(machines, told)
    silent = [machine.name for machine in there if machine.name not in told]
    if silent and not (odd or unread(there)):
        raise NotConfigured(f"the build is not told by {', '.join(silent)}: see nlserver there")

    assert not unread(there), f"not read: {unread(there)}"
    assert not odd, "; ".join(f"{name}: build {build}" for name, build in told.items())


@rule(
    reads="web/redirection and trackinglogd on every tracking server",
    why="what differs fails now and then: on one server, for some recipients",
    source="standard-deployment.md",
)
@explained_by(
    redirection.test_redirection_is_started,
    redirection.test_redirection_runs_in_the_web_server,
    redirection.test_delivery_cache_is_large_enough,
    redirection.test_shared_memory_is_large_enough,
    redirection.test_log_files_may_grow_enough,
    redirection.test_log_files_are_not_purged_too_often,
    *files.READ,
)
def test_tracking_servers_are_configured_alike(
    machines: Mapping[str, Machine], environment: Environment
) -> None:
    """What steers the redirection is the same on all tracking servers.

    If it fails: the server administrator compares the places that are named; only what differs is
    told.
    """
    there = tracking_servers(machines, environment)
    different = list(differences.of_tracking_servers(there))
    if not (different or unread(there)):
        all_are_declared(machines, environment, TRACKING)

    assert not unread(there), f"not read: {unread(there)}"
    assert not different, " | ".join(different)

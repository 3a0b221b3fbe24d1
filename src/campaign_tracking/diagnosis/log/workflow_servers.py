"""The workflow servers of the instance that users work with: there the Tracking workflow runs."""

from collections.abc import Iterable

from campaign_tracking.diagnosis.read_machines import runs_process
from campaign_tracking.facts import Facts
from campaign_tracking.server_files.affinity import takes
from campaign_tracking.server_files.machine import Machine
from campaign_tracking.server_files.settings import effective


def application_servers(facts: Facts) -> list[Machine]:
    """Return the application servers; none unless files and processes of all were read."""
    machines = (facts.machines or {}).values()
    every = [machine for machine in machines if machine.role == "application"]
    unread = any(machine.unread or machine.processes.untold for machine in every)
    return [] if unread else every


def running(servers: Iterable[Machine]) -> list[Machine]:
    """Return those of the servers on which the instance's wfserver runs."""
    return [each for each in servers if runs_process(each, "wfserver", each.instance)]


def taking(facts: Facts, servers: Iterable[Machine]) -> list[Machine]:
    """Return those of the servers that take the Tracking workflow, by their affinity (R-58)."""
    wanted = facts.environment.campaign.tracking_affinity if facts.environment else ""
    return [each for each in servers if takes(effective(each, "wfserver/@affinity").value, wanted)]

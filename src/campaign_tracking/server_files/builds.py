"""Which builds of the servers go together."""

from collections.abc import Mapping

from campaign_tracking.server_files.machine import Machine


def builds_told(machines: Mapping[str, Machine]) -> dict[str, str]:
    """Return the builds that the machines' ``nlserver`` tells, by their names."""
    builds = {machine.name: machine.processes.build for machine in machines.values()}
    return {name: build for name, build in builds.items() if build}


def other_builds(machines: Mapping[str, Machine], told: Mapping[str, str]) -> set[str]:
    """Return builds that do not go together: with a mid, marketing may be behind the rest.

    build-upgrade.md: the mid runs the same version as marketing, or a newer one.
    """
    mid = {told[name] for name in told if machines[name].role == "mid-sourcing"}
    marketing = {told[name] for name in told if machines[name].role == "application"}
    rest = {told[name] for name in told if machines[name].role != "application"}
    if not mid:
        rest, marketing = rest | marketing, set()
    behind = {build for build in marketing if _age(build) > _age(newest(rest))}
    return (rest if len(rest) > 1 else set()) | behind


def newest(builds: set[str]) -> str:
    """Return the newest build; empty if there is none."""
    return max(builds, key=_age, default="")


def _age(build: str) -> tuple[int, str]:
    return len(build), build

"""``build-skew-between-servers``: an upgrade stopped half way."""

from collections.abc import Iterator, Mapping
from typing import Final

from campaign_tracking.diagnosis.cause import KnownCause, Sign
from campaign_tracking.diagnosis.owner import Owner
from campaign_tracking.diagnosis.text import Text
from campaign_tracking.environment import RESERVED_IDS
from campaign_tracking.facts import Facts
from campaign_tracking.server_files.builds import builds_told, newest, other_builds

OLD_LIBRARY: Final = frozenset({"web-server-old-library"})
INSTALLED: Final = Text(
    "The banner of nlserver pdump on {behind}: where that is build {build}, it is installed, and "
    "only the web server was not restarted."
)
SEEN: Final = Text("{server} runs build {build}.")


def find(facts: Facts) -> Iterator[Sign]:
    """Find servers that are behind, by nlserver or, where no server's is asked, by ``/r/test``.

    Where nlserver tells the same build everywhere and ``/r/test`` does not, the upgrade was done,
    and the web server's library is old; by ``/r/test`` alone it may be that.
    """
    told = builds_told(facts.machines or {})
    builds = told or _by_answers(facts)
    behind = _behind(facts, told) if told else _older(builds)
    if behind:
        yield Sign(
            subject=behind[0],
            evidence=tuple(
                SEEN.with_values(server=name, build=build) for name, build in builds.items()
            ),
            values={"behind": ", ".join(behind), "build": newest(set(builds.values()))},
            doubt=None if told else INSTALLED,
            ruled_out=OLD_LIBRARY if told else frozenset(),
        )


def _behind(facts: Facts, told: Mapping[str, str]) -> list[str]:
    """Return the servers to upgrade; with a mid, marketing may be behind (build-upgrade.md)."""
    machines = facts.machines or {}
    if not other_builds(machines, told):
        return []
    has_mid = any(machines[name].role == "mid-sourcing" for name in told)
    return [name for name in _older(told) if not (has_mid and machines[name].role == "application")]


def _older(builds: Mapping[str, str]) -> list[str]:
    last = newest(set(builds.values()))
    return [name for name, build in builds.items() if build != last]


def _by_answers(facts: Facts) -> dict[str, str]:
    """Return the builds that ``/r/test`` tells: of tracking servers, else of the public names."""
    told = {
        id_: address.rtest.build
        for id_, server in (facts.servers or {}).items()
        for address in server.addresses
        if address.rtest and address.rtest.build
    }
    return {id_: build for id_, build in told.items() if id_ not in RESERVED_IDS} or told


BUILD_SKEW_BETWEEN_SERVERS = KnownCause(
    id=("build-skew-between-servers", *OLD_LIBRARY),
    statement=Text("An upgrade was not finished: {behind} is behind build {build}."),
    owner=Owner.SERVER,
    steps=(
        Text(
            "Upgrade {behind} to build {build}; the documented order is tracking servers first, "
            "then other execution servers, then marketing."
        ),
        Text("Stop and start the web server there, so that it loads the new library."),
    ),
    source="introduction.md",
    find=find,
)

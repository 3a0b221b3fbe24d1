"""Fixtures of ours that no check asks for; pytest hands some things out to fixtures only.

A plugin of its own, for runs of checks/ only: it must not touch anybody else's junit.xml.
"""

from collections.abc import Callable, Iterator

import pytest

from campaign_tracking.report.junit import suite_properties
from campaign_tracking.report.recorder import LOOK_UP
from campaign_tracking.report.results import Run

DESCRIBE = pytest.StashKey[Callable[[], Run]]()


@pytest.fixture(autouse=True)
def campaign_tracking_look_up(request: pytest.FixtureRequest) -> None:
    """Let the judgement of a check ask for any fact, whichever check it looks back at."""
    request.node.stash[LOOK_UP] = request.getfixturevalue


@pytest.fixture(scope="session", autouse=True)
def campaign_tracking_properties(
    pytestconfig: pytest.Config, record_testsuite_property: Callable[[str, object], None]
) -> Iterator[None]:
    """Write them when the run ends, for only then is it known what stopped it."""
    yield
    for name, value in suite_properties(pytestconfig.stash[DESCRIBE]()):
        record_testsuite_property(name, value)

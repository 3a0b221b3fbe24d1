"""Properties of junit.xml's suite, as a fixture because pytest hands the writer out to those only.

A plugin of its own, for runs of checks/ only: it must not touch anybody else's junit.xml.
"""

from collections.abc import Callable, Iterator

import pytest

from campaign_tracking.report.junit import suite_properties
from campaign_tracking.report.results import Run

DESCRIBE = pytest.StashKey[Callable[[], Run]]()


@pytest.fixture(scope="session", autouse=True)
def campaign_tracking_properties(
    pytestconfig: pytest.Config, record_testsuite_property: Callable[[str, object], None]
) -> Iterator[None]:
    """Write them when the run ends, for only then is it known what stopped it."""
    yield
    for name, value in suite_properties(pytestconfig.stash[DESCRIBE]()):
        record_testsuite_property(name, value)

"""What the tests with a real Chromium need."""

import pytest

from tests.real.chromium.browser import missing


@pytest.fixture(scope="session", autouse=True)
def _ready() -> None:
    """Be sure of Chromium, and not of Node: a pipeline that lacks it must not turn green."""
    lacks = missing()
    if lacks:
        pytest.fail(lacks, pytrace=False)

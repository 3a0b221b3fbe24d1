"""What the tests with real web servers need."""

import pytest

from tests.real.web.front import missing


@pytest.fixture(scope="session", autouse=True)
def _ready() -> None:
    """Be sure of the programs, and not of Node: a pipeline that lacks them must not turn green."""
    lacks = missing()
    if lacks:
        pytest.fail(lacks, pytrace=False)

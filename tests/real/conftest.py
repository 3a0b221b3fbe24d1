"""What the walks of the SDK need, each made once."""

from collections.abc import Iterator

import pytest

from tests.real import walking
from tests.suite.running import LabProcess, lab


@pytest.fixture(scope="session", autouse=True)
def _ready() -> None:
    """Node and the SDK are there: a pipeline that lacks them must not turn green."""
    missing = walking.missing()
    if missing:
        pytest.fail(missing, pytrace=False)


@pytest.fixture(scope="session")
def healthy(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LabProcess]:
    """A healthy lab with which one logs on by login and password."""
    with lab(tmp_path_factory.mktemp("lab")) as running:
        yield running

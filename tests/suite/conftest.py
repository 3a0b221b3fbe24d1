"""Runs that many tests look at, each made once."""

import pytest

from tests.suite.running import Outcome, run_checks


@pytest.fixture(scope="session")
def healthy(tmp_path_factory: pytest.TempPathFactory) -> Outcome:
    """A full run against the embedded lab, as ``make verify`` makes it."""
    return run_checks(tmp_path_factory.mktemp("healthy"), "--environment", "lab")

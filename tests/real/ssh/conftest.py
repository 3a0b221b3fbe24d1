"""What the tests with a real sshd need, each made once."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.real.ssh.sshd import Sshd, missing, sshd


@pytest.fixture(scope="session", autouse=True)
def _ready() -> None:
    """Be sure of ssh and sshd, and not of Node: a pipeline that lacks them must not turn green."""
    lacks = missing()
    if lacks:
        pytest.fail(lacks, pytrace=False)


@pytest.fixture(scope="session")
def server() -> Iterator[Sshd]:
    """Run an sshd, for all tests."""
    with tempfile.TemporaryDirectory(prefix="sshd-") as folder, sshd(Path(folder)) as running:
        yield running

"""A pytest plugin that shuffles the checks; loaded with ``-p tests.suite.shuffle``."""

import os
import random

import pytest


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Shuffle them by the seed that the test gives."""
    random.Random(os.environ["SHUFFLE_SEED"]).shuffle(items)  # noqa: S311  (an order, no secret)

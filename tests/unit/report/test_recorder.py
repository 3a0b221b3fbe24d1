"""What reports say of a check stands in its docstring, its marker and its parameters."""

from types import SimpleNamespace
from typing import cast

import pytest

from campaign_tracking.report.recorder import advice_of, check_id, stage_of, subject_of


@pytest.mark.stage("external connectivity")
def test_check_with_advice(request: pytest.FixtureRequest) -> None:
    """The port opens.

    A paragraph that explains.

    If it fails: the server administrator starts
    Apache.

    A last paragraph.
    """
    item = request.node

    assert advice_of(item) == "The server administrator starts Apache."
    assert stage_of(item) == "external connectivity"
    assert (check_id(item), subject_of(item)) == ("test_check_with_advice", "")


def test_check_with_a_condition(request: pytest.FixtureRequest) -> None:
    """The control mail is sent.

    If it fails, too: tracking is not what is broken.
    """
    assert advice_of(request.node) == "Tracking is not what is broken."


def test_check_without_advice(request: pytest.FixtureRequest) -> None:
    """If it fails: this is the statement, and no advice."""
    assert advice_of(request.node) == ""
    assert stage_of(request.node) == ""


def test_check_of_a_server() -> None:
    """A check of a server is called by the server's id."""
    # The conftest gives a real test of this parameter one item for each declared server.
    item = SimpleNamespace(
        name="test_port_opens[trk2]",
        originalname="test_port_opens",
        callspec=SimpleNamespace(params={"server_id": "trk2"}),
    )

    assert subject_of(cast("pytest.Item", item)) == "trk2"
    assert check_id(cast("pytest.Item", item)) == "test_port_opens[trk2]"


@pytest.mark.parametrize("other", ["x"])
def test_check_of_something_else(request: pytest.FixtureRequest, other: str) -> None:
    """A parameter that is no server is no part of the check's name."""
    assert other
    assert check_id(request.node) == "test_check_of_something_else"

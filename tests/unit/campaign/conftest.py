"""A session with a platform whose answers each test writes itself."""

from collections.abc import Iterator

import pytest
import requests
import responses

from campaign_tracking.campaign.session import Session, Transport
from tests.unit.campaign.answers import URL


@pytest.fixture
def wire() -> Iterator[responses.RequestsMock]:
    """The wire: nothing that is not registered is answered."""
    with responses.RequestsMock() as mock:
        yield mock


@pytest.fixture
def transport() -> Iterator[Transport]:
    """How to reach the platform."""
    with requests.Session() as http:
        yield Transport(http=http, url=URL, connect_s=1, answer_s=1)


@pytest.fixture
def session(transport: Transport) -> Session:
    """A session that was opened."""
    return Session(transport, "___session", "@security==")

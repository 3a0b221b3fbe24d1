"""A session with a platform whose answers each test writes itself."""

from collections.abc import Iterator

import pytest
import requests
import responses

from campaign_tracking.campaign.calls import Tokens
from campaign_tracking.campaign.credentials import Opened, Password
from campaign_tracking.campaign.session import Session
from campaign_tracking.campaign.transport import Transport
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
def told() -> list[str]:
    """The secrets that were told, in order."""
    return []


@pytest.fixture
def session(transport: Transport, told: list[str]) -> Session:
    """A session that was opened with login and password."""
    opened = Opened(tokens=Tokens(session="___session", security="@security=="), values=())
    return Session(transport, Password(login="check", password="s3cret"), opened, told.append)

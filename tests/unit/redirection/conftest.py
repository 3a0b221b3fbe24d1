"""What the tests of this folder ask with."""

import ssl
from collections.abc import Iterator

import httpx
import pytest
import trustme

from campaign_tracking.redirection.client import make_client


@pytest.fixture(scope="session")
def ca() -> trustme.CA:
    """A certificate authority of our own."""
    return trustme.CA()


@pytest.fixture(scope="session")
def ssl_context(ca: trustme.CA) -> ssl.SSLContext:
    """A context that trusts our authority, and nobody else."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    ca.configure_trust(context)
    return context


@pytest.fixture
def client(ssl_context: ssl.SSLContext) -> Iterator[httpx.Client]:
    """A client as a run makes it."""
    with make_client(ssl_context, connect_s=2, answer_s=2) as client:
        yield client

"""What the tests of mail servers need."""

import ssl
from collections.abc import Iterator

import pytest
import trustme

from tests.unit.mailbox.imap_server import ImapServer, serving


@pytest.fixture(scope="session")
def ca() -> trustme.CA:
    """A certificate authority of our own."""
    return trustme.CA()


@pytest.fixture(scope="session")
def trusting(ca: trustme.CA) -> ssl.SSLContext:
    """A client's context that trusts our authority, and nobody else."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    ca.configure_trust(context)
    return context


@pytest.fixture(scope="session")
def serving_context(ca: trustme.CA) -> ssl.SSLContext:
    """A server's context, with a certificate for 127.0.0.1."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    ca.issue_cert("127.0.0.1").configure_cert(context)
    return context


@pytest.fixture
def server(serving_context: ssl.SSLContext) -> Iterator[ImapServer]:
    """An IMAP server with an empty inbox."""
    with serving(serving_context) as running:
        yield running

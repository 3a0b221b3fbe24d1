"""TLS: trusted or why not, and which certificate was shown."""

import ssl
from datetime import UTC, datetime, timedelta

import pytest
import trustme
from hypothesis import given
from hypothesis import strategies as st

from campaign_tracking.redirection.endpoint import Tls
from campaign_tracking.redirection.network import connect
from campaign_tracking.redirection.silence import Silence
from campaign_tracking.redirection.tls import Certificate, read_certificate, shake_hands
from tests.unit.redirection.loopback import listening, response, silent

NAME = "t.example"
LONG_AGO = datetime(2020, 1, 2, 3, 4, 5, tzinfo=UTC)


def handshake(port: int, context: ssl.SSLContext, limit_s: float = 2) -> Tls:
    """Shake hands as a probe does."""
    _, connection = connect("127.0.0.1", port, limit_s=2)
    assert connection
    return shake_hands(connection, NAME, ssl_context=context, limit_s=limit_s)


def serving(certificate: trustme.LeafCert) -> ssl.SSLContext:
    """A server's context with *certificate*."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    certificate.configure_cert(context)
    return context


def test_trusted(ca: trustme.CA, ssl_context: ssl.SSLContext) -> None:
    """A good certificate says for whom and until when; it is one connection."""
    certificate = ca.issue_cert(NAME, "127.0.0.1", common_name="Front 1")
    with listening(silent, context=serving(certificate)) as server:
        seen = handshake(server.port, ssl_context)

    assert (seen.trusted, seen.silence, seen.words) == (True, None, "")
    assert (seen.subject, seen.names) == ("Front 1", (NAME, "127.0.0.1"))
    assert seen.protocol.startswith("TLSv1.")
    assert seen.not_after
    assert seen.not_after > datetime.now(UTC)


def test_expired(ca: trustme.CA, ssl_context: ssl.SSLContext) -> None:
    """An expired certificate is shown with the day on which it ended."""
    certificate = ca.issue_cert(NAME, not_before=LONG_AGO - timedelta(days=9), not_after=LONG_AGO)
    with listening(silent, context=serving(certificate)) as server:
        seen = handshake(server.port, ssl_context)

    assert (seen.trusted, seen.silence) == (False, Silence.CERTIFICATE_EXPIRED)
    assert (seen.names, seen.not_after, seen.protocol) == ((NAME,), LONG_AGO, "")
    assert "expired" in seen.words


def test_not_yet_valid(ca: trustme.CA, ssl_context: ssl.SSLContext) -> None:
    """A certificate for later is told from one that has ended."""
    certificate = ca.issue_cert(NAME, not_before=datetime.now(UTC) + timedelta(days=9))
    with listening(silent, context=serving(certificate)) as server:
        assert handshake(server.port, ssl_context).silence is Silence.CERTIFICATE_NOT_YET_VALID


def test_wrong_name(ca: trustme.CA, ssl_context: ssl.SSLContext) -> None:
    """A certificate of another name is shown with the names it is for."""
    with listening(silent, context=serving(ca.issue_cert("*.other.example"))) as server:
        seen = handshake(server.port, ssl_context)

    assert (seen.silence, seen.names) == (Silence.CERTIFICATE_WRONG_NAME, ("*.other.example",))


def test_unknown_authority(ssl_context: ssl.SSLContext) -> None:
    """A certificate that nobody we know vouches for is shown, too."""
    with listening(silent, context=serving(trustme.CA().issue_cert(NAME))) as server:
        seen = handshake(server.port, ssl_context)

    assert (seen.silence, seen.names) == (Silence.CERTIFICATE_UNKNOWN_CA, (NAME,))


@pytest.mark.parametrize(
    "answer",
    [
        pytest.param(response("", status="400 Bad Request"), id="http"),
        pytest.param(b"220 mail.example ESMTP\r\n", id="smtp"),
    ],
)
def test_not_tls(ssl_context: ssl.SSLContext, answer: bytes) -> None:
    """A port that speaks something else does not speak TLS."""

    def handler(_: object, connection: ssl.SSLSocket) -> None:
        connection.recv(65_536)
        connection.sendall(answer)

    with listening(handler) as server:  # type: ignore[arg-type]  # it is a plain socket's recv
        assert handshake(server.port, ssl_context).silence is Silence.NOT_TLS


def test_no_protocol_in_common(ca: trustme.CA) -> None:
    """A handshake that is refused is neither silence nor a bad certificate."""
    context, modern = serving(ca.issue_cert(NAME)), ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.maximum_version = ssl.TLSVersion.TLSv1_2
    modern.minimum_version = ssl.TLSVersion.TLSv1_3
    with listening(silent, context=context) as server:
        seen = handshake(server.port, modern)

    assert (seen.silence, seen.names) == (Silence.TLS_REFUSED, ())


def test_silent_and_hung_up(ssl_context: ssl.SSLContext) -> None:
    """Nothing at all, and an end in the middle."""
    with listening(silent) as server:
        assert handshake(server.port, ssl_context, 0.1).silence is Silence.TIMED_OUT
    with listening(lambda _, connection: connection.close()) as server:
        assert handshake(server.port, ssl_context).silence is Silence.BROKEN_OFF


@given(st.binary(max_size=100))
def test_reads_anything(der: bytes) -> None:
    """What is no certificate says nothing."""
    assert read_certificate(der) == Certificate()


def test_reads_a_damaged_certificate(ca: trustme.CA) -> None:
    """A certificate that somebody changed is read as far as it goes, and never fails."""
    der = ssl.PEM_cert_to_DER_cert(ca.issue_cert(NAME).cert_chain_pems[0].bytes().decode())
    for index in range(len(der)):
        damaged = read_certificate(der[:index] + bytes([der[index] ^ 0x21]) + der[index + 1 :])
        assert isinstance(damaged, Certificate)

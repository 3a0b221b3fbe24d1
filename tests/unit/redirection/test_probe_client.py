"""What questions are asked with: the authorities we trust, and nothing of the environment's."""

import ssl
from pathlib import Path

import httpx
import pytest
import trustme

from campaign_tracking.redirection.client import make_client, make_ssl_context
from campaign_tracking.redirection.silence import Silence
from tests.unit.redirection.loopback import answering, ask, listening, response


@pytest.fixture
def ca_file(ca: trustme.CA, tmp_path: Path) -> Path:
    """Our authority, as an operator declares it."""
    ca.cert_pem.write_to_path(str(tmp_path / "ca.pem"))
    return tmp_path / "ca.pem"


def server_context(ca: trustme.CA) -> ssl.SSLContext:
    """A server of ours."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    ca.issue_cert("127.0.0.1").configure_cert(context)
    return context


@pytest.mark.parametrize("bundle", ["another.pem", "missing.pem", None])
def test_trusts_the_declared_authority(
    ca: trustme.CA,
    ca_file: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    bundle: str | None,
) -> None:
    """The declared file is added to what the machine trusts, wherever that is kept."""
    trustme.CA().cert_pem.write_to_path(str(tmp_path / "another.pem"))
    if bundle:
        monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / bundle))
        monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(tmp_path / bundle))
    with (
        listening(answering(response()), context=server_context(ca)) as server,
        make_client(make_ssl_context(ca_file), 2, 2) as client,
    ):
        seen = ask(client, f"https://127.0.0.1:{server.port}")

    assert (seen.silence, seen.status) == (None, "OK")


def test_trusts_nobody_else(ca: trustme.CA) -> None:
    """Without the file an authority of one's own is unknown."""
    with (
        listening(answering(response()), context=server_context(ca)) as server,
        make_client(make_ssl_context(None), 2, 2) as client,
    ):
        seen = ask(client, f"https://127.0.0.1:{server.port}")

    assert (seen.silence, server.requests) == (Silence.CERTIFICATE_UNKNOWN_CA, [])


@pytest.mark.parametrize("content", [None, "", "no certificate"])
def test_a_wrong_file_is_our_own_mistake(tmp_path: Path, content: str | None) -> None:
    """A file that is missing or holds no certificate cannot be trusted."""
    if content is not None:
        (tmp_path / "ca.pem").write_text(content, "utf-8")

    with pytest.raises(OSError, match=r"\S"):
        make_ssl_context(tmp_path / "ca.pem")


def test_ignores_the_environments_proxies(
    client: httpx.Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A proxy that nobody declared is not asked."""
    with listening(answering(response())) as server:
        monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")
        monkeypatch.setenv("ALL_PROXY", "http://127.0.0.1:1")

        assert ask(client, server.url).status == "OK"


def test_keeps_no_cookies(client: httpx.Client) -> None:
    """One answer's cookies do not reach the next question."""
    answer = response(headers="Set-Cookie: nlid=1; path=/\r\n")
    with listening(answering(answer)) as server:
        for _ in range(2):
            ask(client, server.url)

    assert b"cookie" not in b"".join(server.requests).lower()

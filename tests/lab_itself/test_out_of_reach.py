"""Servers that nobody reaches: nothing comes back, nothing runs, a certificate that has ended."""

import asyncio
import socket
import ssl
import subprocess
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest
from cryptography import x509

from campaign_tracking.lab import outgoing_client
from campaign_tracking.lab.addresses import bind
from campaign_tracking.lab.certificates import Authority, Certificate
from campaign_tracking.lab.nlserver import script
from campaign_tracking.lab.outgoing_client import DroppingFirewall
from campaign_tracking.lab.silent_port import fall_silent

LIMIT_S = 0.5


def test_silent_port() -> None:
    """Whoever connects waits until he gives up, again and again."""
    ports = bind("127.0.0.1")
    waiting = list(fall_silent(ports.plain))
    try:
        for _ in range(2):
            with pytest.raises(TimeoutError):
                socket.create_connection(ports.plain.getsockname(), LIMIT_S)
    finally:
        ports.close()
        for one in waiting:
            one.close()


def test_firewall(monkeypatch: pytest.MonkeyPatch) -> None:
    """Calls of a host behind it time out; others pass."""
    monkeypatch.setattr(outgoing_client, "CONNECTION_LIMIT_S", 0.01)
    passing = httpx.MockTransport(lambda _: httpx.Response(204))

    async def scenario() -> int:
        firewall = DroppingFirewall(passing, frozenset({"127.1.0.1"}))
        async with httpx.AsyncClient(transport=firewall) as client:
            with pytest.raises(httpx.ConnectTimeout):
                await client.get("http://127.1.0.1:8000/")
            return (await client.get("http://127.0.0.11:8000/")).status_code

    assert asyncio.run(scenario()) == httpx.codes.NO_CONTENT


def test_nothing_runs(tmp_path: Path) -> None:
    """``nlserver pdump`` says so in the documented words (failure-to-connect.md)."""
    command = tmp_path / "nlserver"
    command.write_text(script([], ["web@default"], build="9236"), encoding="utf-8")
    done = subprocess.run(["sh", command, "pdump"], capture_output=True, text=True, check=True)  # noqa: S603, S607  (our own)

    assert done.stdout.splitlines()[1:] == ["No tasks"]


@pytest.mark.parametrize("kind", Certificate)
def test_certificate(kind: Certificate) -> None:
    """An expired certificate ended before now; a valid one did not."""
    ends = _handshake(Authority(), kind)

    assert (ends < datetime.now(UTC)) is (kind is Certificate.EXPIRED)


def _handshake(authority: Authority, kind: Certificate) -> datetime:
    """Return when the certificate ends that a server of that kind shows."""
    trust_all = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    trust_all.check_hostname, trust_all.verify_mode = False, ssl.CERT_NONE
    told, heard = ssl.MemoryBIO(), ssl.MemoryBIO()
    ours = trust_all.wrap_bio(told, heard)
    theirs = authority.server_context(["127.0.0.1"], kind).wrap_bio(heard, told, server_side=True)
    for side in (ours, theirs, ours, theirs):
        try:
            side.do_handshake()
        except ssl.SSLWantReadError:
            continue
    shown = ours.getpeercert(binary_form=True)
    assert shown is not None
    return x509.load_der_x509_certificate(shown).not_valid_after_utc

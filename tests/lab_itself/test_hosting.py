"""Addresses, latency, and what a lab leaves behind."""

import logging
import socket
import time

import httpx
import pytest

from campaign_tracking.lab import addresses
from campaign_tracking.lab.settings import LabSettings
from tests.lab_itself.client import Client
from tests.lab_itself.running import in_lab


def test_each_server_has_an_address_of_its_own() -> None:
    """From 127.0.0.11 on; the next row begins where 127.0.0.x would run out."""
    hosts = [addresses.tracking_host(number) for number in range(1, 401)]
    assert (hosts[0], hosts[1], hosts[228], hosts[229]) == (
        *("127.0.0.11", "127.0.0.12", "127.0.0.239", "127.0.1.1"),
    )
    assert len(set(hosts)) == len(hosts)


def test_where_an_address_cannot_be_bound(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """Then 127.0.0.1 has to do, and the lab says so."""
    monkeypatch.setattr(addresses, "tracking_host", lambda _: "192.0.2.1")
    with caplog.at_level(logging.WARNING):
        ports = addresses.bind_tracking(1)
    ports.close()
    assert ports.plain.fileno() < 0
    assert "has no 192.0.2.1 on this machine" in caplog.text


def test_latency_delays_every_answer() -> None:
    """As far away as asked."""

    async def scenario(client: Client) -> None:
        begin = time.monotonic()
        await client.http.get(f"{client.lab.tracking[0].url}/r/test")
        assert time.monotonic() - begin >= client.lab.settings.latency_ms / 1000

    in_lab(scenario, LabSettings(latency_ms=50))


def test_a_stopped_web_server_refuses() -> None:
    """Its ports refuse connections, and nobody else can take them."""

    async def scenario(client: Client) -> None:
        url = httpx.URL(client.lab.tracking[-1].url)
        with pytest.raises(httpx.ConnectError):
            await client.http.get(url)
        with socket.socket() as other, pytest.raises(OSError, match="in use"):
            other.bind((url.host, url.port))

    in_lab(scenario, LabSettings(faults=("tracking-web-server-down",)))


def test_nothing_is_left_behind() -> None:
    """The folder goes with the lab, the password file in it."""
    seen = []

    async def scenario(client: Client) -> None:
        seen.append(client.lab.folder)
        assert client.lab.password_file.read_text() == client.lab.password

    in_lab(scenario)
    assert [folder.exists() for folder in seen] == [False]

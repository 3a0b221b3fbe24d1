"""Noise: late answers, one connection broken off at each server, greylisting; nothing is broken."""

import argparse
import asyncio
import socket
import time
from dataclasses import replace
from pathlib import Path

import httpx
import pytest
from aiosmtpd.smtp import SMTP, Envelope, Session
from hypothesis import given
from hypothesis import strategies as st

from campaign_tracking.lab.command_arguments import add_arguments, settings_of
from campaign_tracking.lab.delivery.mta import UNREACHABLE
from campaign_tracking.lab.lab import Lab
from campaign_tracking.lab.mail_sink import Greylisting, MailSink
from campaign_tracking.lab.noise import LONGEST_DELAY_S, OF_A_MACHINE, Noise
from campaign_tracking.lab.settings import LabSettings
from campaign_tracking.lab.wrong_usage import WrongUsageError
from tests.lab_itself.client import Client, string, until
from tests.lab_itself.contents import fragment
from tests.lab_itself.running import FAST, in_lab, mails, sent, visiting

NOISY = replace(FAST, noise=True, greylisted_s=0.1)
SEEDS = st.integers(0, 10_000)
SERVERS = ("application", "mid", "balancer", "trk1", "trk2")
FAILED, PENDING = 2, 6
STARTED = 55


@given(SEEDS, st.sampled_from(SERVERS), st.sampled_from(["balancer", "trk1"]))
def test_once_for_each_server(seed: int, server: str, front: str) -> None:
    """Exactly one request is broken off, the one that was drawn, and the same for the same seed."""
    noise = Noise(seed, front)

    broken_off = [noise.next_of(server, {"headers": []}) for _ in range(100)]

    drawn = Noise(seed, front).of(server)
    assert [each for each in broken_off if each] == [drawn]
    assert broken_off.index(drawn) + 1 == drawn.request


@given(SEEDS, st.integers(1, 9))
def test_not_between_machines(seed: int, between: int) -> None:
    """The platform's own calls are neither broken off nor counted."""
    noise = Noise(seed, "trk1")
    own = {"headers": [(OF_A_MACHINE.lower().encode(), b"yes")]}

    for _ in range(noise.of("trk2").request - 1):
        assert noise.next_of("trk2", {"headers": []}) is None
    assert [noise.next_of("trk2", own) for _ in range(between)] == [None] * between
    assert noise.next_of("trk2", {"headers": []}) == noise.of("trk2")


@given(SEEDS)
def test_delays(seed: int) -> None:
    """Delays are bounded, differ, and are the same for the same seed."""
    noise, again = Noise(seed, "trk1"), Noise(seed, "trk1")
    delays = [noise.delay_s() for _ in range(20)]

    assert delays == [again.delay_s() for _ in range(20)]
    assert all(0 <= delay_s <= LONGEST_DELAY_S for delay_s in delays)
    assert len(set(delays)) > 1


@pytest.mark.parametrize("by_reset", [True, False], ids=["reset", "closed"])
@pytest.mark.parametrize("secure", [False, True], ids=["plain", "tls"])
def test_broken_off(*, by_reset: bool, secure: bool) -> None:
    """The caller sees a reset, or an end, and no byte of an answer; the next one is answered."""
    seed = next(
        seed
        for seed in range(100)
        if Noise(seed, "trk1").of("trk2").by_reset is by_reset
        and Noise(seed, "trk1").of("trk2").request == 1
    )

    async def scenario(client: Client) -> None:
        server = client.lab.tracking[1]
        url = f"{server.secure_url if secure else server.url}/r/test"
        with pytest.raises((httpx.ReadError, httpx.RemoteProtocolError)) as broken:
            await client.http.get(url)
        answer = await client.http.get(url)

        assert answer.status_code == httpx.codes.OK
        assert isinstance(broken.value, httpx.ReadError) is by_reset
        seen = [one for one in client.lab.requests_seen if one.path == "/r/test"]
        assert [one.server for one in seen] == ["trk2", "trk2"]

    visiting(scenario, replace(NOISY, seed=seed))


def test_without_noise() -> None:
    """Without noise nothing is broken off, and answers are not late."""

    async def scenario(client: Client) -> None:
        began = time.monotonic()
        for _ in range(10):
            answer = await client.http.get(f"{client.lab.tracking[1].url}/r/test")
            assert answer.status_code == httpx.codes.OK
        assert time.monotonic() - began < 10 * LONGEST_DELAY_S / 2

    visiting(scenario, FAST)


def settings_by(*options: str) -> LabSettings:
    """Return what the command makes of *options*."""
    parser = argparse.ArgumentParser()
    add_arguments(parser)
    return settings_of(parser.parse_args(options))


def test_options() -> None:
    """The command has a switch for it, off by default, and the greylisting's time."""
    off, on = settings_by(), settings_by("--noise", "--greylisting", "0.5", "--seed", "7")

    assert off.noise is False
    assert (on.noise, on.greylisted_s, on.seed) == (True, 0.5, 7)
    for wrong in ("-1", "inf", "nan"):
        with pytest.raises(WrongUsageError, match="--greylisting"):
            settings_by("--noise", f"--greylisting={wrong}")


# Greylisting

NAMES = st.sampled_from(["a@client.example", "b@client.example", "c@client.example"])
TRIPLES = st.tuples(st.sampled_from(["127.0.0.1", "127.0.0.2"]), NAMES, NAMES)


@given(st.lists(st.tuples(TRIPLES, st.floats(0, 5)), max_size=30), st.floats(0, 10))
def test_greylisting(tries: list[tuple[tuple[str, str, str], float]], delay_s: float) -> None:
    """A mail is taken if its first try was long enough ago; that of others does not count."""
    now_s, first = 0.0, dict[tuple[str, str, str], float]()
    greylisting = Greylisting(delay_s, lambda: now_s)
    for triple, pause_s in tries:
        now_s += pause_s
        known = triple in first and now_s - first[triple] >= delay_s
        first.setdefault(triple, now_s)

        assert greylisting.admits(*triple) is known


def test_put_off_and_sent() -> None:
    """The message stays pending and its delivery started until a later try; then both are done."""

    async def scenario(client: Client) -> None:
        document = await client.create(fragment())
        delivery_id = document.get("id", "")
        await client.prepare(document)
        await client.call("nms:delivery", "Play", string(delivery_id))
        database = client.lab.platform.database
        (message,) = database.messages_of(int(delivery_id))
        states = set()

        async def finished() -> bool:
            states.add((database.deliveries[int(delivery_id)].state, message.status))
            return message.status != PENDING

        await until(finished, "the mail to be sent")
        assert (STARTED, PENDING) in states
        assert message.status == 1
        assert len(mails(client.lab)) == 1

    in_lab(scenario, replace(FAST, noise=True, greylisted_s=0.1, seed=seed_without(12)))


def seed_without(requests: int) -> int:
    """Return a seed by which the application server answers its first requests."""
    return next(
        seed for seed in range(1000) if Noise(seed, "trk1").of("application").request > 2 * requests
    )


class Refusing:
    """A mail server that answers each recipient with the same reply."""

    def __init__(self, reply: str) -> None:
        """Answer with *reply*."""
        self.reply, self.tries = reply, 0

    async def handle_RCPT(  # noqa: N802  (aiosmtpd's name)
        self, _: SMTP, __: Session, ___: Envelope, ____: str, _____: list[str]
    ) -> str:
        """Refuse."""
        self.tries += 1
        return self.reply


@pytest.mark.parametrize(
    ("reply", "tries", "reason"),
    [("451 later", 6, UNREACHABLE), ("450 4.2.0 later", 6, UNREACHABLE), ("550 never", 1, 20)],
)
def test_put_off_for_ever(reply: str, tries: int, reason: int) -> None:
    """After five retries a message has failed; what is refused for good is tried once."""
    refusing = Refusing(reply)

    async def run() -> None:
        loop = asyncio.get_running_loop()
        server = await loop.create_server(
            lambda: SMTP(refusing, hostname="localhost", loop=loop), "127.0.0.1", 0
        )
        address = server.sockets[0].getsockname()[:2]
        async with server, Lab(replace(FAST, smtp=address)) as lab, Client(lab) as client:
            document = await client.create(fragment())
            await client.prepare(document)
            await client.call("nms:delivery", "Play", string(document.get("id", "")))
            (message,) = lab.platform.database.messages_of(int(document.get("id", "")))

            async def given_up() -> bool:
                return message.status == FAILED

            await until(given_up, "the mail to be given up")
            assert (refusing.tries, message.failure_reason) == (tries, reason)

    asyncio.run(run())


def test_the_sink_says_when(tmp_path: Path) -> None:
    """An unknown sender gets 451, and a 250 when the time is over."""

    async def run() -> list[str]:
        sink = MailSink(tmp_path / "mailbox", Greylisting(0.0))
        await sink.start("127.0.0.1")
        replies = await asyncio.to_thread(two_tries, sink.address)
        await sink.stop()
        return replies

    def two_tries(address: tuple[str, int]) -> list[str]:
        with socket.create_connection(address, timeout=5) as connection:
            lines = connection.makefile("rb")
            lines.readline()
            said = []
            for line in ("HELO me", "MAIL FROM:<a@x.example>", *["RCPT TO:<b@x.example>"] * 2):
                connection.sendall(f"{line}\r\n".encode())
                said.append(lines.readline().decode())
        return said[2:]

    first, second = asyncio.run(run())

    assert first.startswith("451 4.7.1 ")
    assert second.startswith("250 ")


def test_a_whole_delivery() -> None:
    """With noise a delivery goes its way as without."""

    async def scenario(client: Client) -> None:
        _, mail = await sent(client, fragment())
        assert mail["To"]

    in_lab(scenario, LabSettings(noise=True, greylisted_s=0.1, seed=seed_without(20)))

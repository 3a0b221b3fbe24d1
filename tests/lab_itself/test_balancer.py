"""The balancer by itself: whose turn it is, what it passes on, what it does without an answer."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaign_tracking.lab.balancer import Balancer, forwarded, in_turn, passed_on

Scenario = Callable[[Balancer, httpx.AsyncClient], Awaitable[None]]

OK, BAD_GATEWAY = 200, 502
WELL = "<redir status='OK'/>"
SOME_S = 0.05
NAMES = st.sampled_from([b"Host", b"Cookie", b"X-One", b"TE", b"Keep-Alive", b"X-Forwarded-For"])
VALUES = st.sampled_from([b"a", b"b, c", b"192.0.2.1", b""])
HEADERS = st.lists(st.tuples(NAMES, VALUES), max_size=6)
OPTIONS = st.lists(st.sampled_from([b"close", b"X-One", b"cookie", b"Upgrade"]), max_size=3)


@dataclass(slots=True)
class Server:
    """A tracking server of the simplest kind.

    Attributes:
        url: Where it listens.
        health: What its health page says; it says nothing if this is empty.
        page: What it answers to everything else, byte for byte; empty: it hangs up.
        got: The requests other than those for the health page, byte for byte.
    """

    url: str = ""
    health: str = WELL
    page: bytes = b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"
    got: list[bytes] = field(default_factory=list)
    listening: asyncio.Server | None = None

    async def start(self, port: int = 0) -> None:
        """Listen."""
        self.listening = await asyncio.start_server(self._serve, "127.0.0.1", port)
        self.url = "http://{}:{}".format(*self.listening.sockets[0].getsockname())

    async def stop(self) -> None:
        """Listen no more."""
        if self.listening is not None:
            self.listening.close()
            await self.listening.wait_closed()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await reader.readuntil(b"\r\n\r\n")
        _, _, length = head.lower().partition(b"content-length: ")
        body = await reader.readexactly(int(length.partition(b"\r\n")[0] or 0))
        if head.startswith(b"GET /r/test "):
            answer = f"HTTP/1.1 200 OK\r\nContent-Length: {len(self.health)}\r\n\r\n{self.health}"
            writer.write(answer.encode() if self.health else b"")
        else:
            self.got.append(head + body)
            writer.write(self.page)
        writer.close()


@asynccontextmanager
async def running(
    *servers: Server, pool: str = ""
) -> AsyncIterator[tuple[Balancer, httpx.AsyncClient]]:
    """Run these servers; give a balancer in front of them that has looked, and a client of it."""
    for server in servers:
        await server.start()
    balancer = Balancer([server.url for server in servers], httpx.AsyncHTTPTransport(), pool)
    await balancer.look()
    transport = httpx.ASGITransport(balancer, client=("192.0.2.7", 1234))
    try:
        async with httpx.AsyncClient(transport=transport, base_url="http://t.example") as client:
            yield balancer, client
    finally:
        await asyncio.gather(*(server.stop() for server in servers))


def balancing(scenario: Scenario, *servers: Server) -> None:
    """Run *scenario* with a balancer in front of *servers*, and a client of it."""

    async def run() -> None:
        async with running(*servers) as (balancer, client):
            await scenario(balancer, client)

    asyncio.run(run())


@given(st.lists(st.text("ab", min_size=1), max_size=5, unique=True), st.integers(0, 100))
def test_everybody_has_a_turn(servers: list[str], turn: int) -> None:
    """Each turn names every server once; in as many turns as there are servers each is first."""
    turns = [in_turn(servers, turn + later) for later in range(len(servers))]

    assert all(sorted(each) == sorted(servers) for each in turns)
    assert sorted(each[0] for each in turns) == sorted(servers)


def test_without_servers_nobody_has_a_turn() -> None:
    """Where none is well there is none."""
    assert in_turn([], 3) == []


@given(HEADERS, OPTIONS)
def test_what_is_of_one_connection_ends_there(
    headers: list[tuple[bytes, bytes]], options: list[bytes]
) -> None:
    """All else is passed on, in its order: what Connection names is of the connection, too."""
    named = {option.lower() for option in options}
    kept = [
        (name.lower(), value)
        for name, value in headers
        if name.lower() not in {b"te", b"keep-alive", *named}
    ]

    assert passed_on([*headers, (b"Connection", b", ".join(options))]) == kept


@given(HEADERS)
def test_the_caller_is_told(headers: list[tuple[bytes, bytes]]) -> None:
    """X-Forwarded-For is there once: what others said, and the caller behind it."""
    pairs = forwarded(headers, "203.0.113.9")
    told = [value for name, value in pairs if name == b"x-forwarded-for"]
    before = [value for name, value in headers if name == b"X-Forwarded-For"]

    assert told == [b", ".join([*before, b"203.0.113.9"])]
    assert [pair for pair in passed_on(headers) if pair[0] != b"x-forwarded-for"] == pairs[:-1]


def test_a_request_goes_on_as_it_came() -> None:
    """Method, path and query to the letter, the Host header, and the body."""
    server = Server()

    async def scenario(_: Balancer, client: httpx.AsyncClient) -> None:
        await client.post("/r/?id=h1,2,3&s=a%2fB%20~&&p1=|", content=b"body")

    balancing(scenario, server)
    (got,) = server.got
    lines = got.split(b"\r\n")
    assert lines[0] == b"POST /r/?id=h1,2,3&s=a%2fB%20~&&p1=| HTTP/1.1"
    assert {b"host: t.example", b"x-forwarded-for: 192.0.2.7"} <= {line.lower() for line in lines}
    assert lines[-1] == b"body"


def test_an_answer_comes_back_as_it_was() -> None:
    """Status, repeated headers, a place that is no address, a packed body: but nothing is added."""
    page = (
        b"HTTP/1.1 302 Found\r\nLocation: http://[no address\r\n"
        b"Set-Cookie: a=1\r\nSet-Cookie: b=2\r\nContent-Encoding: gzip\r\n"
        b"Server: x\r\nConnection: close\r\nContent-Length: 3\r\n\r\n\x1f\x8b!"
    )

    async def scenario(balancer: Balancer, _: httpx.AsyncClient) -> None:
        sent = await answered(balancer)
        assert sent[0]["status"] == 302  # noqa: PLR2004  (as sent)
        assert sent[0]["headers"] == [
            (b"location", b"http://[no address"),
            (b"set-cookie", b"a=1"),
            (b"set-cookie", b"b=2"),
            (b"content-encoding", b"gzip"),
            (b"content-length", b"3"),
        ]
        assert sent[1]["body"] == b"\x1f\x8b!"

    balancing(scenario, Server(page=page))


async def answered(balancer: Balancer) -> list[dict[str, object]]:
    """Return what a balancer sends when it is asked for a page."""
    sent: list[dict[str, object]] = []
    scope = {"type": "http", "method": "GET", "headers": [(b"host", b"t.example")]}
    address = {"raw_path": b"/r/", "query_string": b"", "client": ("192.0.2.7", 1)}

    async def receive() -> dict[str, object]:
        return {"type": "http.request", "body": b""}

    async def send(message: object) -> None:
        assert isinstance(message, dict)
        sent.append(message)

    await balancer(scope | address, receive, send)
    return sent


def test_who_cannot_be_connected_to_is_passed_over() -> None:
    """Between two looks, too; the caller does not notice."""
    first, second = Server(), Server()

    async def scenario(_: Balancer, client: httpx.AsyncClient) -> None:
        await first.stop()
        statuses = [(await client.get("/r/")).status_code for _ in range(4)]
        assert statuses == [OK] * 4

    balancing(scenario, first, second)
    assert (len(first.got), len(second.got)) == (0, 4)


@pytest.mark.parametrize("health", ["<redir status='KO'/>", "no XML", "", "<redir/>"])
def test_who_is_not_well_gets_nothing(health: str) -> None:
    """Until the health page says OK again."""
    ill, well = Server(health=health), Server()

    async def scenario(balancer: Balancer, client: httpx.AsyncClient) -> None:
        for _ in range(4):
            await client.get("/r/")
        assert (len(ill.got), len(well.got)) == (0, 4)
        ill.health = WELL
        await balancer.look()
        for _ in range(4):
            await client.get("/r/")
        assert (len(ill.got), len(well.got)) == (2, 6)

    balancing(scenario, ill, well)


def test_what_was_sent_is_not_sent_again() -> None:
    """A server that hangs up may have counted the click: the answer is 502."""
    first, second = Server(page=b""), Server(page=b"")

    async def scenario(_: Balancer, client: httpx.AsyncClient) -> None:
        assert (await client.get("/r/")).status_code == BAD_GATEWAY

    balancing(scenario, first, second)
    assert len(first.got) + len(second.got) == 1


def test_without_any_server() -> None:
    """502, and no more."""

    async def scenario(_: Balancer, client: httpx.AsyncClient) -> None:
        answer = await client.get("/r/")
        assert (answer.status_code, answer.text) == (BAD_GATEWAY, "Bad Gateway")

    balancing(scenario, Server(health=""))


def test_nobody_is_answered_before_the_first_look() -> None:
    """Then it does not know whom to ask; it looks by itself."""

    async def main() -> None:
        balancer = Balancer([], httpx.AsyncHTTPTransport())
        question = asyncio.ensure_future(answered(balancer))
        await asyncio.sleep(SOME_S)
        assert not question.done()
        watch = asyncio.ensure_future(balancer.watch())
        assert (await question)[0]["status"] == BAD_GATEWAY
        watch.cancel()

    asyncio.run(main())


@pytest.mark.parametrize(("pool", "host"), [("", b"t.example"), ("pool", b"pool")])
def test_host_header(pool: str, host: bytes) -> None:
    """The name that was asked for goes on, or the pool's in its place; once either way."""
    server = Server()

    async def run() -> None:
        async with running(server, pool=pool) as (_, client):
            await client.get("/r/?id=1")

    asyncio.run(run())
    lines = server.got[0].lower().split(b"\r\n")

    assert [line for line in lines if line.startswith(b"host:")] == [b"host: " + host]

"""An IMAP server on loopback that can be told to be odd; it ends with its test.

It knows just what a mailbox that is only read needs, and answers anything else with BAD.
"""

import base64
import re
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

from campaign_tracking.mailbox.imap_connection import ImapAccount

LOGIN, SECRET = "check", "opensesame-canary"
CAPABILITIES = "IMAP4rev1 IDLE AUTH=PLAIN AUTH=XOAUTH2"
LIMIT_S = 10.0
Answer = Callable[["Session", str], None]


@dataclass(slots=True, kw_only=True)
class Folder:
    """A folder: its messages by UID, and how the server marks it."""

    messages: dict[int, bytes] = field(default_factory=dict)
    flags: str = r"\HasNoChildren"
    validity: int = 7
    next_uid: int = 1

    def add(self, raw: bytes) -> int:
        """Put a message into it."""
        uid = self.next_uid
        self.messages[uid] = raw
        self.next_uid += 1
        return uid


@dataclass(slots=True)
class ImapServer:
    """A running server: what it holds, what it was asked, and how it is odd.

    Attributes:
        greetings: What the next connections are greeted with; then all is well.
        odd: Answers of its own to a command, by its name.
    """

    context: ssl.SSLContext
    port: int = 0
    starttls: bool = False
    capabilities: str = CAPABILITIES
    folders: dict[str, Folder] = field(default_factory=lambda: {"INBOX": Folder()})
    asked: list[str] = field(default_factory=list)
    logons: int = 0
    greetings: list[str] = field(default_factory=list)
    odd: dict[str, Answer] = field(default_factory=dict)
    connections: list[socket.socket] = field(default_factory=list)

    @property
    def inbox(self) -> Folder:
        """The folder INBOX."""
        return self.folders["INBOX"]

    @property
    def verbs(self) -> set[str]:
        """The commands that it was asked, without their arguments."""
        words = (line.upper().split() for line in self.asked)
        return {" ".join(each[: 2 if each[0] == "UID" else 1]) for each in words}

    def drop(self) -> None:
        """Break every connection."""
        for connection in self.connections:
            with suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)

    def account(self, trusting: ssl.SSLContext, *, is_token: bool = False) -> ImapAccount:
        """Return what it takes to log on."""
        return ImapAccount(
            host="127.0.0.1",
            port=self.port,
            starttls=self.starttls,
            login=LOGIN,
            secret=SECRET,
            is_token=is_token,
            ssl_context=trusting,
            connect_s=2,
        )


class Session:
    """One connection to it."""

    def __init__(self, server: ImapServer, connection: socket.socket) -> None:
        """Begin, with TLS at once unless the server waits for STARTTLS."""
        self.server = server
        self.tag = ""
        self.open = ""
        self._connection = connection
        if not server.starttls:
            self._shake_hands()
        self._lines = self._connection.makefile("rb")

    def serve(self) -> None:
        """Answer until the client leaves."""
        greetings = self.server.greetings
        greeting = greetings.pop(0) if greetings else "* OK ready"
        self.send(greeting)
        if greeting.startswith("* BYE"):
            return
        while line := self.read():
            self.tag, _, rest = line.partition(" ")
            self.server.asked.append(rest)
            verb, _, argument = rest.partition(" ")
            name = verb.upper()
            answer = self.server.odd.get(name) or ANSWERS.get(name)
            if answer is None:
                self.done("BAD unknown")
            else:
                answer(self, argument)
            if name == "LOGOUT":
                return

    def read(self) -> str:
        """Return the next line, empty at the end."""
        return self._lines.readline().decode("utf-8", "replace").rstrip("\r\n")

    def send(self, *lines: str) -> None:
        """Send lines, in one write."""
        self.send_bytes("".join(f"{line}\r\n" for line in lines).encode())

    def send_bytes(self, data: bytes) -> None:
        """Send bytes as they are."""
        self._connection.sendall(data)

    def done(self, said: str = "OK done") -> None:
        """End the answer to the command under way."""
        self.send(f"{self.tag} {said}")

    def start_tls(self) -> None:
        """Speak TLS from now on."""
        self.done()
        self._shake_hands()
        self._lines = self._connection.makefile("rb")

    def close(self) -> None:
        """End the connection."""
        self._lines.close()
        self._connection.close()

    def _shake_hands(self) -> None:
        self._connection = self.server.context.wrap_socket(self._connection, server_side=True)
        self.server.connections.append(self._connection)


def _capability(session: Session, _: str) -> None:
    session.send(f"* CAPABILITY {session.server.capabilities}")
    session.done()


def _logged_on(session: Session, said: str) -> None:
    if SECRET not in said or LOGIN not in said:
        session.done("NO [AUTHENTICATIONFAILED] Authentication failed.")
        return
    session.server.logons += 1
    session.done()


def _authenticate(session: Session, _: str) -> None:
    session.send("+ ")
    _logged_on(session, base64.b64decode(session.read()).decode())


def _starttls(session: Session, _: str) -> None:
    session.start_tls()


def _noop(session: Session, _: str) -> None:
    session.done()


def _list(session: Session, argument: str) -> None:
    pattern = argument.split('"')[-2]
    folders = session.server.folders.items()
    asked = [(name, folder) for name, folder in folders if pattern in {"*", name}]
    session.send(*(f'* LIST ({folder.flags}) "/" "{name}"' for name, folder in asked))
    session.done()


def answer_status(session: Session, argument: str) -> None:
    """Answer STATUS as it is right."""
    name = argument.partition('"')[2].partition('"')[0]
    folder = session.server.folders[name]
    numbers = f"UIDNEXT {folder.next_uid} UIDVALIDITY {folder.validity}"
    session.send(f'* STATUS "{name}" ({numbers})')
    session.done()


def _examine(session: Session, argument: str) -> None:
    session.open = argument.strip('"')
    folder = session.server.folders[session.open]
    session.send(f"* {len(folder.messages)} EXISTS", f"* OK [UIDVALIDITY {folder.validity}] ok")
    session.done("OK [READ-ONLY] done")


def _uid(session: Session, argument: str) -> None:
    verb, _, rest = argument.partition(" ")
    folder = session.server.folders[session.open]
    odd = session.server.odd.get(f"UID {verb}")
    if odd:
        odd(session, rest)
    elif verb == "SEARCH":
        found = " ".join(map(str, _found(folder, rest)))
        session.send(f"* SEARCH {found}".rstrip())
        session.done()
    else:
        answer_fetch(session, rest)


def _found(folder: Folder, criteria: str) -> list[int]:
    if text := re.search(r'TEXT "(.+)"', criteria):
        return [uid for uid, raw in folder.messages.items() if text[1].encode() in raw]
    if criteria.endswith("ALL"):
        return [*folder.messages]
    first = re.search(r"UID (\d+):\*", criteria)
    assert first, criteria
    since = [uid for uid in folder.messages if uid >= int(first[1])]
    return since or [*folder.messages][-1:]  # the last one always is in n:*


def answer_fetch(session: Session, rest: str) -> None:
    """Answer UID FETCH as it is right."""
    uid = int(rest.partition(" ")[0])
    if raw := session.server.folders[session.open].messages.get(uid):
        head = f"* 1 FETCH (UID {uid} BODY[]<0> {{{len(raw)}}}\r\n".encode()
        session.send_bytes(head + raw + b")\r\n")
    session.done()


def _idle(session: Session, _: str) -> None:
    session.send("+ idling")
    assert session.read() in {"DONE", ""}
    session.done()


def _logout(session: Session, _: str) -> None:
    session.send("* BYE")
    session.done()


ANSWERS: dict[str, Answer] = {
    "AUTHENTICATE": _authenticate,
    "CAPABILITY": _capability,
    "EXAMINE": _examine,
    "IDLE": _idle,
    "LIST": _list,
    "LOGIN": _logged_on,
    "LOGOUT": _logout,
    "NOOP": _noop,
    "STARTTLS": _starttls,
    "STATUS": answer_status,
    "UID": _uid,
}


@contextmanager
def serving(context: ssl.SSLContext, *, starttls: bool = False) -> Iterator[ImapServer]:
    """Run one on a free port."""
    server = ImapServer(context, starttls=starttls)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        server.port = listener.getsockname()[1]
        threading.Thread(target=_accept, args=(server, listener), daemon=True).start()
        yield server
        with suppress(OSError):
            listener.shutdown(socket.SHUT_RDWR)
        server.drop()


def _accept(server: ImapServer, listener: socket.socket) -> None:
    with suppress(OSError):
        while True:
            connection, _ = listener.accept()
            connection.settimeout(LIMIT_S)
            # Two writes in a row would else wait for the client's acknowledgement.
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            threading.Thread(target=_serve, args=(server, connection), daemon=True).start()


def _serve(server: ImapServer, connection: socket.socket) -> None:
    with connection, suppress(OSError, ValueError):
        session = Session(server, connection)
        try:
            session.serve()
        finally:
            session.close()

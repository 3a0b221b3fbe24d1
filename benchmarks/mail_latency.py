"""Times a mail from its delivery to "received", through a real Postfix and a real Dovecot.

Postfix says that it has taken a mail (250 after its data); from then on it counts until the
wait for that mail returns. Each mail is sent while it is already waited for: first soon, while the
mailbox is polled, then later, while it idles.
"""

import argparse
import random
import smtplib
import ssl
import statistics
import sys
import threading
import time
from collections.abc import Callable, Sequence
from email.message import EmailMessage
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from campaign_tracking.mailbox import wait_for
from campaign_tracking.mailbox.imap import SHORT_POLLING_S, ImapMailbox
from campaign_tracking.mailbox.imap_connection import ImapAccount
from tests.real.mail_config import SENDER
from tests.real.mail_servers import MAILBOX, PASSWORD, MailServers, mail_servers, missing

LIMIT_S = 60.0
ASKED_FOR_S = 0.3
LATER_S = SHORT_POLLING_S + 6


def main() -> int:
    """Run the benchmark; return 1 if the median of the early mails is beyond what is asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--mails", type=int, default=20, help="of each kind (20)")
    count = parser.parse_args().mails
    if lacks := missing():
        print(lacks)
        return 2
    pace = random.Random(1)  # noqa: S311  (a pace, no secret)
    with mail_servers() as servers:
        mailbox = ImapMailbox(_account(servers))
        mailbox.find("nothing-yet")
        early = [
            _one(mailbox, servers, pace.uniform(0.2, SHORT_POLLING_S - 0.4)) for _ in range(count)
        ]
        late = [
            _one(mailbox, servers, pace.uniform(SHORT_POLLING_S + 0.5, LATER_S))
            for _ in range(count)
        ]
        mailbox.close()
    print(_told("while it is polled", early))
    print(_told("while it idles", late))
    return int(statistics.median(early) > ASKED_FOR_S)


def _account(servers: MailServers) -> ImapAccount:
    return ImapAccount(
        host="127.0.0.1",
        port=servers.layout.imaps_port,
        starttls=False,
        login=MAILBOX,
        secret=PASSWORD,
        is_token=False,
        ssl_context=ssl.create_default_context(cafile=str(servers.layout.ca_file)),
        connect_s=5,
    )


def _one(mailbox: ImapMailbox, servers: MailServers, after_s: float) -> float:
    """Return the seconds from delivery to received of one mail, sent after *after_s* of waiting."""
    token = f"latency-{random.randrange(10**12):012d}"  # noqa: S311  (unique is enough)
    delivered: list[float] = []
    sender = threading.Timer(after_s, _send, (servers, token, delivered))
    sender.start()
    seen = wait_for(mailbox, token, deadline=time.monotonic() + LIMIT_S, tick=_nothing())
    received = time.monotonic()
    sender.join()
    if seen.mail is None:
        raise SystemExit(seen.told)
    return received - delivered[0]


def _send(servers: MailServers, token: str, delivered: list[float]) -> None:
    mail = EmailMessage()
    mail["Subject"], mail["From"], mail["To"] = token, SENDER, MAILBOX
    mail.set_content(f"Check: {token}\n")
    with smtplib.SMTP("127.0.0.1", servers.layout.receiving_port, timeout=10) as connection:
        connection.send_message(mail)
        delivered.append(time.monotonic())


def _nothing() -> Callable[[], None]:
    return lambda: None


def _told(when: str, taken_s: Sequence[float]) -> str:
    in_order = sorted(taken_s)
    median, worst = statistics.median(in_order), in_order[-1]
    return f"{when}: {len(in_order)} mails, median {median:.3f} s, longest {worst:.3f} s"


if __name__ == "__main__":
    sys.exit(main())

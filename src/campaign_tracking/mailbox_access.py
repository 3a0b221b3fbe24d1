"""From what is declared of the mailbox to one that can be looked into."""

from collections.abc import Iterator
from contextlib import contextmanager

import httpx

from campaign_tracking.campaign.credentials import KeepSecret
from campaign_tracking.environment import Environment
from campaign_tracking.environment import Mailbox as Declared
from campaign_tracking.mailbox import FoundMail, Instead, Mailbox, MailboxError, MaildirMailbox
from campaign_tracking.redirection.client import make_client, make_ssl_context
from campaign_tracking.secret import SecretError, SecretSource


def secret_of(environment: Environment) -> SecretSource | None:
    """Return where the mailbox's secret is to be had; None if it wants none."""
    declared = environment.mailbox
    if declared is None or not declared.wants_secret:
        return None
    return SecretSource(
        table="mailbox",
        name="password",
        command=declared.password_command,
        own=environment.simulation,
    )


class _WithoutSecret:
    """A mailbox whose secret is not to be had: it cannot be read."""

    def __init__(self, why: str) -> None:
        self._why = why

    def find(self, _: str) -> FoundMail | None:
        raise MailboxError(self._why)

    def rest(self, *, waited_s: float, at_most_s: float) -> None:
        """Nothing to wait for."""

    def instead(self, _: str) -> Instead:
        return Instead()

    def describe(self) -> str:
        return "the declared mailbox"


@contextmanager
def opened(environment: Environment, keep: KeepSecret) -> Iterator[Mailbox | None]:
    """Give the declared mailbox, None if there is none; the secret is read now.

    Args:
        environment: What was declared.
        keep: Told the secret before it is used, and what else it is sent in.
    """
    declared, source = environment.mailbox, secret_of(environment)
    if declared is None:
        yield None
        return
    try:
        secret = source.read() if source else ""
    except SecretError as error:
        yield _WithoutSecret(str(error))
        return
    keep(secret)
    match declared.kind:
        case "imap":
            with _imap(declared, environment, secret, keep) as mailbox:
                yield mailbox
        case "mailpit":
            with _mailpit(declared, environment, secret) as mailbox:
                yield mailbox
        case "maildir":
            assert declared.path is not None  # noqa: S101  (demanded with the kind)
            yield MaildirMailbox(declared.path)


@contextmanager
def _imap(
    declared: Declared, environment: Environment, secret: str, keep: KeepSecret
) -> Iterator[Mailbox]:
    # Imported where it is used: most runs do without.
    from campaign_tracking.mailbox.imap import ImapMailbox  # noqa: PLC0415
    from campaign_tracking.mailbox.imap_connection import ImapAccount  # noqa: PLC0415

    account = ImapAccount(
        host=declared.host,
        port=declared.imap_port,
        starttls=declared.security == "starttls",
        login=declared.login,
        secret=secret,
        is_token=declared.auth == "xoauth2",
        ssl_context=make_ssl_context(declared.ca_file or environment.campaign.ca_file),
        connect_s=environment.limits.connect,
    )
    keep(account.logon)  # a server may repeat it
    mailbox = ImapMailbox(account, declared.junk)
    try:
        yield mailbox
    finally:
        mailbox.close()


@contextmanager
def _mailpit(declared: Declared, environment: Environment, secret: str) -> Iterator[Mailbox]:
    from campaign_tracking.mailbox.mailpit import MailpitMailbox  # noqa: PLC0415

    limits = environment.limits
    context = make_ssl_context(declared.ca_file or environment.campaign.ca_file)
    auth = httpx.BasicAuth(declared.login, secret) if declared.login else None
    with make_client(context, limits.connect, limits.answer) as client:
        yield MailpitMailbox(declared.url or "", client, auth)

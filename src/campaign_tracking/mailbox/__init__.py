"""Where the test mail arrives: mailboxes of several kinds behind one protocol."""

from campaign_tracking.mailbox.errors import MailboxAwayError, MailboxError
from campaign_tracking.mailbox.links import MailLink
from campaign_tracking.mailbox.maildir import MaildirMailbox
from campaign_tracking.mailbox.message import ReceivedMail, read_mail
from campaign_tracking.mailbox.reception import (
    Mailbox,
    MailboxState,
    MailSilence,
    Reception,
    try_mailbox,
    wait_for,
)
from campaign_tracking.mailbox.sieve import FoundMail, Instead

__all__ = [
    "FoundMail",
    "Instead",
    "MailLink",
    "MailSilence",
    "Mailbox",
    "MailboxAwayError",
    "MailboxError",
    "MailboxState",
    "MaildirMailbox",
    "ReceivedMail",
    "Reception",
    "read_mail",
    "try_mailbox",
    "wait_for",
]

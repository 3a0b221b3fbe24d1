"""Where the test mail arrives: mailboxes of several kinds behind one protocol."""

from campaign_tracking.mailbox.errors import MailboxError
from campaign_tracking.mailbox.links import MailLink
from campaign_tracking.mailbox.maildir import MaildirMailbox
from campaign_tracking.mailbox.message import ReceivedMail, read_mail
from campaign_tracking.mailbox.reception import (
    FoundMail,
    Mailbox,
    MailboxState,
    MailSilence,
    Reception,
    try_mailbox,
    wait_for,
)

__all__ = [
    "FoundMail",
    "MailLink",
    "MailSilence",
    "Mailbox",
    "MailboxError",
    "MailboxState",
    "MaildirMailbox",
    "ReceivedMail",
    "Reception",
    "read_mail",
    "try_mailbox",
    "wait_for",
]

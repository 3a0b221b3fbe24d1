"""What can be wrong with a mailbox.

MailboxError
└── MailboxAwayError
    └── MailboxBrokenOffError
"""


class MailboxError(Exception):
    """The mailbox cannot be read; says which, and what the world said of it."""


class MailboxAwayError(MailboxError):
    """The mailbox is out of reach or turns us away just now; the next look may find it again."""


class MailboxBrokenOffError(MailboxAwayError):
    """The connection was broken off before a whole answer: worth a second look at once."""

"""What can be wrong with a mailbox."""


class MailboxError(Exception):
    """The mailbox cannot be read; says which, and what the world said of it."""

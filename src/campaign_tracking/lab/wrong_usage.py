"""The error of ``campaign-tracking lab``'s options."""


class WrongUsageError(Exception):
    """What was asked for cannot be; one sentence for the user."""

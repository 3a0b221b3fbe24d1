"""How ``campaign-tracking init`` can end without a file, in one tree.

InitError
├── WrongUsageError          an answer is missing or cannot be, or the file exists
└── PlatformError            the platform could not be read, in its own words
"""


class InitError(Exception):
    """No file was written; says why."""


class WrongUsageError(InitError):
    """What was asked for cannot be."""


class PlatformError(InitError):
    """The platform could not be read, or what it tells cannot be declared."""

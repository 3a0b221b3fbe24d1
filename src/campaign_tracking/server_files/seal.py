"""Secrets made comparable without being kept: a passwords's seal says whether two are the same."""

import hashlib
import hmac
import re
import secrets

_SECRET = re.compile(r"password|secret|token|api_?key|^login$|databaseId", re.IGNORECASE)
_SHOWN_DIGITS = 8


class Seal:
    """Seals secrets with a key that nobody keeps: seals of two runs cannot be compared."""

    def __init__(self) -> None:
        """Make the run's key."""
        self._key = secrets.token_bytes(32)

    def __call__(self, value: str) -> str:
        """Return the seal of *value*; empty for nothing.

        The leading ``u`` of a database identifier, which says Unicode (switching-to-unicode.md),
        stays: with it and without it the rest of the seal is the same.
        """
        if not value.strip():
            return ""
        prefix, rest = ("u", value[1:]) if value.startswith("u") else ("", value)
        digest = hmac.new(self._key, rest.encode("utf-8", "surrogatepass"), hashlib.sha256)
        return f"{prefix}#{digest.hexdigest()[:_SHOWN_DIGITS]}"

    def attribute(self, name: str, value: str) -> str:
        """Return what may be kept of an attribute: its value, or of a secret the seal."""
        return self(value) if is_secret(name) else value


def is_secret(name: str) -> bool:
    """Whether the attribute of that name holds what must not be shown."""
    return _SECRET.search(name) is not None

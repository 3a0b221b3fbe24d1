"""Secrets made comparable without being kept: a password's seal says whether two are the same."""

import hashlib
import hmac
import secrets

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

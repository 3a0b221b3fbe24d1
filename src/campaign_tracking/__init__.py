"""Proof that e-mail tracking on an Adobe Campaign platform works."""

__version__ = "0.1.0"

"""What every question is asked with: one TLS context and one HTTP client for a run."""

import ssl
from http.cookiejar import CookieJar, DefaultCookiePolicy
from pathlib import Path

import httpx

USER_AGENT = "campaign-tracking-checks"


def make_ssl_context(ca_file: Path | None) -> ssl.SSLContext:
    """Return a context that trusts the system's authorities and those in *ca_file*.

    ``SSL_CERT_FILE`` in the environment takes the place of the system's store, as OpenSSL has
    it; *ca_file* is added to either. Reading the store takes tens of milliseconds: make one
    context and share it.

    Raises:
        OSError: If *ca_file* cannot be read, or is not a file of certificates.
    """
    context = ssl.create_default_context()
    if ca_file is not None:
        context.load_verify_locations(cafile=ca_file)
    return context


def make_client(
    ssl_context: ssl.SSLContext, connect_s: float, answer_s: float, proxy: str | None = None
) -> httpx.Client:
    """Return a client that keeps nothing from one question to the next; close it in the end.

    Args:
        ssl_context: See `make_ssl_context`.
        connect_s: Limit for a connection, and again for its TLS handshake.
        answer_s: Limit between two pieces of an answer.
        proxy: The declared proxy; those of the environment are ignored.
    """
    return httpx.Client(
        verify=ssl_context,
        timeout=httpx.Timeout(answer_s, connect=connect_s),
        proxy=proxy,
        trust_env=False,
        headers={"User-Agent": USER_AGENT},
        cookies=CookieJar(DefaultCookiePolicy(allowed_domains=[])),
        # Whoever asks bounds the concurrency: httpx's own bound is quadratic in what waits.
        limits=httpx.Limits(max_connections=None, max_keepalive_connections=0),
    )

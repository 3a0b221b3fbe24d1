"""Lines of a tracking log file, as about-message-tracking.md shows them."""

_BROWSER = (
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_12_4) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/55.0.2883.95 Safari/537.36"
)
COLUMNS = (
    "50x000000000FD7EC86",
    "2017-06-24T21:00:50.96",
    "1f506d71",
    "1aeab4b6",
    "1af77020",
    "0",
    "e5155671-4ab7-4ce4-a763-3b82dda6d881",
    "h",
    "",
    _BROWSER,
    "52.46.20.64",
)
GOOD = "\t".join(COLUMNS).encode()
CORRUPTED = "\t".join(COLUMNS[:8] + COLUMNS[9:]).encode()  # the page's own: a column is missing


def with_column(number: int, text: str) -> bytes:
    """Return the good line with another text in a column, counted from 1."""
    columns = (*COLUMNS[: number - 1], text, *COLUMNS[number:])
    return "\t".join(columns).encode("utf-8", "surrogatepass")

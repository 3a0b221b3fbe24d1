"""What somebody else said, shortened."""


def beginning(text: str, limit: int) -> str:
    """Return how *text* begins, on one line: at most *limit* characters of it.

    Cut between words: half a secret is not known for one, and would not be masked.
    """
    line = " ".join(text[: 2 * limit].split())
    if len(line) <= limit and len(text) <= 2 * limit:
        return line
    whole_words, _, _ = line[: limit + 1].rpartition(" ")
    return f"{whole_words} ...".lstrip()

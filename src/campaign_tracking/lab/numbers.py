"""Numbers that somebody else wrote."""

BITS = 32  # of the type long in a schema, int on the wire (the SDK's soap.js)


def number(text: str) -> int:
    """Return the whole number in *text*.

    Raises:
        ValueError: If it is none, or has more than 32 bits.
    """
    if not text.strip().lstrip("-").isdecimal():
        raise ValueError("not a number")
    found = int(text)
    if not -(2 ** (BITS - 1)) <= found < 2 ** (BITS - 1):
        raise ValueError(f"a number of more than {BITS} bits")
    return found


def key(text: str) -> int:
    """Return the primary key in *text*; 0, which no row has, if there is none."""
    try:
        return max(number(text), 0)
    except ValueError:
        return 0

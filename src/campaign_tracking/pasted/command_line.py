"""``campaign-tracking diagnose FILE…``: what a delivery log, or a saved run, says is broken."""

import argparse
from typing import Final

__all__ = ["add_arguments", "run"]

FILES: Final = (
    "a delivery log as pasted from the console or from a page (HTML), a server's log file, or the "
    "facts.json of a run: its content shows which. - reads standard input. Several logs, one "
    "delivery each, are compared"
)
HOSTING: Final = (
    "who hosts the tracking servers of a pasted log; without it both are told. A facts.json knows"
)
EXIT_CODES: Final = (
    "exit code: 0 nothing wrong seen; 1 a cause or an unexplained error found; 2 a file that "
    "cannot be read, or wrong usage"
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the files and the option."""
    parser.epilog = EXIT_CODES
    parser.add_argument("files", metavar="FILE", nargs="+", help=FILES)
    parser.add_argument("--hosting", choices=("adobe", "hybrid", "on-premise"), help=HOSTING)


def run(arguments: argparse.Namespace) -> int:
    """Read, diagnose and tell; return the exit code."""
    from campaign_tracking.pasted.run import tell_all  # noqa: PLC0415  (costs a third of a second)

    return tell_all(arguments.files, hosting=arguments.hosting)

"""The command ``campaign-tracking``: one subcommand for each line of the registry below."""

import argparse
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from campaign_tracking.init import command_line as init
from campaign_tracking.lab import command_line as lab


@dataclass(frozen=True, slots=True, kw_only=True)
class Subcommand:
    """A subcommand.

    Attributes:
        add_arguments: Declares its options.
        run: Does the work and returns the exit code.
    """

    name: str
    summary: str
    add_arguments: Callable[[argparse.ArgumentParser], None]
    run: Callable[[argparse.Namespace], int]


SUBCOMMANDS: Final = (
    Subcommand(
        name=init.NAME, summary=init.SUMMARY, add_arguments=init.add_arguments, run=init.run
    ),
    Subcommand(name=lab.NAME, summary=lab.SUMMARY, add_arguments=lab.add_arguments, run=lab.run),
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the subcommand that is asked for; return its exit code."""
    parser = argparse.ArgumentParser(prog="campaign-tracking")
    below = parser.add_subparsers(required=True, metavar="COMMAND")
    for subcommand in SUBCOMMANDS:
        own = below.add_parser(
            subcommand.name, help=subcommand.summary, description=subcommand.summary
        )
        subcommand.add_arguments(own)
        own.set_defaults(run=subcommand.run)
    parsed = parser.parse_args(arguments)
    exit_code: int = parsed.run(parsed)
    return exit_code


if __name__ == "__main__":
    sys.exit(main())

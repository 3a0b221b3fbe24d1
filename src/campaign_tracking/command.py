"""The command ``campaign-tracking``: one subcommand for each line of the registry below."""

import argparse
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import Final, Protocol, cast

INTERRUPTED: Final = 130  # as shells have it


class CommandLine(Protocol):
    """A module that does a subcommand's work."""

    add_arguments: Callable[[argparse.ArgumentParser], None]
    run: Callable[[argparse.Namespace], int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Subcommand:
    """A subcommand.

    Attributes:
        name: As it is typed.
        summary: What it does, in a line.
        module: Does it. It is loaded when it is asked for: the lab takes half a second, and a
            pasted log is to be answered before.
    """

    name: str
    summary: str
    module: str

    def load(self) -> CommandLine:
        """Return the module."""
        return cast("CommandLine", import_module(self.module))


SUBCOMMANDS: Final = (
    Subcommand(
        name="init",
        summary="ask a few questions, read the rest from the platform, write an environment file",
        module="campaign_tracking.init.command_line",
    ),
    Subcommand(
        name="diagnose",
        summary="name the causes that a pasted delivery log, or a run's facts.json, tells of",
        module="campaign_tracking.pasted.command_line",
    ),
    Subcommand(
        name="lab",
        summary="run a Campaign platform in miniature on loopback, until interrupted",
        module="campaign_tracking.lab.command_line",
    ),
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the subcommand that is asked for; return its exit code."""
    given = sys.argv[1:] if arguments is None else arguments
    parser = argparse.ArgumentParser(prog="campaign-tracking")
    below = parser.add_subparsers(required=True, metavar="COMMAND")
    for subcommand in SUBCOMMANDS:
        own = below.add_parser(
            subcommand.name, help=subcommand.summary, description=subcommand.summary
        )
        if subcommand.name in given[:1]:
            command_line = subcommand.load()
            command_line.add_arguments(own)
            own.set_defaults(run=command_line.run)
    parsed = parser.parse_args(given)
    try:
        exit_code: int = parsed.run(parsed)
    except KeyboardInterrupt:  # while it waits for a paste, say
        sys.stderr.write("\ninterrupted\n")
        return INTERRUPTED
    return exit_code


if __name__ == "__main__":
    sys.exit(main())

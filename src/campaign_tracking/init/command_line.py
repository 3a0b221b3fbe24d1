"""``campaign-tracking init NAME``: writes an environment file; never over another."""

import argparse
from collections.abc import Mapping
from pathlib import Path

from campaign_tracking.init.options import KEYS, OTHERS, REFUSALS, SERVERS

__all__ = ["add_arguments", "run"]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options: one for each question."""
    parser.add_argument("name", metavar="NAME", help="of the environment: prod, say")
    parser.add_argument(
        "--output",
        type=Path,
        metavar="PATH",
        help="write the file here and not to fixtures/environments/NAME.toml",
    )
    for server in SERVERS:
        group = parser.add_argument_group(f"the {server.words}")
        for key, help_ in KEYS.items():
            group.add_argument(server.option(key), help=help_, metavar="…")
    group = parser.add_argument_group("the rest")
    for option, help_ in OTHERS.items():
        group.add_argument(option, help=help_, metavar="…")
    for option, help_ in REFUSALS.items():
        group.add_argument(option, help=help_, action="store_const", const="yes")


def run(arguments: argparse.Namespace) -> int:
    """Ask, read and write; return the exit code."""
    from campaign_tracking.init.run import write_environment  # noqa: PLC0415  (costs half a second)

    return write_environment(arguments.name, arguments.output, _given(arguments))


def _given(arguments: argparse.Namespace) -> Mapping[str, str]:
    """Return the options that were given, and their answers."""
    servers = (server.option(key) for server in SERVERS for key in KEYS)
    options = {option: _value(arguments, option) for option in (*servers, *OTHERS, *REFUSALS)}
    return {option: value for option, value in options.items() if value is not None}


def _value(arguments: argparse.Namespace, option: str) -> str | None:
    value: str | None = getattr(arguments, option.removeprefix("--").replace("-", "_"))
    return value

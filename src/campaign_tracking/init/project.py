"""Where the file goes: found before anything is asked, written once and whole."""

import os
import secrets
from pathlib import Path

from campaign_tracking import environment_file
from campaign_tracking.init.errors import InitError, PlatformError, WrongUsageError
from campaign_tracking.report.folder import ENVIRONMENTS


def find_project(start: Path) -> Path:
    """Return the folder at or above *start* that holds checks/ and fixtures/environments/.

    Raises:
        WrongUsageError: If there is none.
    """
    for folder in (start, *start.parents):
        if (folder / "checks").is_dir() and (folder / ENVIRONMENTS).is_dir():
            return folder
    raise WrongUsageError(
        f"no folder with checks/ and {ENVIRONMENTS.as_posix()}/ at or above {start}: start this in "
        "the project's folder, or say with --output where the file goes"
    )


def demand_free(path: Path) -> None:
    """See that a new file can be written at *path*.

    Raises:
        WrongUsageError: If something stands there, or its folder cannot be written.
    """
    if os.path.lexists(path):
        raise _exists(path)
    if path.suffix != ".toml":
        raise WrongUsageError(f"{path} is no .toml file")
    if not path.parent.is_dir():
        raise WrongUsageError(f"the folder of {path} does not exist")
    if not os.access(path.parent, os.W_OK):
        raise WrongUsageError(f"the folder of {path} cannot be written")


def write(path: Path, text: str) -> None:
    """Write a new environment file: whoever sees it sees all of it, and that it can be loaded.

    Raises:
        WrongUsageError: If something came to stand there meanwhile.
        PlatformError: If what was read makes no environment that could be loaded.
        InitError: If it cannot be written.
    """
    unfinished = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    try:
        with unfinished.open("x", encoding="utf-8", newline="\n") as file:
            file.write(text)
        environment_file.load_platform(unfinished)
        os.link(unfinished, path)  # unlike a renaming, it never overwrites
    except environment_file.EnvironmentFileError as error:
        words = str(error).replace(str(unfinished), path.name)
        raise PlatformError(f"what was read cannot be declared: {words}") from error
    except FileExistsError as error:
        raise _exists(path) from error
    except OSError as error:
        raise InitError(f"{path} cannot be written: {error.strerror}") from error
    finally:
        unfinished.unlink(missing_ok=True)


def _exists(path: Path) -> WrongUsageError:
    return WrongUsageError(
        f"{path} exists, and nothing is overwritten: edit it, or choose another name"
    )

"""Find and read an environment file; every mistake in it becomes one clear sentence."""

import difflib
import re
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from campaign_tracking.environment import EmbeddedLab, Environment, Section

SectionT = TypeVar("SectionT", bound=Section)
LOGIN_IN_URL = re.compile(r"[^\s'\"]*[:/][^\s]*@")
LONGEST_VALUE, MOST_TOLD = 120, 10
RESERVED = {  # in the contract of the file; later versions read them
    *("target", "landing_hosts"),
}
SECRET_KEYS = re.compile(r"(password|secret|token)$")


class EnvironmentFileError(Exception):
    """The file cannot be used; the message names file, key, value and what is allowed."""


def find(name: str, folder: Path) -> Path:
    """Return the file that *name* means: a path, or a name without ``.toml`` in *folder*.

    Raises:
        EnvironmentFileError: If there is none; says which there are.
    """
    path = Path(name)
    if path.suffix == ".toml" or len(path.parts) > 1:
        if not path.is_file():
            raise EnvironmentFileError(f"the environment file {name} does not exist")
        return path
    known = sorted(file.stem for file in folder.glob("*.toml"))
    if name not in known:
        close = difflib.get_close_matches(name, known, n=1)
        meant = f"; did you mean {close[0]}?" if close else ""
        raise EnvironmentFileError(
            f"there is no environment {name!r}{meant} Known here: {', '.join(known)}. "
            "A path to a .toml file is understood, too."
        )
    return folder / f"{name}.toml"


def read(path: Path) -> Mapping[str, Any]:
    """Return what stands in the file, unvalidated.

    Raises:
        EnvironmentFileError: If it cannot be read, is not TOML, or holds a secret.
    """
    try:
        declared = tomllib.loads(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise EnvironmentFileError(f"{path} cannot be read: {error}") from error
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise EnvironmentFileError(f"{path} is not valid TOML: {error}") from error
    for key in _secrets(declared):
        if key.startswith("host."):
            raise EnvironmentFileError(
                f"{path}: {key} stands in the file, and a secret does not belong there. Remove it; "
                "log on by an SSH key or agent. If the file was shared, change the secret."
            )
        variable = "CAMPAIGN_TRACKING_" + key.replace(".", "_").upper()
        raise EnvironmentFileError(
            f"{path}: {key} stands in the file, and a secret does not belong there. Remove it; "
            f"set the variable {variable}, or {key.rpartition('.')[2]}_command to a command that "
            "prints it. If the file was shared, change the secret."
        )
    return declared


def load(path: Path) -> Environment | EmbeddedLab:
    """Return what the file at *path* declares; one with a ``[lab]`` table stands for a lab.

    Raises:
        EnvironmentFileError: If it cannot be used.
    """
    declared = read(path)
    if "lab" in declared:
        return _validate(EmbeddedLab, declared, path)
    return _validate(Environment, declared, path)


def load_platform(path: Path) -> Environment:
    """Return the platform that the file at *path* declares.

    Raises:
        EnvironmentFileError: If it cannot be used, or stands for a lab.
    """
    return _validate(Environment, read(path), path)


def _validate(model: type[SectionT], declared: Mapping[str, Any], path: Path) -> SectionT:
    try:
        return model.model_validate(declared, context={"folder": path.resolve().parent})
    except ValidationError as error:
        wrong = [_sentence(details, declared, model) for details in error.errors()[:MOST_TOLD]]
        more = error.error_count() - len(wrong)
        told = "; ".join(wrong) + (f"; and {more} more" if more else "")
        raise EnvironmentFileError(f"{path}: {told}") from error


def _secrets(table: Mapping[str, Any], prefix: str = "") -> Iterator[str]:
    for key, value in table.items():
        below = value if isinstance(value, list) else [value]
        inner = [each for each in below if isinstance(each, Mapping)]
        if inner:
            yield from (found for each in inner for found in _secrets(each, f"{prefix}{key}."))
        elif SECRET_KEYS.search(key):
            yield f"{prefix}{key}"


def _sentence(details: ErrorDetails, declared: Mapping[str, Any], model: type[BaseModel]) -> str:
    """Say what is wrong with one key: its name, its value, what is allowed."""
    where = [str(part) for part in details["loc"]]
    key = _key(where, declared)
    match details["type"]:
        case "extra_forbidden":
            allowed = sorted(_keys_allowed(where[:-1], model))
            close = difflib.get_close_matches(where[-1], allowed, n=1)
            meant = f"; did you mean {close[0]!r}?" if close else ""
            if where[-1] in RESERVED:
                return f"the key {key!r} is not supported by this version"
            return f"the key {key!r} is unknown{meant}. Allowed here: {', '.join(allowed)}"
        case "missing":
            return f"the key {key!r} is missing"
        case _:
            message = details["msg"].removeprefix("Value error, ")
            value = _value(where, declared)
            plain = isinstance(value, str | int | float | bool)
            shown = f" = {LOGIN_IN_URL.sub('***@', repr(value)[:LONGEST_VALUE])}" if plain else ""
            return f"{key}{shown}: {message}"


def _key(where: list[str], declared: Mapping[str, Any]) -> str:
    """Return how the key is called; one of several tables of one name by what it says itself."""
    parts = []
    for number, part in enumerate(where):
        table = _value(where[: number + 1], declared)
        name = table.get("name") if part.isdecimal() and isinstance(table, Mapping) else None
        parts.append(name if isinstance(name, str) else part)
    return ".".join(parts)


def _value(where: list[str], declared: Any) -> Any:  # noqa: ANN401  (TOML holds anything)
    for part in where:
        if isinstance(declared, list) and part.isdecimal() and int(part) < len(declared):
            declared = declared[int(part)]
        elif isinstance(declared, Mapping) and part in declared:
            declared = declared[part]
        else:
            return None
    return declared


def _keys_allowed(where: list[str], model: type[BaseModel]) -> list[str]:
    for part in where:
        if part.isdecimal():  # the number of a table, of several of one name
            continue
        candidates = _models_in(model.model_fields[part].annotation)
        model = next(iter(candidates), model)
    return list(model.model_fields)


def _models_in(annotation: Any) -> list[type[BaseModel]]:  # noqa: ANN401  (a typing form)
    parts = (annotation, *getattr(annotation, "__args__", ()))
    return [part for part in parts if isinstance(part, type) and issubclass(part, BaseModel)]

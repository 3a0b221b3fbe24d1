"""The languages in which people are told what came of a run, from gettext catalogues."""

from collections.abc import Callable
from importlib.resources import files
from typing import Final

from babel.messages.pofile import read_po

Translate = Callable[[str], str]
ENGLISH: Final = "en"
LANGUAGES: Final = (ENGLISH, "ja")
_CATALOGUES: Final = files("campaign_tracking") / "translations"


def translator(language: str) -> Translate:
    """Return what gives an English text in *language*; English itself stays as it is.

    Raises:
        KeyError: If a text that it is called with has no translation: nothing is told by halves.
    """
    if language == ENGLISH:
        return str
    catalogue = translations(language)
    return lambda text: catalogue[str(text)]


def translations(language: str) -> dict[str, str]:
    """Return every translated text of a language by the English one."""
    with (_CATALOGUES / f"{language}.po").open("rb") as file:
        read = read_po(file, locale=language)
    return {
        str(message.id): str(message.string) for message in read if message.id and message.string
    }

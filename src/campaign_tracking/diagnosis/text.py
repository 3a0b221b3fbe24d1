"""A text that can be told in another language: what is constant in it, apart from what was seen."""

from typing import Final, Self

from campaign_tracking.language import Translate


class Text:
    """A sentence with places for what was seen, such as ``Text("{host} refuses", host="trk2")``.

    Attributes:
        template: The English sentence; what a catalogue of translations knows it by.
        values: What stands in its places: names and quotations, in no language.
    """

    __slots__ = ("template", "values")

    def __init__(self, template: str, /, **values: str) -> None:
        """Keep both apart."""
        self.template: Final = template
        self.values: Final[dict[str, str]] = values

    def told(self, translate: Translate = str, **more: str) -> str:
        """Return the sentence, translated first and filled in then.

        Args:
            translate: Gives a template's translation.
            more: What stands in places that *values* leave open.
        """
        return translate(self.template).format_map({**more, **self.values})

    def with_values(self, **values: str) -> Self:
        """Return the same sentence with more of its places filled."""
        return type(self)(self.template, **{**self.values, **values})

"""``xtk:session#GetOption``, and options as documents."""

from dataclasses import dataclass
from xml.etree import ElementTree as ET

from campaign_tracking.lab.database import Database
from campaign_tracking.lab.delivery.documents import NotSavableError
from campaign_tracking.lab.markup import text_of
from campaign_tracking.lab.numbers import key
from campaign_tracking.lab.soap import answer
from campaign_tracking.lab.soap.answer import Answer
from campaign_tracking.lab.soap.call import SoapCall

STRING = 6
# The types that an option can be of (the SDK's xtkCaster.js).
_TYPES = frozenset({1, 2, 3, 4, 5, STRING, 7, 10, 12, 13, 14, 15})


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """Reads options."""

    database: Database

    async def get_option(self, call: SoapCall) -> Answer:
        """Return value and type; an option that does not exist is empty and of type 0."""
        found = self.database.options.get(call.text(0))
        values = [
            answer.string("pstrValue", found.value if found else ""),
            answer.number("pbtType", found.data_type if found else 0, "byte"),
        ]
        return Answer(namespace="xtk:session", values=values)


def type_and_value(document: ET.Element) -> tuple[int, str]:
    """Return what an ``<option>`` document sets.

    A memo is an element, but Adobe's own client writes it as an attribute (the SDK's client.js).

    Raises:
        NotSavableError: If it has no name, or a type that no option has (L-49).
    """
    data_type = key(document.get("dataType", str(STRING)))
    if data_type not in _TYPES or not document.get("name"):
        raise NotSavableError("xtk:option")
    for attribute in ("stringValue", "longValue", "timeStampValue", "doubleValue", "memoValue"):
        if attribute in document.attrib:
            return data_type, document.attrib[attribute]
    return data_type, text_of(document, "memoValue")

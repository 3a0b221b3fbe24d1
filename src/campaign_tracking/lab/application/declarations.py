"""What ``schema_files/`` declares of methods, and whether a call keeps to it."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final
from xml.etree import ElementTree as ET

from campaign_tracking.lab.application.schemas import declared_schemas
from campaign_tracking.lab.numbers import number
from campaign_tracking.lab.soap.answer import Answer
from campaign_tracking.lab.soap.call import SoapCall
from campaign_tracking.lab.soap.router import Method

# L-45: sources disagree on the action of Write, so a second spelling is served, too.
OTHER_SPELLINGS: Final = {"xtk:session#Write": "xtk:persist#Write"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Declaration:
    """A method as its schema declares it.

    Attributes:
        anonymous: Whether it needs no session.
        inputs: Types of the parameters after the token, the object of the method first if it
            is not static.
    """

    anonymous: bool
    inputs: tuple[str, ...]

    def check(self, call: SoapCall) -> None:
        """Refuse another number of parameters, or one that cannot be of its type (L-27).

        Raises:
            SoapFault: If so.
        """
        if len(call.parameters) != len(self.inputs):
            raise call.wrong_arguments()
        for kind, given in zip(self.inputs, call.parameters, strict=True):
            if not _CHECKS.get(kind, _is_text)(given):
                raise call.wrong_arguments()


def declarations() -> Mapping[str, Declaration]:
    """Return every method that a schema declares, by action without a schema."""
    found = dict(_all())
    return {**found, **{other: found[first] for other, first in OTHER_SPELLINGS.items()}}


def checked(method: Method, declaration: Declaration) -> Method:
    """Return *method* behind a check of its arguments."""

    async def serve(call: SoapCall) -> Answer:
        declaration.check(call)
        return await method(call)

    return serve


def _all() -> Iterator[tuple[str, Declaration]]:
    for name, schema in declared_schemas():
        namespace = name.partition(":")[0]
        for method in schema.iterfind("methods/method"):
            yield f"{name}#{method.get('name')}", _read(method)
        for interface in schema.iterfind("interface"):
            for method in interface.iterfind("method"):
                action = f"{namespace}:{interface.get('name')}#{method.get('name')}"
                yield action, _read(method)


def _read(method: ET.Element) -> Declaration:
    inputs = [
        param.get("type", "")
        for param in method.iterfind("parameters/param")
        if param.get("inout") != "out"
    ]
    own = [] if method.get("static") == "true" else ["DOMDocument"]
    return Declaration(anonymous=method.get("access") == "anonymous", inputs=(*own, *inputs))


def _is_text(given: ET.Element) -> bool:
    return len(given) == 0


def _is_number(given: ET.Element) -> bool:
    try:
        number(given.text or "")
    except ValueError:
        return False
    return _is_text(given)


def _is_boolean(given: ET.Element) -> bool:
    return _is_text(given) and (given.text or "").strip() in {"true", "false", "1", "0"}


def _is_document(given: ET.Element) -> bool:
    return len(given) == 1


def _is_element(given: ET.Element) -> bool:
    """An element may be empty, as Logon's is in the SDK."""
    return len(given) <= 1 and not (given.text or "").strip()


_CHECKS: Final[Mapping[str, Callable[[ET.Element], bool]]] = {
    "long": _is_number,
    "boolean": _is_boolean,
    "DOMDocument": _is_document,
    "DOMElement": _is_element,
}

"""Elements as Campaign's documents need them: without namespaces, and as text."""

import copy
from xml.etree import ElementTree as ET
from xml.sax.saxutils import escape

from campaign_tracking.safe_xml import local_name


def bare(element: ET.Element) -> ET.Element:
    """Return a copy without namespaces: callers may qualify a document or not."""
    attributes = {name: value for name, value in element.attrib.items() if "}" not in name}
    copied = ET.Element(local_name(element), attributes)
    copied.text, copied.tail = element.text, element.tail
    copied.extend(bare(child) for child in element)
    return copied


def element(
    name: str, attributes: dict[str, str] | None = None, *children: ET.Element
) -> ET.Element:
    """Return an element with these attributes and children."""
    made = ET.Element(name, attributes or {})
    made.extend(children)
    return made


def text_of(document: ET.Element, path: str) -> str:
    """Return the text of the element at *path*; empty where there is none."""
    return document.findtext(path) or ""


def child_at(document: ET.Element, path: str) -> ET.Element:
    """Return the element at *path*, made if missing."""
    found = document
    for name in path.split("/"):
        below = found.find(name)
        found = ET.SubElement(found, name) if below is None else below
    return found


def merged(base: ET.Element, fragment: ET.Element) -> ET.Element:
    """Return *base* with what *fragment* says laid over it, element by element."""
    result = copy.deepcopy(base)
    _lay_over(result, fragment)
    return result


def _lay_over(target: ET.Element, fragment: ET.Element) -> None:
    target.attrib.update(fragment.attrib)
    if (fragment.text or "").strip():
        target.text = fragment.text
    for child in fragment:
        below = target.find(child.tag)
        if below is None or child.tag in {"targetPart", "condition", "deliveryTarget"}:
            target.append(copy.deepcopy(child))
        else:
            _lay_over(below, child)


def serialised(document: ET.Element) -> str:
    """Return the document as text, without a declaration."""
    return ET.tostring(document, encoding="unicode")


def attribute(text: str) -> str:
    """Return *text* fit for a single-quoted attribute, as Campaign writes them."""
    return escape(text, {"'": "&apos;"})

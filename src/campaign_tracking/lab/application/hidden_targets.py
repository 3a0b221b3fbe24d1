"""Targets that an operator cannot read (L-36).

The worst case for a careful client: documents come without ``<targets>``, and what they hide stays
in force. Whatever the client then writes is added to it.
"""

import copy
from dataclasses import dataclass, field
from xml.etree import ElementTree as ET

from campaign_tracking.lab.markup import merged

TARGETS = "targets"


@dataclass(frozen=True, slots=True, kw_only=True)
class HiddenTargets:
    """Takes targets out of documents, and puts them back; does nothing unless it is *on*."""

    on: bool
    by_delivery: dict[str, ET.Element] = field(default_factory=dict)

    def shown(self, document: ET.Element) -> ET.Element:
        """Return *document* as the operator sees it; what is missing is kept."""
        targets = document.find(TARGETS)
        if not self.on or targets is None:
            return document
        result = copy.deepcopy(document)
        self.by_delivery[document.get("id", "")] = targets
        for hidden in result.findall(TARGETS):
            result.remove(hidden)
        return result

    def restored(self, document: ET.Element) -> ET.Element:
        """Return *document* with what was hidden of it, and with what it says itself."""
        hidden = self.by_delivery.get(document.get("id", ""))
        if hidden is None or document.get("_operation") == "delete":
            return document
        result = copy.deepcopy(document)
        for own in result.findall(TARGETS):
            result.remove(own)
            hidden = merged(hidden, own)
        result.append(copy.deepcopy(hidden))
        return result

"""Faults of the catalogue that the lab cannot have, and why."""

from collections.abc import Mapping
from typing import Final

NOT_BUILT: Final[Mapping[str, str]] = {
    "restart-window": "its evidence is when processes were started, and every process of the lab "
    "is the lab itself",
    "internal-password-differs": "it shows only when the wizard registers the instance, which a "
    "verification never does",
    "redirection-files-lost": "a new mail is resolved: what was lost are the files of earlier "
    "deliveries, of which nothing is asked",
    "hybrid-version-order": "the lab has no hybrid platform, with a mid-sourcing server of another "
    "version at Adobe's side",
    "approval-awaited": "this verification confirms its own deliveries, so none of them awaits it",
}

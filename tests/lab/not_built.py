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
    "log-count-per-request-small": "nothing tells of a backlog: the pointer is opaque, and log "
    "files stay where they are after they were collected",
    "target-mapping-shared": "no page names a schema in which target mappings can be looked up",
    "collecting-blocked": "only the workflow sees the moment at which it cannot reach a server",
    "archiving-schedule-mismatch": "Message Center is in none of the topologies",
    "clicks-lost-in-hosting-migration": "nothing but a date shows it",
    "log-id-overflow": "where the last id stands is not public, and the pointer is never read",
}

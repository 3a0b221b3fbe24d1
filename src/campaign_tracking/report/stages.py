"""The stages of the walk, and which of them a run must have passed to prove anything."""

MANDATORY = (
    "external connectivity",
    "options",
    "tracked delivery",
    "control delivery",
    "reception",
    "links",
    "click",
    "tracking log",
)
OPTIONAL = (
    *("internal connectivity", "server files"),
    *("application server", "test mail's set-up"),
)
STAGES = (*MANDATORY, *OPTIONAL)

"""How a refused upload shows where nobody but Adobe sees the server: by the delivery log alone."""

from typing import Final

from campaign_tracking.lab.faults.fault import HOSTED, Shown

# What makes a server refuse the upload and nothing else that may be seen there, in the catalogue's
# order.
SHARED: Final = (
    "instance-not-registered",
    "database-id-mismatch",
    "tracking-password-mismatch",
    "dns-mask-misses-tracking-host",
    "configuration-not-reloaded",
    "tracking-password-empty",
    "database-id-unicode-prefix",
    "registration-partial",
    "redir-directory-not-writable",
)

LOGGED_ONLY: Final = Shown(
    in_=(HOSTED,),
    check="test_analysis_reports_no_tracking_error",
    says=r"got RED-520005, RED-520025, naming 127\.0\.0\.12$",
    cause=SHARED,
)

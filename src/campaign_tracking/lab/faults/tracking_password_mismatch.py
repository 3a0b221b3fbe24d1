"""Fault: the last tracking server holds another tracking password than the deployment wizard."""

import dataclasses

from campaign_tracking.lab.faults.fault import Fault
from campaign_tracking.lab.platform import Platform


def apply(platform: Platform) -> None:
    """Give ``redirection/@trackingPassword`` of the last server another value."""
    server = platform.servers[-1]
    server.registration = dataclasses.replace(server.registration, password="@changed-on-one-side")  # noqa: S106  (the fault itself)


TRACKING_PASSWORD_MISMATCH = Fault(
    id="tracking-password-mismatch",
    summary="the last tracking server holds another tracking password: RED-520005 and RED-520025",
    topology="stand-alone",
    apply=apply,
)

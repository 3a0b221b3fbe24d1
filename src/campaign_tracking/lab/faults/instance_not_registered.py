"""Fault: the instance was never registered on the last tracking server, or was lost there."""

import dataclasses

from campaign_tracking.lab.faults.fault import Fault
from campaign_tracking.lab.platform import Platform


def apply(platform: Platform) -> None:
    """Leave the last server without ``redirection/@databaseId`` and password.

    Its ``config-<instance>.xml`` is there, so ``/r/test`` still shows the instance's name (L-14).
    """
    server = platform.servers[-1]
    server.registration = dataclasses.replace(server.registration, database_id="", password="")


INSTANCE_NOT_REGISTERED = Fault(
    id="instance-not-registered",
    summary="the instance is not registered on the last tracking server: RED-520005 and RED-520025",
    topology="stand-alone",
    apply=apply,
)

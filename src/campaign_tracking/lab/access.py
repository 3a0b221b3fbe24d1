"""Who is let in and what he may read, made of what the lab was asked to be."""

from dataclasses import dataclass, replace
from typing import Final

from campaign_tracking.lab.application.hidden_targets import HiddenTargets
from campaign_tracking.lab.application.identity_service import IdentityService
from campaign_tracking.lab.application.operators import Operator
from campaign_tracking.lab.application.sessions import Sessions
from campaign_tracking.lab.instance import Instance
from campaign_tracking.lab.settings import LabSettings, Template
from campaign_tracking.lab.zones import Zones

_MESSAGES: Final = "nms:broadLogRcp"


@dataclass(frozen=True, slots=True, kw_only=True)
class Access:
    """What stands between a caller and an instance.

    Attributes:
        unreadable: Schemas that the operator has no right to query.
        pages_take_headers: Whether pages take a session that stands in headers.
    """

    zones: Zones
    sessions: Sessions
    identity: IdentityService
    hidden_targets: HiddenTargets
    unreadable: frozenset[str]
    pages_take_headers: bool = True


def make_access(settings: LabSettings, instance: Instance, identity: IdentityService) -> Access:
    """Return the access to one instance; a bearer token is the first operator's."""
    zones = instance.settings.zones
    hidden = settings.template is Template.HIDDEN_TARGET
    return Access(
        zones=zones,
        sessions=Sessions(
            _operators(instance), instance.name, zones=zones, life=settings.life, identity=identity
        ),
        identity=identity,
        hidden_targets=HiddenTargets(on=hidden),
        unreadable=settings.unreadable_schemas | ({_MESSAGES} if hidden else set()),
        pages_take_headers=settings.pages_take_headers,
    )


def _operators(instance: Instance) -> list[Operator]:
    """Return the instance's operators; where native login is limited, most without a password."""
    limited = instance.settings.native_logins
    return [
        replace(each, takes_password=limited is None or each.login in limited)
        for each in instance.operators
    ]

"""Set-up: the technical account has no product profile on the instance."""

from dataclasses import replace

from campaign_tracking.lab.faults.fault import EVERYWHERE, Fault, Shown
from campaign_tracking.lab.platform import Platform
from campaign_tracking.lab.settings import Auth, LabSettings


def asked(settings: LabSettings) -> LabSettings:
    """Log on by the identity service."""
    return replace(settings, auth=Auth.IMS_BEARER)


def apply(platform: Platform) -> None:
    """Take the operator's profile away: the first call fails on rights."""
    first, *others = platform.marketing.operators
    platform.marketing.operators[:] = [replace(first, has_profile=False), *others]


TECHNICAL_OPERATOR_MISSING = Fault(
    id="technical-operator-missing",
    summary="the technical account has no product profile: the first call fails on rights",
    shown=(Shown(in_=EVERYWHERE, check="test_we_can_log_on", says=r"auth = 'ims' cannot log on"),),
    apply=apply,
    asked=asked,
)

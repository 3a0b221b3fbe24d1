"""Set-up: nobody but a few operators may log on with a password."""

from typing import Final

from campaign_tracking.lab.faults.fault import EVERYWHERE, Fault, Shown
from campaign_tracking.lab.machine import SERVER_FILE
from campaign_tracking.lab.platform import Platform

_BEFORE: Final = "    <dnsConfig "
# The operators of the default list (impact-ims-migration.md).
_LIMITED: Final = """    <imsConfig>
      <nonIMSAuthnAPI disableAPI="true">
        <allowOperator name="admin"/>
        <allowOperator name="aemserver"/>
        <allowOperator name="campaign-loginmonitor"/>
        <allowOperator name="internal|monitoring"/>
      </nonIMSAuthnAPI>
    </imsConfig>
"""


def apply(platform: Platform) -> None:
    """Disable it on the application server, with the default list of exceptions."""
    platform.marketing.machine.edit(SERVER_FILE, _BEFORE, f"{_LIMITED}{_BEFORE}")


NATIVE_LOGIN_DISABLED = Fault(
    id="native-login-disabled",
    summary="native login by the API is disabled, and our operator is not on the list",
    shown=(Shown(in_=EVERYWHERE, check="test_we_can_log_on", says=r"cannot log on: Native"),),
    apply=apply,
)

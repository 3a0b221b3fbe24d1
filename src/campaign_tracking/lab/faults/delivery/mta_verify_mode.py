"""Fault: the mta simulates sending."""

from campaign_tracking.lab.faults.fault import EVERYWHERE_WITH_FILES, HOSTED, Fault, Shown
from campaign_tracking.lab.platform import Platform


def apply(platform: Platform) -> None:
    """Set ``mta/@verifyMode`` of the sending instance to true."""
    machine = platform.executing.machine
    machine.set_attribute(machine.instance_file, "verifyMode", "true")


MTA_VERIFY_MODE = Fault(
    id="mta-verify-mode",
    summary="the mta is in verifyMode: deliveries are sent, and no mail arrives",
    shown=(
        Shown(
            in_=EVERYWHERE_WITH_FILES,
            check="test_mails_are_really_sent[{sending}]",
            says=r"line \d+: mta/@verifyMode = 'true'",
        ),
        Shown(in_=(HOSTED,), check="test_control_mail_is_received", says=r"not arrived"),
    ),
    apply=apply,
)

"""The servers that send mails, as far as they were read, and what became of the control mail.

The control mail tells of sending what no trouble with tracking can blur.
"""

from typing import Final

from campaign_tracking.campaign.delivery import PENDING
from campaign_tracking.campaign.messages import Sending
from campaign_tracking.diagnosis.cause import Sign
from campaign_tracking.diagnosis.read_machines import runs_process
from campaign_tracking.diagnosis.text import Text
from campaign_tracking.facts import Facts
from campaign_tracking.mailbox import MailSilence, Reception
from campaign_tracking.server_files.machine import Machine
from campaign_tracking.server_files.settings import effective

MTA: Final = "mta"
STAT_SERVER: Final = "mta/@statServerAddress"
PENDS: Final = Text("Even the mail without tracking stays pending: its status is still {status}.")


def senders(facts: Facts) -> list[Machine]:
    """Return the servers that were read and whose files have an mta start."""
    read = (machine for machine in (facts.machines or {}).values() if not machine.unread)
    return [each for each in read if effective(each, f"{MTA}/@autoStart").is_true]


def senders_are_known(facts: Facts) -> bool:
    """Whether there are any, and the processes of all are known."""
    found = senders(facts)
    return bool(found) and not any(machine.processes.untold for machine in found)


def runs_mta(machine: Machine) -> bool:
    """Whether the mta of the server's instance runs."""
    return runs_process(machine, MTA, machine.instance)


def stays_pending(facts: Facts) -> bool:
    """Whether the control mail was started, and the server that sends it still has it pending."""
    started = facts.control is not None and facts.control.started_at is not None
    return started and status_of(facts.control_sending) == PENDING


def status_of(sending: Sending | None) -> int | None:
    """Return the message's status where it is sent; None if that is not known."""
    row = (sending.executed or sending.message) if sending else None
    return row.status if row else None


def is_sent_and_lost(facts: Facts) -> bool:
    """Whether both mails were sent, and neither arrived nor came back."""
    sent = [each for each in (facts.control_sending, facts.tracked_sending) if each and each.sent]
    receptions = (facts.control_reception, facts.tracked_reception)
    return bool(sent) and all(
        isinstance(each, Reception) and each.silence is MailSilence.NOT_ARRIVED
        for each in receptions
    )


def pending_sign(facts: Facts, doubt: Text) -> Sign:
    """Return the sign of a cause that keeps mails from being sent."""
    status = str(status_of(facts.control_sending))
    return Sign(evidence=(PENDS,), values={"status": status}, doubt=doubt)

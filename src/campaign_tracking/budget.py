"""How long a run can take at worst: the sum of its limits."""

import math

from campaign_tracking.access import Access, every_access
from campaign_tracking.campaign.options import READ
from campaign_tracking.campaign.writing import SETTLES_S
from campaign_tracking.environment import Environment
from campaign_tracking.mailbox.sieve import LOOK_S
from campaign_tracking.redirection.probe import MAX_WORKERS, longest_s
from campaign_tracking.redirection.walk import MAX_HOPS
from campaign_tracking.secret import COMMAND_LIMIT_S

DELIVERY_CALLS = 8  # create, write, find, submit, state, messages, play, and one look under way
# Each of write, submit and play, broken off, is read back for a moment and called again.
DELIVERY_WRITES = 3
WRITE_CALLS = 2
# Token, logon, /r/test, ping, workflow, template, recipient, broadlogs, URLs, log, logoff.
OTHER_CALLS = len(READ) + 16
MID_SOURCING_CALLS = len(READ) + 8  # logon, ping, delivery, messages, URLs, logoff
# Before mails are sent, and when each wait is over; each may connect anew, the first be broken off.
MAILBOX_LOOKS = 7
# Landing link, open and mirror page link, each perhaps sent on to https by a front, and the page.
CLICKS = 2 * 3 + 1
MINUTE_S = 60


def worst_case_s(environment: Environment) -> float:
    """Return the longest time that a full run can take, in seconds.

    A pipeline's time limit must exceed it.
    """
    limits = environment.limits
    call_s = limits.connect + limits.answer
    rounds = math.ceil(len(environment.tracking_server_ids) / MAX_WORKERS)
    probes_s = rounds * longest_s(connect_s=limits.connect, answer_s=limits.answer)
    accesses = every_access(environment)
    secrets_s = COMMAND_LIMIT_S * sum(map(_commands, accesses))
    calls = OTHER_CALLS + (MID_SOURCING_CALLS if len(accesses) > 1 else 0)
    clicks = CLICKS + rounds + (MAX_HOPS if environment.test_mail.landing_hosts else 0)
    writes_s = DELIVERY_WRITES * (WRITE_CALLS * call_s + SETTLES_S)
    deliveries_s = 2 * (limits.analysis + DELIVERY_CALLS * call_s + writes_s)
    waits_s = limits.reception + _mailbox_s(environment) + environment.tracking_log_s
    # Read, looked through, and read again for the delivery's file.
    hosts_s = (2 * limits.servers + limits.log_scan) if environment.host else 0.0
    return secrets_s + probes_s + hosts_s + (calls + clicks) * call_s + deliveries_s + waits_s


def _mailbox_s(environment: Environment) -> float:
    """Return what a mailbox on a server may take beyond the wait for mails, in seconds."""
    mailbox = environment.mailbox
    if mailbox is None or mailbox.kind == "maildir":
        return 0.0
    command_s = COMMAND_LIMIT_S if mailbox.password_command else 0
    return command_s + MAILBOX_LOOKS * LOOK_S


def _commands(access: Access) -> int:
    """Return how many commands may be run for its secrets."""
    names = ("password", "client_secret", "session_token", "security_token")
    return sum(bool(getattr(access.server, f"{name}_command")) for name in names)


def in_words(seconds: float) -> str:
    """Return a time as people say it: ``45 s``, ``81 min``, ``2 h 30 min``."""
    if seconds < 2 * MINUTE_S:
        return f"{seconds:.0f} s"
    hours, minutes = divmod(round(seconds / MINUTE_S), 60)
    return f"{hours} h {minutes} min" if hours > 1 else f"{60 * hours + minutes} min"

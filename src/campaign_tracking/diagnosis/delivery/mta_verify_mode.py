"""``mta-verify-mode``: the mta simulates sending, so that mails count as sent and never leave."""

from collections.abc import Iterator
from typing import Final

from campaign_tracking.diagnosis.cause import KnownCause, Sign
from campaign_tracking.diagnosis.delivery.senders import is_sent_and_lost, senders
from campaign_tracking.diagnosis.owner import Owner
from campaign_tracking.diagnosis.read_machines import held, sign
from campaign_tracking.diagnosis.text import Text
from campaign_tracking.facts import Facts
from campaign_tracking.server_files.settings import effective

LOST: Final = Text("Both mails count as sent; neither arrived, and neither was returned.")
ON_ITS_WAY: Final = Text(
    "A mail can be lost on its way, too: in the junk folder, in quarantine. The first mail server "
    "behind the platform tells whether it ever came by; the platform, what mta/@verifyMode holds."
)


def find(facts: Facts) -> Iterator[Sign]:
    """Find it in the files; where no sending server was read, by mails that are sent and lost."""
    read = senders(facts)
    for machine in read:
        setting = effective(machine, "mta/@verifyMode")
        if setting.is_true:
            yield sign(machine, held(setting))
    if not read and is_sent_and_lost(facts):
        yield Sign(evidence=(LOST,), doubt=ON_ITS_WAY)


MTA_VERIFY_MODE = KnownCause(
    id=("mta-verify-mode",),
    statement=Text("The mta only pretends to send (verifyMode): mails count as sent and vanish."),
    owner=Owner.SERVER,
    steps=(
        Text('Set verifyMode="false" of the mta where mails are sent.'),
        Text("Restart the mta: nlserver restart mta@<instance>."),
    ),
    source="the-server-configuration-file.md",
    find=find,
)

"""Fault: nothing sets URLs off in the text part."""

from campaign_tracking.lab.faults.fault import EVERYWHERE, Fault, Shown
from campaign_tracking.lab.platform import Platform


def apply(platform: Platform) -> None:
    """Take the wizard's delimiters away: the bracket behind a URL is part of it."""
    for instance in platform.instances:
        instance.database.text_delimiters = ""


TEXT_URL_WITHOUT_DELIMITERS = Fault(
    id="text-url-without-delimiters",
    summary="in the text part a link swallows the bracket behind it",
    shown=(
        Shown(
            in_=EVERYWHERE,
            check="test_no_tracked_url_swallows_punctuation",
            says=r"ends in punctuation: .*tracking-check\?\S+\)$",
        ),
    ),
    apply=apply,
)

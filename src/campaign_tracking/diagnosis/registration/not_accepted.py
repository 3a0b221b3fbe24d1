"""Causes of a refused upload that share all their evidence where nobody read the server's files.

From outside the server nothing tells them apart: each makes the platform log RED-520005 beside
RED-520025 for a server that answers (A-01). Its files do, where they were read: then each cause has
a module of its own. What else was seen rules some of them out.
"""

from collections.abc import Iterator
from typing import Final

from campaign_tracking.diagnosis.cause import KnownCause, Sign
from campaign_tracking.diagnosis.owner import Owner
from campaign_tracking.diagnosis.registration.environment_copied_options import (
    ENVIRONMENT_COPIED_OPTIONS,
    is_ours,
)
from campaign_tracking.diagnosis.registration.instance_told import Told, instance_told
from campaign_tracking.diagnosis.registration.refusal import REGISTER_AGAIN, Refusal, refusals
from campaign_tracking.diagnosis.registration.tracking_instance_name_mismatch import (
    TRACKING_INSTANCE_NAME_MISMATCH,
)
from campaign_tracking.diagnosis.text import Text
from campaign_tracking.facts import Facts

ITS_FILES: Final = Text(
    "The files of {host} tell: config-<instance>.xml with its redirection/@databaseId, its "
    "trackingPassword and its dataStore/@hosts, and whether redir/url can be written. Declared as "
    "a [[host]], they are read here."
)
UNASKED: Final = Text(
    "The files of {host} tell: config-<instance>.xml with its redirection/@databaseId, its "
    "trackingPassword and its dataStore/@hosts, and whether redir/url can be written. Declared as "
    "a [[host]], they are read here. Nobody asked here whether it can be reached at all."
)
ADOBES: Final = Text(
    "Only Adobe support sees the files of {host}: config-<instance>.xml with its "
    "redirection/@databaseId, its trackingPassword and its dataStore/@hosts, and whether redir/url "
    "can be written. Nobody asked here whether it can be reached at all."
)

_COPIED: Final = "environment-copied-options"
_MASKS: Final = "dns-mask-misses-tracking-host"
_NAME: Final = "tracking-instance-name-mismatch"
_PARTIAL: Final = "registration-partial"
_IDS: Final = (
    "instance-not-registered",
    "database-id-mismatch",
    "tracking-password-mismatch",
    _NAME,
    _MASKS,
    "configuration-not-reloaded",
    _COPIED,
    "tracking-password-empty",
    "database-id-unicode-prefix",
    _PARTIAL,
    "redir-directory-not-writable",
)


def find(facts: Facts) -> Iterator[Sign]:
    """Find servers that refuse the upload, and whose files nobody read."""
    others = (TRACKING_INSTANCE_NAME_MISMATCH, ENVIRONMENT_COPIED_OPTIONS)
    if any(sign for known in others for sign in known.find(facts)):
        return
    for refusal in refusals(facts):
        if refusal.machine is None and not _was_read(facts, refusal):
            yield refusal.sign(doubt=_doubt(facts, refusal), ruled_out=_ruled_out(facts, refusal))


def _was_read(facts: Facts, refusal: Refusal) -> bool:
    """Whether its files were read, of which one is broken: that is a cause of its own."""
    machine = (facts.machines or {}).get(refusal.id)
    return machine is not None and not machine.trouble


def _doubt(facts: Facts, refusal: Refusal) -> Text:
    if facts.environment and facts.environment.hosting != "on-premise":
        return ADOBES
    return ITS_FILES if refusal.answers else UNASKED


def _ruled_out(facts: Facts, refusal: Refusal) -> frozenset[str]:
    """Return the causes that something speaks against."""
    found = set()
    options = facts.tracking_options or facts.options
    known = facts.environment and options and is_ours(facts.environment, options)
    if refusal.id or known:
        found.add(_COPIED)
    if options and not options.unreadable and len(options.server_urls) <= 1:
        found.add(_PARTIAL)
    if instance_told(facts) is Told.RIGHT:
        found.add(_NAME)
    if instance_told(facts, refusal.host) is Told.RIGHT:
        found.update({_NAME, _MASKS, _PARTIAL})
    return frozenset(found)


NOT_ACCEPTED: Final = KnownCause(
    id=_IDS,
    statement=Text(
        "The tracking server {server} does not accept this platform: its registration or its "
        "configuration does not fit."
    ),
    owner=Owner.CAMPAIGN_AND_SERVER,
    steps=(
        Text(
            "On {host} look into config-<instance>.xml: is there a redirection/@databaseId? If "
            "not, the instance is not registered there. If it is not XtkDatabaseId, the server is "
            "registered with another database."
        ),
        Text(
            "If it is, compare its trackingPassword with that of the other tracking servers, and "
            "dataStore/@hosts with the host in the internal URL; reload what was changed: nlserver "
            "config -reload."
        ),
        Text("See whether the disk is full, and whether redir/url can be written."),
        REGISTER_AGAIN,
    ),
    source="deploying-an-instance.md",
    find=find,
    registers=True,
)

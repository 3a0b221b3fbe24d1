"""What several logs tell together: which servers are named again, and whether mail goes."""

from collections import Counter
from collections.abc import Sequence

from campaign_tracking.pasted.answer import Answer


def without_tracking(answers: Sequence[Answer]) -> list[Answer]:
    """Return the logs that say nothing of tracking servers."""
    return [answer for answer in answers if answer.is_log and not answer.tells_of_tracking]


def compared(answers: Sequence[Answer]) -> list[str]:
    """Return what the logs tell together, a sentence each; nothing if there is one only."""
    logs = [answer for answer in answers if answer.is_log]
    if len(logs) == 1:
        return []
    tracked = [answer for answer in logs if answer.tells_of_tracking]
    return [*_named_again(tracked), *_mail_alone(tracked, without_tracking(logs))]


def _named_again(tracked: Sequence[Answer]) -> list[str]:
    times = Counter(host for answer in tracked for host in answer.blamed)
    of = f"of {len(tracked)} logs that tell of tracking servers"
    return [f"{host} is named by an error in {count} {of}." for host, count in times.most_common()]


def _mail_alone(tracked: Sequence[Answer], others: Sequence[Answer]) -> list[str]:
    """Return whether the same without tracking went out (KA-19371); a log shows errors only."""
    blocked = ", ".join(answer.name for answer in tracked if answer.is_wrong)
    fine = ", ".join(answer.name for answer in others if not answer.is_wrong)
    bad = ", ".join(answer.name for answer in others if answer.is_wrong)
    sentences = []
    if blocked and fine:
        sentences.append(
            f"{blocked}: blocked at the tracking servers; {fine}: no error, and no tracking. If "
            "that is the same mail and it was sent, it is tracking that is broken, and not mail."
        )
    if blocked and bad:
        sentences.append(
            f"{bad}: errors without tracking, too. It may not be tracking alone that is broken."
        )
    return sentences

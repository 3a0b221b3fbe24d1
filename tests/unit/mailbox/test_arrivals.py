"""What kind of mail arrived is told; whatever it is, nothing fails."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaign_tracking.mailbox import read_mail
from campaign_tracking.mailbox.arrivals import MAX_WORDS_CHARACTERS, Arrival, Kind, classify
from campaign_tracking.mailbox.sieve import MAX_TOLD, Letter, Sieve

NOW = datetime(2026, 11, 25, tzinfo=UTC)
TOKEN, OTHER_TOKEN = "ctc-0123456789ab-tracked", "ctc-ba9876543210-control"

EMPTY_REPORT = (
    b"Subject: Undeliverable: x\nContent-Type: multipart/report;\n"
    b"\treport-type=delivery-status; boundary=x\n\nnothing"
)


def report(action: str, status: str, diagnostic: str = "", returned: str = "") -> bytes:
    """Write a delivery status notification, as RFC 3464 has it."""
    code = f"Diagnostic-Code: {diagnostic}\n" if diagnostic else ""
    return (
        "From: Mail Delivery System <MAILER-DAEMON@mx.example>\nSubject: Delivery Status\n"
        'Content-Type: multipart/report; report-type="delivery-status"; boundary=x\n\n'
        f"--x\nContent-Type: text/plain\n\nI am sorry about {returned}\n"
        "--x\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx.example\n\n"
        f"Final-Recipient: rfc822; check@client.example\nAction: {action}\nStatus: {status}\n{code}"
        f"\n--x\nContent-Type: text/rfc822-headers\n\nSubject: {returned}\n--x--\n"
    ).encode()


def simple(**headers: str) -> bytes:
    """Write a mail without a body."""
    lines = (f"{name.replace('_', '-')}: {value}\n" for name, value in headers.items())
    return "".join(lines).encode() + b"\n"


def classified(raw: bytes) -> Arrival:
    """Return what a mail is."""
    return classify(raw, read_mail(raw, NOW))


@pytest.mark.parametrize(
    ("raw", "kind", "words"),
    [
        (report("failed", "5.1.1", "smtp; 550 5.1.1 unknown user"), Kind.BOUNCE, "550 5.1.1 unkn"),
        (report("failed", "5.1.1", "x-unix; unknown user"), Kind.BOUNCE, "5.1.1 unknown user"),
        (report("failed", "5.2.2 (full)"), Kind.BOUNCE, "5.2.2"),
        (report("delayed", "4.4.1"), Kind.DELAY, "4.4.1"),
        (
            EMPTY_REPORT,
            Kind.BOUNCE,
            "Undeliverable: x",
        ),
        (simple(Subject="x", X_Failed_Recipients="a@b.example"), Kind.BOUNCE, "x"),
        (simple(Subject="failure notice", From="MAILER-DAEMON@q.example"), Kind.BOUNCE, "failure"),
        (simple(Subject="Undelivered Mail", Return_Path="<>"), Kind.BOUNCE, "Undelivered"),
        (simple(Subject="配信不能", From="postmaster@client.example"), Kind.BOUNCE, "配信不能"),
        (simple(Subject="Undelivered love", From="me@client.example"), Kind.MAIL, "Undelivered"),
        (
            simple(Subject="You have messages", From="quarantine@messaging.microsoft.com"),
            Kind.QUARANTINE_NOTICE,
            "You have",
        ),
        (simple(Subject="Spam digest: 3 messages"), Kind.QUARANTINE_NOTICE, "Spam digest"),
        (simple(Subject="隔離通知"), Kind.QUARANTINE_NOTICE, "隔離通知"),
        (simple(Subject="Away", Auto_Submitted="auto-replied"), Kind.AUTOMATIC_REPLY, "Away"),
        (simple(Subject="Lunch", Auto_Submitted="no"), Kind.MAIL, "Lunch"),
        (b"", Kind.MAIL, ""),
    ],
)
def test_kinds(raw: bytes, kind: Kind, words: str) -> None:
    """Bounces are known by their form, the rest by its headers."""
    found = classified(raw)

    assert found.kind is kind
    assert found.words.startswith(words)


@given(st.binary(max_size=300), st.sampled_from([b"", report("failed", "5.1.1")]))
def test_anything_at_all(noise: bytes, start: bytes) -> None:
    """No mail makes it fail, and what is said of it is short and goes into JSON."""
    found = classified(start[: len(start) // 2] + noise + start[len(start) // 2 :])

    assert len(found.told(ours=True)) < MAX_WORDS_CHARACTERS + 60
    assert found.words.encode().decode() == found.words


def judged(sieve: Sieve, raw: bytes, id_: str = "1", *, is_new: bool = True) -> bool:
    """Judge a message; whether it is the test mail."""
    return sieve.judge(TOKEN, Letter(id=id_, raw=raw, is_new=is_new)) is not None


@pytest.mark.parametrize(
    "raw",
    [
        report("failed", "5.1.1", returned=TOKEN),
        simple(Subject=f"Automatic reply: {TOKEN}", Auto_Submitted="auto-replied"),
        simple(Subject=f"Quarantined: {TOKEN}", From="filter@client.example"),
    ],
    ids=["bounce", "reply", "quarantine"],
)
def test_not_taken_for_the_test_mail(raw: bytes) -> None:
    """What quotes the test mail, token and all, is not the test mail."""
    sieve = Sieve()

    assert judged(sieve, simple(Subject=TOKEN), "0")
    assert not judged(sieve, raw)
    assert sieve.is_ruled_out(TOKEN, "1")
    assert " of this mail: " in sieve.instead(TOKEN).lines[0]


def test_only_a_final_bounce_of_this_mail_ends_the_wait() -> None:
    """A delay does not, nor does somebody else's bounce."""
    sieve = Sieve()
    judged(sieve, report("failed", "5.1.1", returned="Lunch"), "1")
    judged(sieve, report("delayed", "4.4.1", returned=TOKEN), "2")
    judged(sieve, report("failed", "5.7.1", returned=OTHER_TOKEN), "3")
    assert not sieve.instead(TOKEN).is_returned
    assert sieve.instead(TOKEN).lines == (
        "a notice of delay of this mail: 4.4.1",
        "a bounce: 5.1.1",
    )

    judged(sieve, report("failed", "5.1.1", returned=TOKEN), "4")

    assert sieve.instead(TOKEN).is_returned


def test_old_mails_and_other_test_mails_are_not_told() -> None:
    """Only what came since the start is told, and no mail of a run like ours."""
    sieve = Sieve()
    judged(sieve, simple(Subject="Yesterday"), "1", is_new=False)
    judged(sieve, simple(Subject=f"Check {OTHER_TOKEN}"), "2")

    assert sieve.instead(TOKEN).lines == ()


def test_bounded() -> None:
    """Of many mails a few are told, and how many more there are."""
    sieve = Sieve()
    for number in range(MAX_TOLD + 3):
        judged(sieve, simple(Subject=f"Mail {number}"), str(number))

    assert sieve.instead(TOKEN).lines[0] == "a mail: Mail 0"
    assert sieve.instead(TOKEN).lines[MAX_TOLD:] == ("and 3 more",)

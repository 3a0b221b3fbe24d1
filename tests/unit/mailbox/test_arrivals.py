"""What kind of mail arrived is told; whatever it is, nothing fails."""

from datetime import UTC, datetime
from email.message import EmailMessage

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaign_tracking.campaign.order import fill
from campaign_tracking.mailbox import ReceivedMail, read_mail
from campaign_tracking.mailbox import sieve as module
from campaign_tracking.mailbox.arrivals import MAX_WORDS_CHARACTERS, Arrival, Kind, classify
from campaign_tracking.mailbox.sieve import MAX_TOLD, Letter, Sieve
from fixtures.deliveries import MESSAGES

NOW = datetime(2026, 11, 25, tzinfo=UTC)
TOKEN, OTHER_TOKEN = "ctc-0123456789ab-tracked", "ctc-ba9876543210-control"

# All of them make the standard library's parser fail at a body of eight bits.
UNREADABLE_CHARSETS = (
    "charset*=us-ascii'en'utf-8",
    "charset*0*=us-ascii''utf; charset*1=-8",
    "charset=idna",
    "charset=undefined",
    'charset="a\0b"',
)
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


def simple(body: str = "", **headers: str) -> bytes:
    """Write a mail, if need be without a body."""
    lines = (f"{name.replace('_', '-')}: {value}\n" for name, value in headers.items())
    return "".join(lines).encode() + f"\n{body}".encode()


def our_mail(token: str = TOKEN, before: str = "", **headers: str) -> bytes:
    """Write a test mail, with what a gateway puts before its subject."""
    return simple(f"Check: {token}\n", Subject=f"{before}Tracking check {token}", **headers)


def classified(raw: bytes) -> Arrival:
    """Return what a mail is."""
    return classify(raw, read_mail(raw, NOW))


@pytest.mark.parametrize(
    ("raw", "kind", "words"),
    [
        (report("failed", "5.1.1", "smtp; 550 5.1.1 unknown user"), Kind.BOUNCE, "550 5.1.1 unkn"),
        (report("failed", "5.1.1", "x-unix; unknown user"), Kind.BOUNCE, "5.1.1 unknown user"),
        (report("failed", "5.2.2 (full)"), Kind.BOUNCE, "5.2.2"),
        (report("Failed (gone)", "5.1.1"), Kind.BOUNCE, "5.1.1"),
        (report("delayed", "4.4.1"), Kind.DELAY, "4.4.1"),
        (report("delivered", "2.0.0", "smtp; 250 ok"), Kind.REPORT, "2.0.0 250 ok"),
        (report("relayed", "2.0.0"), Kind.REPORT, "2.0.0"),
        (report("", "2.0.0"), Kind.REPORT, "2.0.0"),
        (
            report("", "5.0.0").replace(b"Delivery Status", b"Undeliverable"),
            Kind.BOUNCE,
            "5.0.0",
        ),
        (
            simple(Subject="Read: x", Content_Type="multipart/report; report-type=x; boundary=y"),
            Kind.REPORT,
            "Read: x",
        ),
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
        (
            simple(Subject="Automatic reply: x", Auto_Submitted="auto-generated"),
            Kind.AUTOMATIC_REPLY,
            "Automatic",
        ),
        (simple(Subject="自動応答\uff1ax"), Kind.AUTOMATIC_REPLY, "自動応答"),
        (simple(Subject="Re: x", In_Reply_To="<1@client.example>"), Kind.REPLY, "Re: x"),
        (simple(Subject="News", Auto_Submitted="auto-generated"), Kind.MAIL, "News"),
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


def test_raw_bytes_in_a_diagnosis() -> None:
    """What a mail server says in UTF-8, without saying so, is told, and goes into JSON."""
    assert classified(report("failed", "5.1.1", "smtp; kein Empfänger")).words.endswith("Empfänger")


@pytest.mark.parametrize("charset", UNREADABLE_CHARSETS)
def test_no_charset_of_a_body_matters(charset: str) -> None:
    """A body of eight bits in what is no charset makes no mail unreadable."""
    header = f"text/plain; {charset}"

    assert classified(simple("café", Subject="x", Content_Type=header)).kind is Kind.MAIL


def judged(sieve: Sieve, raw: bytes, id_: str = "1", *, is_new: bool = True) -> bool:
    """Judge a message; whether it is the test mail."""
    return sieve.judge(TOKEN, Letter(id=id_, raw=raw, is_new=is_new)) is not None


@pytest.mark.parametrize(
    "raw",
    [
        report("failed", "5.1.1", returned=TOKEN),
        report("delivered", "2.0.0", returned=TOKEN),
        simple(Subject=f"Automatic reply: {TOKEN}", Auto_Submitted="auto-replied"),
        our_mail(before="Automatic reply: ", Auto_Submitted="auto-generated"),
        our_mail(before="Re: ", In_Reply_To="<1@client.example>"),
        our_mail(before="Read: ", Content_Type="multipart/report; boundary=x"),
        simple(Subject=f"Quarantined: {TOKEN}", From="filter@client.example"),
    ],
    ids=["bounce", "report", "reply", "out-of-office", "answer", "receipt", "quarantine"],
)
def test_not_taken_for_the_test_mail(raw: bytes) -> None:
    """What quotes the test mail, token and all, is not the test mail."""
    sieve = Sieve()

    assert judged(sieve, our_mail(), "0")
    assert not judged(sieve, raw)
    assert sieve.is_ruled_out(TOKEN, "1")
    assert " of this mail: " in sieve.instead(TOKEN).lines[0]


@pytest.mark.parametrize(
    "raw",
    [
        simple("Blocked by policy.", Subject=f"Message blocked: Tracking check {TOKEN}"),
        simple(f"On hold: Tracking check {TOKEN}", Subject="You have new held messages"),
        simple(f"Check: {TOKEN}", Subject="Fw: your check"),
        simple(f"Check: {TOKEN}0", Subject=f"Tracking check {TOKEN}"),
        simple(f"Check: {OTHER_TOKEN}", Subject=f"Tracking check {TOKEN}"),
    ],
    ids=["notice", "digest", "body-only", "longer", "of-another"],
)
def test_subject_and_words_are_wanted(raw: bytes) -> None:
    """A mail that has only one of both quotes the test mail, and is told as that."""
    sieve = Sieve()

    assert not judged(sieve, raw)
    assert sieve.instead(TOKEN).lines[0].startswith("a mail that quotes this one: ")


@pytest.mark.parametrize(
    "raw",
    [
        our_mail(before="[Quarantined] "),
        our_mail(From="Spam Report Team <news@client.example>"),
        our_mail(Auto_Submitted="auto-generated"),
        simple(f"Check:\n<b>\n{TOKEN}", Subject=TOKEN, Content_Type="text/html"),
        simple(f"Check:&nbsp;{TOKEN}<br>", Subject=TOKEN, Content_Type="text/html"),
    ],
    ids=["tagged", "sender", "automatic", "reformatted", "no-break"],
)
def test_taken_for_the_test_mail(raw: bytes) -> None:
    """Whatever a gateway, or a template of the platform, makes of it, it is the test mail."""
    sieve = Sieve()

    assert judged(sieve, raw)
    assert not sieve.is_ruled_out(TOKEN, "1")
    assert sieve.instead(TOKEN).lines == ()


@given(st.text(max_size=40), st.sampled_from(["plain", "html"]), st.booleans(), st.booleans())
def test_found_if_both_are_there(words: str, subtype: str, subject: bool, said: bool) -> None:  # noqa: FBT001  (drawn)
    """Whatever else a mail says, its subject and its words decide together."""
    mail = EmailMessage()
    mail["Subject"] = f"Tracking check {TOKEN if subject else OTHER_TOKEN}"
    body = f"{words}\nCheck: {TOKEN if said else OTHER_TOKEN}\n{words}"
    mail.set_content(body, subtype=subtype, cte="base64")

    assert judged(Sieve(), mail.as_bytes()) == (subject and said)


@pytest.mark.parametrize("kind", ["text", "html"])
def test_the_mail_that_is_sent_is_found(kind: str) -> None:
    """Either of its texts says what it is found by."""
    source = (MESSAGES / f"tracking-check.{kind.replace('text', 'txt')}").read_text("utf-8")
    mail = EmailMessage()
    mail["Subject"] = f"Tracking check {TOKEN}"
    words = fill(source, "https://www.client.example/", TOKEN)
    mail.set_content(words, subtype=kind.replace("text", "plain"), cte="quoted-printable")

    assert judged(Sieve(), mail.as_bytes())


def test_a_look_that_is_given_up_was_the_only_one(monkeypatch: pytest.MonkeyPatch) -> None:
    """While a mail is read it counts as ruled out: the next look need not wait for it again."""
    seen: list[bool] = []
    judge = Sieve()

    def read(raw: bytes, at: datetime) -> ReceivedMail:
        seen.append(judge.is_ruled_out(TOKEN, "1"))
        return read_mail(raw, at)

    monkeypatch.setattr(module, "read_mail", read)

    assert judged(judge, our_mail())
    assert seen == [True]


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
    judged(sieve, our_mail(OTHER_TOKEN), "2")
    judged(sieve, our_mail(OTHER_TOKEN, before="[Quarantined] "), "3")
    judged(sieve, simple(Subject=f"Blocked: {OTHER_TOKEN}"), "4")

    assert sieve.instead(TOKEN).lines == ()
    assert sieve.instead(OTHER_TOKEN).lines == (
        f"a mail that quotes this one: Blocked: {OTHER_TOKEN}",
    )


def test_bounded() -> None:
    """Of many mails a few are told, and how many more there are."""
    sieve = Sieve()
    for number in range(MAX_TOLD + 3):
        judged(sieve, simple(Subject=f"Mail {number}"), str(number))

    assert sieve.instead(TOKEN).lines[0] == "a mail: Mail 0"
    assert sieve.instead(TOKEN).lines[MAX_TOLD:] == ("and 3 more",)

"""What the test mail is made of: template, recipient, landing page, mailbox."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from campaign_tracking.campaign.query import Row
from campaign_tracking.campaign.session import Session
from campaign_tracking.environment import TestMail
from campaign_tracking.init import reading
from campaign_tracking.init.answers import Answers, Question, by_field
from campaign_tracking.init.options import NO_MAILBOX
from campaign_tracking.mailbox import MaildirMailbox, try_mailbox

PREFERRED = "mail"  # what Campaign's own e-mail template is called (soap-wire.md, section 12)
TEMPLATE = "--template"
MOST_SHOWN = 20
LANDING_URL = Question(
    option="--landing-url",
    words="Page that the test mail's link leads to, as in https://www.example.com/tracking-check",
    check=by_field(TestMail, "landing_url"),
)


def templates_in_words(offered: Sequence[Row]) -> Iterator[str]:
    """Yield what the platform offers, a line each."""
    for row in offered[:MOST_SHOWN]:
        yield f"{row['@internalName']}  {row['@label']}"
    if len(offered) > MOST_SHOWN:
        yield f"… and {len(offered) - MOST_SHOWN} more"


def preferred(offered: Sequence[Row]) -> str | None:
    """Return Campaign's own e-mail template, if the platform has it; else None."""
    names = [row["@internalName"] for row in offered]
    return PREFERRED if names.count(PREFERRED) == 1 else None


def ask_template(session: Session, answers: Answers, default: str | None) -> str:
    """Return the internal name of an e-mail delivery template that the platform has.

    Raises:
        PlatformError: If templates cannot be read.
        WrongUsageError: If the answer is missing or cannot be.
        click.Abort: If whoever is asked gives up.
    """
    form = by_field(TestMail, "template")

    def check(text: str) -> str:
        name = form(text)
        if not reading.has_template(session, name):
            raise ValueError("the platform has not exactly one e-mail delivery template called so")
        return name

    words = "Internal name of the template to send with"
    return answers.ask(Question(option=TEMPLATE, words=words, check=check, default=default))


def ask_recipient(session: Session, template: str, answers: Answers) -> str:
    """Return the address of the test mail; exactly one recipient has it, and no seed address is it.

    Raises:
        PlatformError: If recipients cannot be read.
        WrongUsageError: If the answer is missing or cannot be.
        click.Abort: If whoever is asked gives up.
    """
    form = by_field(TestMail, "recipient")

    def check(text: str) -> str:
        address = form(text)
        if any(character in address for character in "*?[]"):  # it is its own allowed pattern
            raise ValueError("an address with *, ? or brackets would be taken for a pattern")
        if wrong := reading.wrong_with_recipient(session, template, address):
            raise ValueError(wrong)
        return address

    words = "Address of the recipient that test mails go to, and nobody else"
    return answers.ask(Question(option="--recipient", words=words, check=check))


def ask_mailbox(answers: Answers) -> Path | None:
    """Return the Maildir that the recipient's mail arrives in; None if there is none.

    Raises:
        WrongUsageError: If the answer is missing or cannot be.
        click.Abort: If whoever is asked gives up.
    """
    if answers.given(NO_MAILBOX):
        return None
    question = Question(
        option="--mailbox",
        words="Maildir on this machine that it arrives in (empty for none: reception is unproved)",
        check=lambda text: _maildir(text) if text else None,
        default="",
        refusal=NO_MAILBOX,
    )
    return answers.ask(question)


def _maildir(text: str) -> Path:
    path = Path(text).expanduser().absolute()
    state = try_mailbox(MaildirMailbox(path))
    if state.trouble:
        raise ValueError(state.trouble)
    return path

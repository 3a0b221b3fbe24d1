"""A mail gateway that takes parameters out of links touches nothing else."""

from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP
from typing import Final

from hypothesis import given
from hypothesis import strategies as st

from campaign_tracking.lab.mail_gateway import unchanged, without_parameters

LINK: Final = "http://t.client.example/r/?id=h1,2,3"
PLAIN: Final = "https://www.client.example/page?run=r1"


def mail(text: str, html: str) -> bytes:
    """Return a mail of two parts."""
    message = EmailMessage(policy=SMTP)
    message["Subject"] = "Grüße"
    message.set_content(text, cte="quoted-printable")
    message.add_alternative(html, subtype="html", cte="quoted-printable")
    return message.as_bytes()


def parts(raw: bytes) -> list[str]:
    """Return the contents of a mail's parts."""
    message = message_from_bytes(raw, policy=SMTP)
    found = (part.get_content() for part in message.walk() if not part.is_multipart())
    return [text.replace("\r\n", "\n") for text in found]


def test_all_but_the_first_parameter_go() -> None:
    """In both parts; a link with one parameter is left alone."""
    raw = mail(
        f"Grüße ({LINK}&p1=x&s=ab) ({PLAIN})\n",
        f'<a href="{LINK}&amp;p1=x&amp;s=ab">a &amp; b</a> <a href="{PLAIN}">c</a>\n',
    )

    assert parts(without_parameters(raw)) == [
        f"Grüße ({LINK}) ({PLAIN})\n",
        f'<a href="{LINK}">a &amp; b</a> <a href="{PLAIN}">c</a>\n',
    ]


@given(st.text("aZ &?=;<>\"'", max_size=40))
def test_what_is_no_link_stays(text: str) -> None:
    """Without a link in it nothing changes; and without a gateway nothing ever does."""
    raw = mail(f"{text}\n", "<p>x</p>\n")

    assert parts(without_parameters(raw)) == parts(raw)
    assert unchanged(raw) == raw

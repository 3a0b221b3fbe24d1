"""What a mail gateway on the way to the mailbox does with links (L-93)."""

import email
import re
from collections.abc import Callable
from email.message import EmailMessage
from email.policy import SMTP
from typing import Final

Gateway = Callable[[bytes], bytes]

_LINK: Final = re.compile(r"(https?://[^\s\"'<>()?]+\?(?:(?!&)[^\s\"'<>()])+)&[^\s\"'<>()]*")


def unchanged(mail: bytes) -> bytes:
    """Leave the mail as it came."""
    return mail


def without_parameters(mail: bytes) -> bytes:
    """Take all parameters but the first out of every link: they may tell who reads."""
    message = email.message_from_bytes(mail, policy=SMTP)
    for part in message.walk():
        if isinstance(part, EmailMessage) and part.get_content_maintype() == "text":
            text: str = part.get_content()
            part.set_content(
                _LINK.sub(r"\1", text),
                subtype=part.get_content_subtype(),
                cte="quoted-printable",
            )
    return message.as_bytes()

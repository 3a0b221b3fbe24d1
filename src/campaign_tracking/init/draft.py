"""An environment as it was answered and read, before it is written."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from campaign_tracking.access import Access


@dataclass(frozen=True, slots=True, kw_only=True)
class Wizard:
    """What the deployment wizard holds that can be declared.

    Attributes:
        url: External URL; empty if there is none that could be declared.
        secure_url: Secure external URL; likewise.
        internal_urls: Id to URL, in the wizard's order.
        left_out: What the wizard holds and cannot be declared, in words.
    """

    url: str
    secure_url: str
    internal_urls: Mapping[str, str]
    left_out: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """An environment that is about to be written.

    Attributes:
        name: Its name.
        hosting: Who hosts the servers.
        simulation: Whether it is a lab.
        proxy: How the outside is reached; empty without one.
        campaign: The application server.
        mid_sourcing: The mid-sourcing server; None without one.
        wizard: What the deployment wizard holds.
        internal_reachable: Whether the internal URLs can be asked from here.
        template: Internal name of the delivery template.
        recipient: To whom the test mail goes, and nobody else.
        landing_url: Where its link leads.
        mailbox: The Maildir that it arrives in; None if there is none.
    """

    name: str
    hosting: str
    simulation: bool
    proxy: str
    campaign: Access
    mid_sourcing: Access | None
    wizard: Wizard
    internal_reachable: bool
    template: str
    recipient: str
    landing_url: str
    mailbox: Path | None

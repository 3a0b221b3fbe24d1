"""The application servers that were to be logged on to, and refused it."""

from collections.abc import Iterator
from dataclasses import dataclass

from campaign_tracking.campaign.errors import CODE
from campaign_tracking.campaign.platform import Barrier, Platform
from campaign_tracking.diagnosis.cause import Sign
from campaign_tracking.diagnosis.text import Text
from campaign_tracking.environment import ApplicationServer
from campaign_tracking.facts import Facts


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """A logon that Campaign itself refused.

    Attributes:
        role: Of the server, as ``[[host]]`` has it.
        platform: What came of logging on.
        declared: How it was done.
    """

    role: str
    platform: Platform
    declared: ApplicationServer

    @property
    def codes(self) -> list[str]:
        """The codes in its words."""
        return CODE.findall(self.platform.words)

    @property
    def is_plain(self) -> bool:
        """Whether it was tried over plain HTTP, which a zone may refuse."""
        return self.platform.url.startswith("http://")

    def sign(self, *evidence: Text, doubt: Text | None = None) -> Sign:
        """Return the sign of a cause for it."""
        return Sign(
            subject=self.platform.url,
            evidence=(Text("{url}: {words}"), *evidence),
            values={
                "url": self.platform.url,
                "words": self.platform.words,
                "login": self.declared.login or "",
            },
            doubt=doubt,
        )


def refusals(facts: Facts, auth: str = "") -> Iterator[Refusal]:
    """Yield the logons that were refused; of one way to log on, if it is given."""
    if facts.environment is None:
        return
    tried = (
        ("application", facts.platform, facts.environment.campaign),
        ("mid-sourcing", facts.mid_platform, facts.environment.mid_sourcing),
    )
    for role, platform, declared in tried:
        if platform is None or declared is None or platform.barrier is not Barrier.REFUSED:
            continue
        if auth in {"", declared.auth}:
            yield Refusal(role=role, platform=platform, declared=declared)

"""The internal URLs: those that the platform holds beside those that were declared."""

from collections.abc import Iterator
from dataclasses import dataclass

from campaign_tracking import urls
from campaign_tracking.campaign.options import Options
from campaign_tracking.diagnosis.cause import Sign
from campaign_tracking.diagnosis.text import Text
from campaign_tracking.environment import url_flaw
from campaign_tracking.facts import Facts
from campaign_tracking.redirection.endpoint import Endpoint

LIST = "NmsTracking_ServerUrlList"
CORRECT_IT = Text("Correct the internal URLs in the deployment wizard: {held}.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Stray:
    """A URL that the platform holds in the place of a declared one.

    Attributes:
        held: What the list holds.
        declared: What was declared instead.
        server: The declared one's id.
        answers: Whether it answers us; None if it was not asked.
    """

    held: str
    declared: str
    server: str
    answers: bool | None

    def sign(self) -> Sign:
        """Return the sign of a cause; sure if the declared URL answers."""
        seen = Text("NmsTracking_ServerUrlList holds {held}, and {declared} is declared.")
        answers = Text("{declared} answers this machine.")
        doubt = Text(
            "Which of the two is right: {declared} was not asked, or does not answer this machine. "
            "Ask both from the application server."
        )
        return Sign(
            subject=LIST,
            evidence=(seen, answers) if self.answers else (seen,),
            values={
                "held": self.held,
                "declared": self.declared,
                "server": self.server,
                "host": urls.host(self.held),
            },
            doubt=None if self.answers else doubt,
        )


def options_of(facts: Facts) -> Options | None:
    """Return the options of the server that uploads; None if they were not read."""
    options = facts.tracking_options or facts.options
    return options if options and not options.unreadable else None


def malformed(options: Options) -> list[str]:
    """Return the entries of the list that are no URL of a server."""
    return [url for url in options.server_urls if url_flaw(url, "http|https")]


def strays(facts: Facts) -> Iterator[Stray]:
    """Yield what the list holds in another one's place, in pairs.

    Those of one host belong together, whatever scheme and port; the rest as they stand in line.
    """
    environment, options = facts.environment, options_of(facts)
    if environment is None or options is None or malformed(options):
        return
    declared = environment.tracking.internal_urls
    known = {urls.plain(url) for url in declared.values()}
    held = [url for url in options.server_urls if urls.plain(url) not in known]
    there = {urls.plain(url) for url in options.server_urls}
    missing = {id_: url for id_, url in declared.items() if urls.plain(url) not in there}
    for url in held:
        same = [id_ for id_, other in missing.items() if urls.host(other) == urls.host(url)]
        for id_ in (same or list(missing))[:1]:
            yield Stray(
                held=url,
                declared=missing.pop(id_),
                server=id_,
                answers=_answers((facts.servers or {}).get(id_)),
            )


def _answers(server: Endpoint | None) -> bool | None:
    if server is None:
        return None
    answers = [address.rtest or address.soap_router for address in server.addresses]
    return any(answer is not None and answer.silence is None for answer in answers)

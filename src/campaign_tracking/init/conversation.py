"""The whole conversation: with whoever answers, and with the platform."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass, replace

from campaign_tracking.access import Access
from campaign_tracking.campaign.options import Options
from campaign_tracking.campaign.session import Session
from campaign_tracking.environment import Id
from campaign_tracking.init import mail_questions, reading, wizard
from campaign_tracking.init.answers import Answers, Question, by_type, one_of
from campaign_tracking.init.draft import Draft, Wizard
from campaign_tracking.init.errors import PlatformError, WrongUsageError
from campaign_tracking.init.options import (
    CAMPAIGN,
    HOSTING,
    MID_SOURCING,
    NO_MID_SOURCING,
    Asked,
)
from campaign_tracking.init.reading import Reached, Visited
from campaign_tracking.init.secrets import KnownSecrets, TypedSecrets
from campaign_tracking.init.server_questions import ask_ca_file, ask_server, url_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Conversation:
    """Who takes part in it.

    Attributes:
        answers: Whoever answers.
        typed: Where secrets go that are typed.
        known: Every secret that is used.
        say: Shows one line.
        reach: Connects to internal URLs.
        proxy: How the outside is reached; empty without one.
    """

    answers: Answers
    typed: TypedSecrets
    known: KnownSecrets
    say: Callable[[str], None]
    reach: Callable[[Sequence[str]], Sequence[Reached]]
    proxy: str = ""

    def hold(self, name: str) -> Draft:
        """Ask, read, and return the environment *name* to be written.

        Raises:
            InitError: If there is none.
            click.Abort: If whoever is asked gives up.
        """
        with ExitStack() as sessions:
            campaign, here = sessions.enter_context(self._log_on(CAMPAIGN))
            hosting = self.answers.ask(_HOSTING)
            held = reading.read_wizard(here.session)
            self._tell_address(held, campaign)
            mid, there = None, here
            if url := self._mid_sourcing_url(held):
                mid, there = sessions.enter_context(self._log_on(MID_SOURCING, url))
                held = reading.read_wizard(there.session)
            found = wizard.declarable(held, self.answers)
            self._tell_wizard(found)
            template = self._template(here.session)
            recipient = mail_questions.ask_recipient(here.session, template, self.answers)
            landing_url = self.answers.ask(mail_questions.LANDING_URL)
            mailbox = mail_questions.ask_mailbox(self.answers)
            self.answers.demand_all_used()
            return Draft(
                name=name,
                hosting=hosting,
                simulation=here.simulation or there.simulation,
                proxy=self.proxy,
                campaign=campaign,
                mid_sourcing=mid,
                wizard=found,
                internal_reachable=self._reachable(hosting, list(found.internal_urls.values())),
                template=template,
                recipient=recipient,
                landing_url=landing_url,
                mailbox=mailbox,
            )

    @contextmanager
    def _log_on(self, asked: Asked, url: str = "") -> "Iterator[tuple[Access, _LoggedOn]]":
        """Log on; a private authority is asked for only if nothing else is missing."""
        access = ask_server(asked, self.answers, self.typed, url)
        with ExitStack() as stack:
            seen = stack.enter_context(self._visited(access))
            if reading.is_unknown_authority(seen.platform) and access.server.ca_file is None:
                self._told(f"{seen.platform.url}: {seen.platform.words}")
                ca_file = ask_ca_file(asked, self.answers)
                server = access.server.model_copy(update={"ca_file": ca_file})
                access = replace(access, server=server)
                seen = stack.enter_context(self._visited(access))
            if seen.session is None:
                raise PlatformError(f"{seen.platform.url}: {seen.platform.words}")
            instance = self._instance(asked, seen)
            server = access.server.model_copy(update={"instance": instance})
            logged_on = _LoggedOn(session=seen.session, simulation=seen.platform.is_lab)
            yield replace(access, server=server), logged_on

    def _visited(self, access: Access) -> AbstractContextManager[Visited]:
        return reading.visited(access, self.proxy or None, self.known)

    def _instance(self, asked: Asked, seen: Visited) -> str:
        """Return the instance, as it tells; not every platform tells it to everybody."""
        told, option, check = seen.platform.instance, asked.option("instance"), by_type(Id)
        try:
            check(told)
        except ValueError as error:
            if told:
                self._told(f"The instance calls itself {told!r}, which cannot be declared: {error}")
            words = f"Name of the instance on the {asked.words}"
            return self.answers.ask(Question(option=option, words=words, check=check))
        if self.answers.given(option) not in {"", told}:
            raise WrongUsageError(f"{option}: {seen.platform.url} is the instance {told}")
        self._told(f"Logged on to {seen.platform.url}: the instance {told}.")
        return told

    def _template(self, session: Session) -> str:
        """Return the template; the platform's are offered if nobody named one yet."""
        default = None
        if not self.answers.given(mail_questions.TEMPLATE):
            offered = reading.read_templates(session)
            self.say("E-mail delivery templates of the platform:")
            for line in mail_questions.templates_in_words(offered):
                self._told(line, indent=True)
            default = mail_questions.preferred(offered)
        return mail_questions.ask_template(session, self.answers, default)

    def _mid_sourcing_url(self, held: Options) -> str:
        """Return the mid-sourcing server's URL; empty if there is none, or it is left out."""
        account = held.value("NmsTracking_ExtAccount").strip()
        if not account:
            return ""
        self._told(
            f"Tracking is externalised by the account {account}: a mid-sourcing server carries it."
        )
        if self.answers.given(NO_MID_SOURCING):
            return ""
        question = url_of(MID_SOURCING)
        optional = replace(
            question,
            words=f"{question.words}; empty to leave it out",
            check=lambda text: question.check(text) if text else "",
            default="",
            refusal=NO_MID_SOURCING,
        )
        return self.answers.ask(optional)

    def _reachable(self, hosting: str, urls: Sequence[str]) -> bool:
        """Whether the internal URLs can be asked from here; Adobe's never are."""
        if hosting != "on-premise" or not urls:
            return hosting == "on-premise"
        self.say("Connecting to the internal URLs ...")
        seen = self.reach(urls)
        for each in seen:
            self._told(f"{each.url}: {each.words}", indent=True)
        reachable = any(each.network for each in seen)
        if not reachable:
            self.say("  None answers, so internal_reachable = false: they are not asked from here.")
        return reachable

    def _tell_address(self, held: Options, campaign: Access) -> None:
        address = held.value("NmsServer_URL").strip()
        if address and address.rstrip("/") != campaign.server.url:
            self._told(f"It is exposed as {address} (NmsServer_URL); the URL you gave is kept.")

    def _tell_wizard(self, found: Wizard) -> None:
        self.say("The deployment wizard holds:")
        for line in wizard.in_words(found):
            self._told(line, indent=True)

    def _told(self, line: str, *, indent: bool = False) -> None:
        """Show what a platform said, or had a hand in."""
        self.say("  " * indent + self.known.quote(line))


@dataclass(frozen=True, slots=True, kw_only=True)
class _LoggedOn:
    """A session, and whether a lab gave it."""

    session: Session
    simulation: bool


_HOSTING = Question(
    option="--hosting",
    words=f"Who hosts the servers ({', '.join(HOSTING)})",
    check=one_of(*HOSTING),
)

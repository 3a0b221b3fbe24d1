"""A platform that says what a test wants it to, on a wire that leads nowhere."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from xml.sax.saxutils import quoteattr

import requests
import responses

from campaign_tracking.init.answers import Answers
from campaign_tracking.init.conversation import Conversation
from campaign_tracking.init.draft import Draft
from campaign_tracking.init.reading import Reached
from campaign_tracking.init.secrets import KnownSecrets, TypedSecrets
from tests.unit.campaign.answers import ROUTER, URL, answer, rows, string
from tests.unit.campaign.calls import action, parameters, queried

SECRET = "hunter2-canary"
RECIPIENT = "check@example.com"
VARIABLE = "CAMPAIGN_TRACKING_CAMPAIGN_PASSWORD"
OPTIONS: Mapping[str, str] = {
    "NmsTracking_ServerUrl": "http://t.example.com",
    "NmsTracking_SecureServerUrl": "https://t.example.com",
    "NmsTracking_ServerUrlList": "http://10.30.167.12, http://10.30.74.11",
}
GIVEN: Mapping[str, str] = {
    "--url": URL,
    "--login": "check",
    "--hosting": "on-premise",
    "--recipient": RECIPIENT,
    "--landing-url": "https://www.example.com/check",
    "--no-mailbox": "yes",
}


@dataclass(frozen=True, kw_only=True)
class FakePlatform:
    """What it says.

    Attributes:
        instance: At logon.
        options: Name to value.
        templates: Internal name to label.
        recipients: The recipients with any address.
        seeds: The seed addresses with any address.
        server: Its Server header.
    """

    instance: str = "prod"
    options: Mapping[str, str] = field(default_factory=lambda: OPTIONS)
    templates: Mapping[str, str] = field(default_factory=lambda: {"mail": "Email delivery"})
    recipients: int = 1
    seeds: int = 0
    server: str = "Apache"

    @contextmanager
    def answering(self) -> Iterator[responses.RequestsMock]:
        """Answer whatever is asked."""
        with responses.RequestsMock(assert_all_requests_are_fired=False) as wire:
            wire.add_callback("POST", ROUTER, self._answer)
            wire.get(f"{URL}/nl/jsp/ping.jsp", "OK\n")
            wire.get(f"{URL}/r/test", "<redir status='OK'/>", headers={"Server": self.server})
            yield wire

    def _answer(self, request: requests.PreparedRequest) -> tuple[int, dict[str, str], str]:
        name = action(request).partition("#")[2]
        says = {"Logon": self._logon, "GetOption": self._option, "ExecuteQuery": self._rows}
        body = says[name](request) if name in says else answer(name, "")
        return 200, {}, body

    def _logon(self, request: requests.PreparedRequest) -> str:
        del request
        told = f"<serverInfo instanceName={quoteattr(self.instance)}/>"
        information = f"<pSessionInfo xsi:type='ns:Element'>{told}</pSessionInfo>"
        tokens = string("pstrSessionToken", "___s"), string("pstrSecurityToken", "@s==")
        return answer("Logon", tokens[0] + information + tokens[1])

    def _option(self, request: requests.PreparedRequest) -> str:
        value = self.options.get(parameters(request)["name"], "")
        return answer("GetOption", string("pstrValue", value))

    def _rows(self, request: requests.PreparedRequest) -> str:
        schema, conditions = queried(request)
        name = schema.partition(":")[2]
        if schema == "nms:delivery":
            found = [self._template(*item) for item in self.templates.items()]
            wanted = [found_ for found_ in conditions if found_.startswith("@internalName")]
            if wanted:
                quoted = wanted[0].partition("= ")[2].strip("'")
                found = [self._template(quoted, "")] if quoted in self.templates else []
        else:
            count = {"recipient": self.recipients, "seedMember": self.seeds}[name]
            found = [f"<{name} id='{number}'/>" for number in range(1, count + 1)]
        return rows(name, *found)

    def _template(self, name: str, label: str) -> str:
        return f"<delivery id='1' internalName={quoteattr(name)} label={quoteattr(label)}/>"


@dataclass
class Held:
    """A conversation that was held: what came of it, and what was shown."""

    known: KnownSecrets = field(default_factory=KnownSecrets)
    shown: list[str] = field(default_factory=list)
    reached: Mapping[str, Reached] = field(default_factory=dict)

    def hold(self, platform: FakePlatform, given: Mapping[str, str] = GIVEN) -> Draft:
        """Hold it without a terminal."""
        answers = Answers(given, terminal=False)
        with platform.answering(), TypedSecrets(answers) as typed:
            return Conversation(
                answers=answers,
                typed=typed,
                known=self.known,
                say=self.shown.append,
                reach=self._reach,
            ).hold("prod")

    def _reach(self, urls: Sequence[str]) -> list[Reached]:
        silent = Reached(url="", network=False, words="timed out")
        return [self.reached.get(url, replace(silent, url=url)) for url in urls]

"""From what is declared of an application server to a way to log on to it."""

from dataclasses import dataclass, replace

from campaign_tracking.campaign.calls import Tokens
from campaign_tracking.campaign.credentials import (
    BearerToken,
    Credentials,
    ExchangedToken,
    KeepSecret,
    Password,
    SessionToken,
)
from campaign_tracking.campaign.identity_service import Client, TokenEndpoint, origin_and_path
from campaign_tracking.campaign.transport import Transport
from campaign_tracking.environment import ApplicationServer, Environment
from campaign_tracking.secret import SecretSource


@dataclass(frozen=True, slots=True, kw_only=True)
class Access:
    """How to log on to one declared application server.

    Attributes:
        table: Its table in the environment file.
        server: What is declared there.
        own: Whether its commands come before variables: a lab has secrets of its own.
    """

    table: str
    server: ApplicationServer
    own: bool

    def demand(self) -> None:
        """See that its secret can be had, without asking for it.

        Raises:
            SecretError: If there is no source of it.
        """
        names = {"password": "password", "ims": "client_secret", "session-token": "session_token"}
        self._source(names[self.server.auth]).demand()

    def credentials(self, transport: Transport, keep: KeepSecret) -> Credentials:
        """Return the way to log on; secrets are read now.

        Args:
            transport: How to reach the server; the identity service is reached likewise.
            keep: Told each secret before it is used.

        Raises:
            SecretError: If a secret is not to be had.
        """
        match self.server.auth:
            case "password":
                return Password(login=self.server.login, password=self._read("password", keep))
            case "ims":
                endpoint = self._endpoint(transport, keep)
                if self.server.ims == "exchange":
                    return ExchangedToken(endpoint=endpoint)
                return BearerToken(endpoint=endpoint)
            case "session-token":
                session = self._read("session_token", keep)
                keep(session.partition("/")[2])  # of <login>/<password>
                has_security = self._source("security_token").exists
                security = self._read("security_token", keep) if has_security else ""
                return SessionToken(tokens=Tokens(session=session, security=security))

    def _endpoint(self, transport: Transport, keep: KeepSecret) -> TokenEndpoint:
        origin, path = origin_and_path(self.server.token_url)
        client = Client(
            id=self.server.client_id,
            secret=self._read("client_secret", keep),
            scopes=self.server.scopes,
        )
        return TokenEndpoint(replace(transport, url=origin), path, client, keep)

    def _read(self, name: str, keep: KeepSecret) -> str:
        secret = self._source(name).read()
        keep(secret)
        return secret

    def _source(self, name: str) -> SecretSource:
        command = getattr(self.server, f"{name}_command")
        return SecretSource(table=self.table, name=name, command=command, own=self.own)


def to_campaign(environment: Environment) -> Access:
    """Return how to log on to the application server."""
    return Access(table="campaign", server=environment.campaign, own=environment.simulation)


def to_mid_sourcing(environment: Environment) -> Access | None:
    """Return how to log on to the mid-sourcing server; None if none is declared."""
    mid = environment.mid_sourcing
    if mid is None:
        return None
    return Access(table="mid_sourcing", server=mid, own=environment.simulation)


def every_access(environment: Environment) -> list[Access]:
    """Return how to log on to each declared application server."""
    return [each for each in (to_campaign(environment), to_mid_sourcing(environment)) if each]

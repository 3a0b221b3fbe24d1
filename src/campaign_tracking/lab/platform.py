"""The platform: its parts put together, before anything of it runs. Faults change it here."""

import itertools
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from campaign_tracking.lab.addresses import Ports
from campaign_tracking.lab.application import first_rows
from campaign_tracking.lab.application.first_rows import Wizard
from campaign_tracking.lab.application.operators import Operator
from campaign_tracking.lab.assumptions import URL_LIST_SEPARATOR
from campaign_tracking.lab.database import Database, ExternalAccount
from campaign_tracking.lab.mid_sourcing import first_rows as mid_rows
from campaign_tracking.lab.redirection.remote_client import Account
from campaign_tracking.lab.redirection.server import TrackingServer
from campaign_tracking.lab.redirection.tracked_link import Signer
from campaign_tracking.lab.settings import (
    INSTANCE,
    MID_INSTANCE,
    RECIPIENT,
    LabSettings,
    Template,
)
from campaign_tracking.lab.zones import default_zones


@dataclass(slots=True, kw_only=True)
class Instance:
    """A Campaign instance: one application server, its database, and its processes.

    Attributes:
        name: Of the instance, as it tells it at logon.
        site: How its server is called among the requests seen.
        host: How its server is called in ``/r/test``.
        url: Of its application server.
        operators: Who may log on; the first one verifies.
        database: Options and all other rows.
        mta_running: Whether that process runs; deliveries stay pending without it.
    """

    name: str
    site: str
    host: str
    url: str
    operators: list[Operator]
    database: Database
    mta_running: bool = True


@dataclass(slots=True, kw_only=True)
class Platform:
    """What a fault can change.

    Attributes:
        marketing: The instance that users work with.
        mid: The mid-sourcing instance that executes its deliveries; None where there is none.
        servers: The tracking servers, in the wizard's order.
        signer: Signs tracked links, and knows them again.
    """

    marketing: Instance
    mid: Instance | None
    servers: list[TrackingServer]
    signer: Signer

    @property
    def database(self) -> Database:
        """The database of the instance that users work with."""
        return self.marketing.database

    @property
    def instances(self) -> list[Instance]:
        """Every application server."""
        return [self.marketing] if self.mid is None else [self.marketing, self.mid]

    @property
    def executing(self) -> Instance:
        """The instance that sends: the tracking servers are registered with its database."""
        return self.mid or self.marketing


@dataclass(frozen=True, slots=True)
class Seat:
    """Where an instance is, and who verifies it there."""

    url: str
    operator: Operator


def assemble(
    settings: LabSettings, folder: Path, seats: Sequence[Seat], tracking: Sequence[Ports]
) -> Platform:
    """Return a healthy platform.

    Args:
        settings: What the lab was asked to be.
        folder: For the files of the tracking servers.
        seats: Of the application server and, if there is to be a mid, of that.
        tracking: Ports of the tracking servers.
    """
    marketing, *mids = map(_instance, _KINDS, seats)
    mid = mids[0] if mids else None
    executing = mid or marketing
    account = Account(
        instance=executing.name,
        database_id=_database_id(),
        password=f"@{secrets.token_urlsafe(24)}",
    )
    signer = Signer(secrets.token_bytes(32), settings.signature_parameter)
    servers = _servers(settings, folder, tracking, account, signer)
    own_population = settings.template is not Template.PLAIN
    wizard = _wizard(account, servers, executing.url)
    _fill(marketing, mid, wizard, own_population=own_population)
    return Platform(marketing=marketing, mid=mid, servers=servers, signer=signer)


# Instance, site, host, and the first id: the ids of a mid are its own (email-archiving.md).
_KINDS: Final = (
    (INSTANCE, "application", "app1", 7_470_000),
    (MID_INSTANCE, "mid", "mid1", 31_250_000),
)


def _instance(kind: tuple[str, str, str, int], seat: Seat) -> Instance:
    name, site, host, first_id = kind
    database = Database(sequence=itertools.count(first_id))
    return Instance(
        name=name,
        site=site,
        host=host,
        url=seat.url,
        operators=[seat.operator],
        database=database,
    )


def _servers(
    settings: LabSettings,
    folder: Path,
    tracking: Sequence[Ports],
    account: Account,
    signer: Signer,
) -> list[TrackingServer]:
    servers = [
        TrackingServer(
            name=f"trk{number}",
            url=ports.plain_url,
            secure_url=ports.secure_url,
            folder=folder / f"trk{number}" / "var" / account.instance,
            registration=account,
            variant=settings.r_test,
            signer=signer,
            zones=default_zones(settings.rights),
        )
        for number, ports in enumerate(tracking, start=1)
    ]
    for server in servers:
        server.spares = [other.url for other in servers if other is not server]
    return servers


def _wizard(account: Account, servers: list[TrackingServer], campaign_url: str) -> Wizard:
    return Wizard(
        instance=account.instance,
        database_id=account.database_id,
        password=account.password,
        url=servers[0].url,
        secure_url=servers[0].secure_url,
        internal_urls=URL_LIST_SEPARATOR.join(server.url for server in servers),
        campaign_url=campaign_url,
    )


def _fill(
    marketing: Instance, mid: Instance | None, wizard: Wizard, *, own_population: bool
) -> None:
    """Insert first rows; *wizard* is what was entered where the tracking servers belong."""
    if mid is None:
        routing = first_rows.fill(marketing.database, wizard)
    else:
        first_rows.fill(mid.database, wizard)
        routing = _join(marketing, mid, wizard)
    first_rows.fill_for_users(marketing.database, RECIPIENT, routing, own_population=own_population)


def _join(marketing: Instance, mid: Instance, wizard: Wizard) -> ExternalAccount:
    """Let the marketing instance use the mid; return its account there."""
    own = mid_rows.marketing_wizard(wizard, _database_id(), marketing.url)
    first_rows.fill(marketing.database, own)
    mid_rows.insert_workflows(marketing.database)
    marketing.mta_running = False  # mid-sourcing-server.md
    operator = Operator(login=mid_rows.OPERATOR, password=secrets.token_urlsafe(24))
    mid.operators.append(operator)
    return mid_rows.insert_account(marketing.database, mid.url, operator.password)


def _database_id() -> str:
    return f"u{secrets.token_hex(8).upper()}"

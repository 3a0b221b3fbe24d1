"""The platform: its parts put together, before anything of it runs. Faults change it here."""

import secrets
from dataclasses import dataclass
from pathlib import Path

from campaign_tracking.lab.addresses import Ports
from campaign_tracking.lab.application.first_rows import Wizard, fill
from campaign_tracking.lab.assumptions import URL_LIST_SEPARATOR
from campaign_tracking.lab.database import Database
from campaign_tracking.lab.redirection.remote_client import Account
from campaign_tracking.lab.redirection.server import TrackingServer
from campaign_tracking.lab.redirection.tracked_link import Signer
from campaign_tracking.lab.settings import INSTANCE, RECIPIENT, LabSettings


@dataclass(slots=True, kw_only=True)
class Platform:
    """What a fault can change.

    Attributes:
        database: Options and all other rows.
        servers: The tracking servers, in the wizard's order.
        signer: Signs tracked links, and knows them again.
        mta_running: Whether that process runs; deliveries stay pending without it.
    """

    database: Database
    servers: list[TrackingServer]
    signer: Signer
    mta_running: bool = True


def assemble(
    settings: LabSettings, folder: Path, application: Ports, tracking: list[Ports]
) -> Platform:
    """Return a healthy platform on these ports."""
    account = Account(
        instance=INSTANCE,
        database_id=f"u{secrets.token_hex(8).upper()}",
        password=f"@{secrets.token_urlsafe(24)}",
    )
    signer = Signer(secrets.token_bytes(32), settings.signature_parameter)
    servers = [
        TrackingServer(
            name=f"trk{number}",
            url=ports.plain_url,
            secure_url=ports.secure_url,
            folder=folder / f"trk{number}" / "var" / INSTANCE,
            registration=account,
            variant=settings.r_test,
            signer=signer,
        )
        for number, ports in enumerate(tracking, start=1)
    ]
    for server in servers:
        server.spares = [other.url for other in servers if other is not server]
    database = Database()
    fill(database, _wizard(account, servers, application.secure_url), RECIPIENT)
    return Platform(database=database, servers=servers, signer=signer)


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

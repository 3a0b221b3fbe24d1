"""Puts a healthy platform together."""

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
from campaign_tracking.lab.conf.files import fill_files
from campaign_tracking.lab.database import Database, ExternalAccount
from campaign_tracking.lab.instance import Instance
from campaign_tracking.lab.machine import Machine, Role
from campaign_tracking.lab.mid_sourcing import first_rows as mid_rows
from campaign_tracking.lab.places import Places
from campaign_tracking.lab.platform import Front, Platform
from campaign_tracking.lab.redirection.remote_client import Account
from campaign_tracking.lab.redirection.server import Listens, TrackingServer
from campaign_tracking.lab.redirection.server_settings import ServerSettings
from campaign_tracking.lab.redirection.tracked_link import Signer
from campaign_tracking.lab.settings import (
    INSTANCE,
    MID_INSTANCE,
    RECIPIENT,
    Hosting,
    LabSettings,
    Template,
)


@dataclass(frozen=True, slots=True)
class _Kind:
    """An instance that there can be.

    Attributes:
        instance: Its name.
        site: How its server is called among the requests seen.
        machine: Name of its machine.
        hostname: What the machine calls itself.
        role: Of the machine.
        first_id: The ids of a mid are its own (email-archiving.md).
    """

    instance: str
    site: str
    machine: str
    hostname: str
    role: Role
    first_id: int


_KINDS: Final = (
    _Kind(INSTANCE, "application", "app", "app1", "application", 7_470_000),
    _Kind(MID_INSTANCE, "mid", "mid", "mid1", "mid-sourcing", 31_250_000),
)


def assemble(
    settings: LabSettings, folder: Path, places: Places, operators: Sequence[Operator]
) -> Platform:
    """Return a healthy platform, its files not written yet.

    Args:
        settings: What the lab was asked to be.
        folder: For everything that its machines keep.
        places: Where its servers are.
        operators: Who verifies: on the application server, and on a mid if there is one.
    """
    seats = zip(_KINDS, places.applications, operators, strict=False)
    marketing, *mids = (_instance(folder, *seat) for seat in seats)
    mid = mids[0] if mids else None
    executing = mid or marketing
    account = Account(
        instance=executing.name,
        database_id=_database_id(),
        password=f"@{secrets.token_urlsafe(24)}",
    )
    signer = Signer(secrets.token_bytes(32), settings.signature_parameter)  # L-25: one key for all
    servers = _servers(settings, folder, places, account, signer)
    front = _front(settings, places)
    own_population = settings.template is not Template.PLAIN
    wizard = _wizard(account, servers, front, executing.url, settings)
    _fill(marketing, mid, wizard, own_population=own_population)
    platform = Platform(
        marketing=marketing,
        mid=mid,
        servers=servers,
        stranger=_stranger(settings, folder, places.stranger, executing.name),
        front=front,
        signer=signer,
        adobe_hosts=settings.hosting is Hosting.ADOBE,
    )
    fill_files(platform, account, settings)
    return platform


def _instance(folder: Path, kind: _Kind, ports: Ports, operator: Operator) -> Instance:
    machine = Machine(
        name=kind.machine,
        role=kind.role,
        hostname=kind.hostname,
        address=ports.address,
        instance=kind.instance,
        folder=folder / kind.machine,
    )
    return Instance(
        name=kind.instance,
        site=kind.site,
        machine=machine,
        url=ports.secure_url,
        operators=[operator],
        database=Database(sequence=itertools.count(kind.first_id)),
    )


def _servers(
    settings: LabSettings,
    folder: Path,
    places: Places,
    account: Account,
    signer: Signer,
) -> list[TrackingServer]:
    return [
        TrackingServer(
            machine=_tracking_machine(folder, f"trk{number}", account.instance, ports.address),
            url=ports.plain_url,
            internal_url=inside.plain_url,
            secure_url=ports.secure_url,
            settings=ServerSettings(registration=account),
            variant=settings.r_test,
            signer=signer,
        )
        for number, (ports, inside) in enumerate(
            zip(places.tracking, places.inside, strict=True), start=1
        )
    ]


def _stranger(settings: LabSettings, folder: Path, ports: Ports, instance: str) -> TrackingServer:
    """Return another platform's tracking server; its instance may well be called as ours."""
    account = Account(
        instance=instance,
        database_id=_database_id(),
        password=f"@{secrets.token_urlsafe(24)}",
    )
    signer = Signer(secrets.token_bytes(32), settings.signature_parameter)
    machine = _tracking_machine(folder, "stranger", instance, ports.address)
    return TrackingServer(
        machine=machine,
        url=ports.plain_url,
        internal_url=ports.plain_url,
        secure_url=ports.secure_url,
        settings=ServerSettings(registration=account),
        variant=settings.r_test,
        signer=signer,
        listens=Listens.NOT,
    )


def _tracking_machine(folder: Path, name: str, instance: str, address: str) -> Machine:
    return Machine(
        name=name,
        role="tracking",
        hostname=name,
        address=address,
        instance=instance,
        folder=folder / name,
    )


def _front(settings: LabSettings, places: Places) -> Front:
    return Front(
        url=settings.external_url or places.front.plain_url,
        secure_url=settings.external_secure_url or places.front.secure_url,
        balancer=places.balancer.address if places.balancer else "",
    )


def _wizard(
    account: Account,
    servers: list[TrackingServer],
    front: Front,
    campaign_url: str,
    settings: LabSettings,
) -> Wizard:
    return Wizard(
        instance=account.instance,
        database_id=account.database_id,
        password=account.password,
        url=front.url,
        secure_url=front.secure_url,
        internal_urls=URL_LIST_SEPARATOR.join(server.internal_url for server in servers),
        campaign_url=campaign_url,
        routing_tracking_url=settings.routing_tracking_url,
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
    operator = Operator(login=mid_rows.OPERATOR, password=secrets.token_urlsafe(24))
    mid.operators.append(operator)
    return mid_rows.insert_account(marketing.database, mid.url, operator.password)


def _database_id() -> str:
    return f"u{secrets.token_hex(8).upper()}"

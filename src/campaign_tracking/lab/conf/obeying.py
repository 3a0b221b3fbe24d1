"""What the files say, put into force: the lab's parts do as their machine's configuration says."""

from typing import Final

from campaign_tracking.lab.conf import lists
from campaign_tracking.lab.conf.masks import Masks
from campaign_tracking.lab.conf.reading import (
    MONO_INSTANCE,
    MULTI_INSTANCE,
    Configuration,
    read,
)
from campaign_tracking.lab.instance import LOGS_PER_REQUEST, Instance, InstanceSettings
from campaign_tracking.lab.machine import Machine
from campaign_tracking.lab.redirection.r_test import Variant
from campaign_tracking.lab.redirection.remote_client import Account
from campaign_tracking.lab.redirection.server import TrackingServer
from campaign_tracking.lab.redirection.server_settings import MAX_THREADS, ServerSettings
from campaign_tracking.lab.redirection.webmdl import SharedMemory

_MAX_SHARED_LOGS: Final = 25_000  # the-server-configuration-file.md
_MAX_LOGS_MB: Final = 500  # likewise
_BYTES_PER_MB: Final = 1024 * 1024
_OVERRIDE: Final = "localhost*"  # likewise


def enabled(configuration: Configuration) -> list[str]:
    """Return the processes that the files have started, as ``nlserver`` calls them."""
    every = [f"{name}@default" for name in MULTI_INSTANCE if configuration.starts(name)]
    own = [f"{name}@{configuration.instance}" for name in MONO_INSTANCE]
    return every + [name for name in own if configuration.starts(name.partition("@")[0])]


def obey_on_tracking_server(server: TrackingServer) -> None:
    """Have a tracking server do as its files say."""
    configuration = read(server.machine)
    server.settings = ServerSettings(
        registration=_registration(configuration),
        masks=_masks(configuration),
        spares=lists.spare_urls(configuration, server.machine.hostname),
        zones=lists.zones(configuration),
        rules=lists.relay_rules(configuration),
        tomcat_ports=lists.tomcat_ports(configuration),
        max_threads=configuration.number("web", "MaxThreads", MAX_THREADS),
        redirects=_redirects(configuration),
        checks_signatures=configuration.is_on("mta", "signEmailLinks", default=True),
        blocks_unsigned=configuration.is_on("tracking", "blockRedirectForUnsignedTrackingLink"),
        expiration_url=configuration.text("web/redirection", "expirationURL"),
        most_log_bytes=_BYTES_PER_MB
        * configuration.number("trackinglogd", "maxLogsSizeOnDiskMb", _MAX_LOGS_MB),
        running=_running(server.machine, configuration),
    )
    most = configuration.number("trackinglogd", "maxSharedLogs", _MAX_SHARED_LOGS)
    server.memory = SharedMemory(most)
    shows = configuration.is_on("web/redirection", "showSourceIP", default=True)
    if not shows and server.variant is Variant.VERSION_AND_BUILD:
        server.variant = Variant.WITHOUT_SOURCE_IP


def obey_on_application_server(instance: Instance) -> None:
    """Have an application server do as its files say."""
    configuration = read(instance.machine)
    proxied = configuration.is_on("shared/proxyConfig", "enabled")
    direct = Masks.of(configuration.text("shared/proxyConfig", "override", _OVERRIDE))
    instance.settings = InstanceSettings(
        zones=lists.zones(configuration),
        signs_links=configuration.is_on("mta", "signEmailLinks", default=True),
        simulates_sending=configuration.is_on("mta", "verifyMode"),
        has_stat_server=bool(configuration.text("mta", "statServerAddress").strip()),
        affinity=configuration.text("wfserver", "affinity"),
        direct=direct if proxied else None,
        logs_per_request=configuration.number("tracking", "logCountPerRequest", LOGS_PER_REQUEST),
        native_logins=lists.native_logins(configuration),
        running=_running(instance.machine, configuration),
    )


def _registration(configuration: Configuration) -> Account:
    text = configuration.text
    return Account(
        instance=configuration.instance,
        database_id=text("web/redirection", "databaseId"),
        password=text("web/redirection", "trackingPassword"),
    )


def _masks(configuration: Configuration) -> Masks:
    """Return by which hosts the instance is known; no host is that of one that is not there."""
    hosts = configuration.text("shared/dataStore", "hosts", "*")
    return Masks.of(hosts if configuration.has_instance else "")


def _redirects(configuration: Configuration) -> bool:
    names = ("startRedirection", "startRedirectionInModule")
    return all(configuration.is_on("web/redirection", name, default=True) for name in names)


def _running(machine: Machine, configuration: Configuration) -> frozenset[str]:
    names = {name.partition("@")[0] for name in enabled(configuration)}
    return frozenset(names - machine.stopped)

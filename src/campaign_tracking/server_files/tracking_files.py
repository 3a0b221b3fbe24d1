"""What the tracking servers keep in ``var``: the files of deliveries, and the log files."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from campaign_tracking.environment import Environment, Host
from campaign_tracking.server_files import copied_var, delivery_file, log_scan, var_folder
from campaign_tracking.server_files.machine import DeliveryFile, LogScan
from campaign_tracking.server_files.reading import copies_of, shell_of
from campaign_tracking.server_files.shell import UnreachableError, parts
from campaign_tracking.server_files.side_by_side import Deadline, side_by_side


def read_delivery_files(  # noqa: PLR0913  (what it is about, and how long it may take)
    hosts: Sequence[Host],
    *,
    environment: Environment,
    delivery_ids: Sequence[int],
    url_ids: Sequence[int],
    limit_s: float,
    tick: Callable[[], None] = lambda: None,
) -> Mapping[str, DeliveryFile]:
    """Return what each tracking server holds of a delivery, by name, in the declared order.

    Args:
        hosts: The declared ones; those of other roles are left out.
        environment: The platform that they belong to.
        delivery_ids: The ids by which the delivery may be known there.
        url_ids: Of its tracked links; the open's is not looked for.
        limit_s: How long all of it may take.
        tick: Called again and again meanwhile.
    """
    there = [host for host in hosts if host.role == "tracking"]
    looks = {
        host.name: partial(_delivery_file, host, environment, delivery_ids, url_ids)
        for host in there
    }
    seen = side_by_side(looks, limit_s=limit_s, tick=tick)
    path = delivery_file.looked_for("redir/url", delivery_ids)
    late = DeliveryFile(path=path, trouble=f"not read within {limit_s:g} s")
    return {host.name: seen[host.name] or late for host in there}


def scan_logs(
    hosts: Sequence[Host],
    *,
    environment: Environment,
    limit_s: float,
    tick: Callable[[], None] = lambda: None,
) -> Mapping[str, LogScan]:
    """Return what became of looking through each tracking server's log files, the newest first.

    Args:
        hosts: The declared ones; those of other roles are left out.
        environment: The platform that they belong to.
        limit_s: How long all of it may take; what is not scanned by then is told.
        tick: Called again and again meanwhile.
    """
    there = [host for host in hosts if host.role == "tracking"]
    scans = {host.name: partial(_scan, host, environment.instance_of(host)) for host in there}
    seen = side_by_side(scans, limit_s=limit_s, tick=tick)
    late = LogScan(trouble=f"not read within {limit_s:g} s")
    return {host.name: seen[host.name] or late for host in there}


def _delivery_file(
    host: Host,
    environment: Environment,
    delivery_ids: Sequence[int],
    url_ids: Sequence[int],
    deadline: Deadline,
) -> DeliveryFile:
    instance = environment.instance_of(host)
    if host.is_copy:
        return copied_var.delivery_file(copies_of(host), host, instance, delivery_ids, url_ids)
    script = var_folder.script(host) + delivery_file.script(instance, delivery_ids)
    told = parts(shell_of(host).ask(script, deadline, delivery_file.MAX_PRINTED_BYTES))
    try:
        return delivery_file.read_parts(told, delivery_ids, url_ids)
    except UnreachableError as error:
        var = host.var_dir or "var"
        path = delivery_file.looked_for(f"{var}/{instance}/redir/url", delivery_ids)
        return DeliveryFile(path=path, trouble=str(error))


def _scan(host: Host, instance: str, deadline: Deadline) -> LogScan:
    if host.is_copy:
        return copied_var.log_scan(copies_of(host), host, instance, deadline)
    script = var_folder.script(host) + log_scan.script(instance)
    return log_scan.read_events(shell_of(host).ask(script, deadline, log_scan.MAX_PRINTED_BYTES))

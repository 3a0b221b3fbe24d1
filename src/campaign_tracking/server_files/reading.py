"""Declared servers, read side by side: their files and processes, and what they reach.

What the world does, a refused connection or a missing folder, is told in the facts and not raised.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from campaign_tracking.environment import CONF_DIR, Environment, Host
from campaign_tracking.seal import Seal
from campaign_tracking.server_files import (
    conf_folder,
    process_list,
    reaching,
    upload_folder,
    var_folder,
)
from campaign_tracking.server_files.conf_folder import ConfFolder
from campaign_tracking.server_files.copied_folder import NO_REACH, CopiedFolder
from campaign_tracking.server_files.machine import Machine, Processes, UploadFolder
from campaign_tracking.server_files.shell import Shell, UnreachableError, parts
from campaign_tracking.server_files.side_by_side import Deadline, side_by_side
from campaign_tracking.server_files.testinfra_shell import TestinfraShell

MAX_CONF_BYTES = 60_000_000


def read_machines(
    hosts: Sequence[Host],
    *,
    environment: Environment,
    seal: Seal,
    limit_s: float,
    tick: Callable[[], None] = lambda: None,
) -> Mapping[str, Machine]:
    """Return what was seen on each host, by its name, in the declared order.

    Args:
        hosts: Those to read.
        environment: The platform that they belong to.
        seal: Of the run, for secrets.
        limit_s: How long all of it may take.
        tick: Called again and again meanwhile.
    """
    work = {host.name: partial(_read, host, environment, seal) for host in hosts}
    seen = side_by_side(work, limit_s=limit_s, tick=tick)
    late = f"not read within {limit_s:g} s"
    return {
        host.name: seen[host.name] or replace(_declared(host, environment), trouble=late)
        for host in hosts
    }


def shell_of(host: Host) -> Shell:
    """Return the way to a host that can be asked."""
    return TestinfraShell(connection=host.connection)


def copies_of(host: Host) -> CopiedFolder:
    """Return the folder of a host that cannot be asked."""
    return CopiedFolder(folder=Path(host.connection.removeprefix("copy://")), conf=host.conf_dir)


def _declared(host: Host, environment: Environment) -> Machine:
    return Machine(
        name=host.name,
        role=host.role,
        instance=environment.instance_of(host),
        hostname=host.hostname,
        address=host.address,
        aliases=host.aliases,
        reloaded_at=host.reloaded_at,
    )


def _read(host: Host, environment: Environment, seal: Seal, deadline: Deadline) -> Machine:
    declared = _declared(host, environment)
    if host.is_copy:
        return _read_copies(copies_of(host), declared, seal)
    shell, conf_dir = shell_of(host), host.conf_dir or CONF_DIR
    # Each step leaves time to the next: what hangs is one fact, and not all.
    folder = _ask_folder(shell, conf_dir, declared.instance, seal, deadline.share(0.5))
    machine = _with_folder(declared, folder)
    if machine.trouble:
        return machine
    machine = replace(machine, processes=_ask_processes(shell, host.nlserver, deadline.share(0.6)))
    machine = _with_upload_folder(machine, host, shell, deadline.share(0.5))
    return _with_reach(machine, shell, environment, deadline)


def _read_copies(copies: CopiedFolder, declared: Machine, seal: Seal) -> Machine:
    machine = _with_folder(declared, copies.read_conf(declared.instance, seal))
    return replace(
        machine,
        processes=copies.read_processes(),
        reach_untold=NO_REACH,
    )


def _with_folder(machine: Machine, folder: ConfFolder) -> Machine:
    hostname = machine.hostname or folder.hostname
    return replace(machine, hostname=hostname, files=folder.files, trouble=folder.trouble)


def _ask_folder(
    shell: Shell, conf_dir: str, instance: str, seal: Seal, deadline: Deadline
) -> ConfFolder:
    script = conf_folder.script(conf_dir, instance)
    try:
        answers = parts(shell.ask(script, deadline, MAX_CONF_BYTES))
        return conf_folder.read_parts(answers, conf_dir, seal)
    except UnreachableError as error:
        return ConfFolder(trouble=str(error))


def _ask_processes(shell: Shell, nlserver: str, deadline: Deadline) -> Processes:
    script = process_list.script(nlserver)
    try:
        return process_list.read_parts(parts(shell.ask(script, deadline, process_list.MAX_BYTES)))
    except UnreachableError as error:
        return Processes(untold=str(error))


def _with_upload_folder(machine: Machine, host: Host, shell: Shell, deadline: Deadline) -> Machine:
    if machine.role != "tracking":
        return machine
    script = var_folder.script(host) + upload_folder.script(machine.instance)
    try:
        told = parts(shell.ask(script, deadline, upload_folder.MAX_BYTES))
        folder = upload_folder.read_parts(told)
    except UnreachableError as error:
        folder = UploadFolder(untold=str(error))
    return replace(machine, upload_folder=folder)


def _with_reach(
    machine: Machine, shell: Shell, environment: Environment, deadline: Deadline
) -> Machine:
    asked = reaching.targets(machine, environment)
    if not asked:
        return machine
    answers = parts(shell.ask(reaching.script(asked), deadline, reaching.MAX_BYTES))
    try:
        reached, untold = reaching.read_parts(answers, asked)
    except UnreachableError as error:
        reached, untold = (), str(error)
    return replace(machine, reached=reached, reach_untold=untold)

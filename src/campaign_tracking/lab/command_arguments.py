"""The options of ``campaign-tracking lab``, and the settings that they amount to."""

import argparse
import difflib
import math
from pathlib import Path
from typing import Final

from campaign_tracking.lab import faults
from campaign_tracking.lab.application.lives import Life
from campaign_tracking.lab.assumptions import WORKFLOW_PERIOD_S
from campaign_tracking.lab.noise import GREYLISTED_S
from campaign_tracking.lab.redirection.r_test import Variant
from campaign_tracking.lab.settings import (
    HOSTED,
    MID_SOURCING,
    TOPOLOGIES,
    Auth,
    Hosting,
    LabSettings,
    Send,
    Template,
)
from campaign_tracking.lab.topology_arguments import (
    BALANCERS,
    counts_in_words,
    server_count,
    topology_of,
)
from campaign_tracking.lab.wrong_usage import WrongUsageError
from campaign_tracking.lab.zones import DEFAULT, Right, Rights

_SWITCH: Final = {"true": True, "false": False}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    add = parser.add_argument
    add("--environment-file", type=Path, metavar="PATH", help="write a ready environment here")
    add(
        "--no-hosts",
        action="store_true",
        help="the environment file declares no server whose files may be read",
    )
    add(
        "--external-url",
        default="",
        metavar="URL",
        help="http address of what you run in front of the tracking servers; links lead there",
    )
    add("--external-secure-url", default="", metavar="URL", help="the same with https")
    add(
        "--routing-tracking-url",
        default="",
        metavar="URL",
        help="multi-branding: tracking URL of the routing account, of what you run in front of the "
        "tracking servers; links begin with it",
    )
    add("--fault", action="append", default=[], metavar="ID", help="switch a fault on; repeatable")
    add("--list-faults", action="store_true", help="print every fault, one a line, and end")
    add("--topology", default=None, metavar="NAME", help=f"one of {', '.join(TOPOLOGIES)}")
    add("--tracking-servers", type=int, default=None, metavar="N", help=counts_in_words())
    add("--latency-ms", type=int, default=0, metavar="N", help="delay every HTTP answer")
    add("--seed", type=int, default=1, metavar="N", help="of the pace at which things happen")
    add(
        "--noise",
        action="store_true",
        help="late answers, a broken connection at each server, greylisting, late workflows; from "
        "the seed",
    )
    add(
        "--greylisting",
        type=float,
        default=GREYLISTED_S,
        metavar="S",
        help=f"with --noise, seconds for which a sender is put off (default {GREYLISTED_S:g})",
    )
    add(
        "--workflow-period",
        type=float,
        default=WORKFLOW_PERIOD_S,
        metavar="S",
        help=f"seconds between two runs of the Tracking workflow (default {WORKFLOW_PERIOD_S:g})",
    )
    add(
        "--r-test",
        type=int,
        default=int(Variant.VERSION_AND_BUILD),
        metavar="VARIANT",
        help=f"form of the /r/test answer: {', '.join(str(int(v)) for v in Variant)}",
    )
    add(
        "--until-stdin-closes",
        action="store_true",
        help="end when standard input closes, too: no orphan stays when the starter dies",
    )
    _add_access(parser.add_argument_group("access to the application server"))
    _add_mail(parser.add_argument_group("test mails"))


def settings_of(arguments: argparse.Namespace) -> LabSettings:
    """Return the settings that the options amount to.

    Raises:
        WrongUsageError: If there are none.
    """
    for fault_id in arguments.fault:
        _check_fault(fault_id)
    if arguments.latency_ms < 0:
        raise WrongUsageError("--latency-ms cannot be negative")
    if not 0 <= arguments.greylisting < math.inf:
        raise WrongUsageError("--greylisting must be a number of seconds, 0 or more")
    if not 0 < arguments.workflow_period < math.inf:
        raise WrongUsageError("--workflow-period must be a number of seconds above 0")
    if arguments.r_test not in set(Variant):
        known = ", ".join(str(int(variant)) for variant in Variant)
        raise WrongUsageError(f"--r-test {arguments.r_test} is none of {known}")
    topology = topology_of(arguments)
    if arguments.routing_tracking_url and topology == MID_SOURCING:
        raise WrongUsageError("--routing-tracking-url is for platforms without a mid")
    return LabSettings(
        tracking_servers=server_count(arguments, topology),
        mid_sourcing=topology == MID_SOURCING,
        balanced=topology in BALANCERS,
        hosting=Hosting.ADOBE if topology == HOSTED else Hosting.ON_PREMISE,
        faults=tuple(arguments.fault),
        latency_ms=arguments.latency_ms,
        seed=arguments.seed,
        noise=arguments.noise,
        greylisted_s=arguments.greylisting,
        workflow_period_s=arguments.workflow_period,
        r_test=Variant(arguments.r_test),
        rights=_rights(arguments.zone, Auth(arguments.auth)),
        refuse_address=arguments.refuse_address,
        life=_life(arguments),
        template=Template(arguments.template),
        auth=Auth(arguments.auth),
        send=Send(arguments.send),
        plain_http=arguments.plain_http,
        declares_hosts=not arguments.no_hosts,
        external_url=arguments.external_url.rstrip("/"),
        external_secure_url=arguments.external_secure_url.rstrip("/"),
        routing_tracking_url=arguments.routing_tracking_url.rstrip("/"),
        smtp=_mail_server(arguments.smtp) if arguments.smtp else None,
    )


def _add_access(group: argparse._ArgumentGroup) -> None:
    add = group.add_argument
    add(
        "--auth",
        choices=tuple(way.value for way in Auth),
        default=Auth.PASSWORD.value,
        help="how the environment file logs on (default password); session-token switches the "
        "zone's allowUserPassword and sessionTokenOnly on",
    )
    add(
        "--zone",
        action="append",
        default=[],
        metavar="FLAG=true|false",
        help=f"a flag of the caller's security zone, repeatable: {', '.join(Right)}; "
        f"true by default: {', '.join(sorted(DEFAULT))}",
    )
    add(
        "--refuse-address",
        action="store_true",
        help="the operator's security zone does not admit this machine (XSV-350013)",
    )
    add(
        "--plain-http",
        action="store_true",
        help="the environment file names the application server's http address; add --zone "
        "allowHTTP=true to have it let in",
    )
    add(
        "--expire-session-after",
        type=int,
        default=None,
        metavar="N",
        help="the first session, or bearer token, is refused from its Nth call on (XSV-350008)",
    )
    add(
        "--expire-renewed-sessions",
        action="store_true",
        help="every later one is refused at its first call; with --expire-session-after",
    )


def _add_mail(group: argparse._ArgumentGroup) -> None:
    add = group.add_argument
    add(
        "--send",
        choices=tuple(way.value for way in Send),
        default=Send.PREPARE.value,
        help="how the environment file has test mails sent (default prepare)",
    )
    add(
        "--template",
        choices=tuple(kind.value for kind in Template),
        default=Template.PLAIN.value,
        help="what the delivery template is like: without a target (default), with one to which "
        "any other is added, or with one that the operator cannot read either",
    )
    add("--smtp", metavar="HOST:PORT", help="relay to this mail server, not to the lab's own")


def _rights(switches: list[str], auth: Auth) -> Rights:
    rights = set(DEFAULT)
    if auth is Auth.SESSION_TOKEN:
        rights |= {Right.ALLOW_USER_PASSWORD, Right.SESSION_TOKEN_ONLY}
    for switch in switches:
        name, _, value = switch.partition("=")
        if name not in set(Right):
            raise WrongUsageError(f"--zone {switch}: the flags are {', '.join(Right)}")
        if value not in _SWITCH:
            raise WrongUsageError(f"--zone {switch}: say {name}=true or {name}=false")
        (rights.add if _SWITCH[value] else rights.discard)(Right(name))
    return frozenset(rights)


def _mail_server(text: str) -> tuple[str, int]:
    host, _, port = text.rpartition(":")
    if not host or not port.isdecimal():
        raise WrongUsageError(f"--smtp {text}: say HOST:PORT")
    return host, int(port)


def _life(arguments: argparse.Namespace) -> Life:
    call = arguments.expire_session_after
    if call is not None and call < 1:
        raise WrongUsageError("--expire-session-after counts calls from 1")
    if call is None and arguments.expire_renewed_sessions:
        raise WrongUsageError("--expire-renewed-sessions needs --expire-session-after")
    return Life(first_ends_at_call=call, later_end_at_once=arguments.expire_renewed_sessions)


def _check_fault(fault_id: str) -> None:
    known = [fault.id for fault in faults.FAULTS]
    if fault_id in known:
        return
    close = difflib.get_close_matches(fault_id, known, n=2)
    hint = f" (did you mean {' or '.join(close)}?)" if close else ""
    raise WrongUsageError(f"there is no fault '{fault_id}'{hint}; --list-faults shows them all")

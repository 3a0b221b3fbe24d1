"""``instance-not-registered`` and ``tracking-password-mismatch``, which share all their evidence.

From outside the servers nothing tells them apart: both make the platform log RED-520005 beside
RED-520025 for a server that answers (A-01). Their files would: that is another station.
"""

from collections.abc import Iterator

from campaign_tracking.campaign.named_servers import COMMUNICATION_FAILED, named_in
from campaign_tracking.diagnosis.cause import Cause
from campaign_tracking.diagnosis.delivery_log import WRONG_CONFIGURATION, codes_for
from campaign_tracking.diagnosis.owner import owner, remedy
from campaign_tracking.facts import Facts
from campaign_tracking.redirection.endpoint import Endpoint


def find(facts: Facts) -> Iterator[Cause]:
    """Find hosts that the log names with both codes and that nothing shows to be unreachable."""
    for host in sorted(named_in(facts.tracked.log) if facts.tracked else ()):
        seen = [server for server in (facts.servers or {}).values() if server.host == host]
        both = {COMMUNICATION_FAILED, WRONG_CONFIGURATION} <= codes_for(facts, host)
        if both and not any(_unreachable(server) for server in seen):
            yield _cause(facts, host, seen)


def _unreachable(server: Endpoint) -> bool:
    silent = server.name is not None and server.name.silence is not None
    return silent or any(address.tcp and address.tcp.silence for address in server.addresses)


def _answers(server: Endpoint) -> bool:
    answers = [address.rtest or address.soap_router for address in server.addresses]
    return any(answer is not None and answer.silence is None for answer in answers)


def _cause(facts: Facts, host: str, seen: list[Endpoint]) -> Cause:
    environment = facts.environment
    name = environment.name_server(host) if environment else host
    evidence = [f"The delivery log names {host} with RED-520025 and holds RED-520005 beside it."]
    answers = any(_answers(server) for server in seen)
    if answers:
        evidence.append(f"{host} answers this machine, so it is there.")
    return Cause(
        id=("instance-not-registered", "tracking-password-mismatch"),
        statement=f"The tracking server {name} does not accept this platform: the instance is not "
        "registered there, or its tracking password is another one.",
        likely=True,
        subject=environment.tracking_server_id(host) if environment else "",
        evidence=tuple(evidence),
        owner=owner(facts, "Campaign administrator, with the server administrator"),
        remedy=remedy(
            facts,
            f"On {host} look into config-<instance>.xml: is there a redirection/@databaseId? If "
            "not, the instance is not registered there.",
            "If it is, compare its trackingPassword with that of the other tracking servers.",
            "Register the instance again in the deployment wizard, on all tracking servers.",
        ),
        told_apart_by=f"The files of {host}: redirection/@databaseId missing speaks for the "
        "registration, a different trackingPassword for the password."
        + ("" if answers else " Nobody asked here whether it can be reached at all."),
        source="deploying-an-instance.md",
    )

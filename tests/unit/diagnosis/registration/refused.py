"""What a run saw of a platform whose last tracking server refuses the upload."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TypeAlias

from campaign_tracking.diagnosis.cause import Cause
from campaign_tracking.diagnosis.registration import REGISTRATION
from campaign_tracking.diagnosis.telling import tell
from campaign_tracking.facts import Facts
from campaign_tracking.redirection.endpoint import Endpoint
from campaign_tracking.server_files.machine import Machine
from tests.unit.checks.healthy import options
from tests.unit.samples import communication_failed, delivery, endpoint, wrong_configuration
from tests.unit.server_files.platforms import DATABASE_ID, SEAL, Sample

Change: TypeAlias = Callable[[Machine], Machine]


def urls_of(sample: Sample) -> Mapping[str, str]:
    """Return the URLs of a sample, by the ids of its checks."""
    tracking = sample.environment.tracking
    external = {"external": tracking.url or "", "external-secure": tracking.secure_url or ""}
    return external | dict(tracking.internal_urls)


def told(server: Endpoint, **attributes: str) -> Endpoint:
    """Return a server whose ``/r/test`` tells more; without any of its own, a foreign page."""
    addresses = [
        replace(each, rtest=replace(each.rtest, redir={**each.rtest.redir, **attributes}))
        for each in server.addresses
        if each.rtest
    ]
    return replace(server, addresses=tuple(addresses))


def foreign(server: Endpoint) -> Endpoint:
    """Return a server that answers ``/r/test`` with another page."""
    addresses = [
        replace(each, rtest=replace(each.rtest, redir={}, status_code=404))
        for each in server.addresses
        if each.rtest
    ]
    return replace(server, addresses=tuple(addresses))


def seen_of(
    sample: Sample,
    *,
    refuses: bool = True,
    change: Change | None = None,
    held: Mapping[str, str] | None = None,
) -> Facts:
    """Return what was seen.

    Args:
        sample: The platform.
        refuses: Whether the log names the last server with both codes.
        change: Changes what was read on the last server.
        held: Options that are not as they should be.
    """
    urls = urls_of(sample)
    machines = sample.read()
    last = sample.last.name
    if change:
        machines[last] = change(machines[last])
    host = urls[last].removeprefix("http://")
    log = (communication_failed(1, host), wrong_configuration(2)) if refuses else ()
    values = {
        "XtkDatabaseId": SEAL(DATABASE_ID),
        "NmsTracking_Instance": sample.last.instance,
        "NmsTracking_ServerUrlList": ",".join(sample.environment.tracking.internal_urls.values()),
    }
    own = options(**{**values, **(held or {})})
    return Facts(
        environment=sample.environment,
        servers={id_: endpoint(id_, url, ip=_ip(url)) for id_, url in urls.items()},
        machines=machines,
        options=own,
        tracking_options=own,
        tracked=delivery(*log),
    )


def causes(facts: Facts) -> list[Cause]:
    """Return what this part of the catalogue finds."""
    return [tell(facts, known, sign) for known in REGISTRATION for sign in known.find(facts)]


def the_cause(facts: Facts) -> Cause:
    """Return the one cause that is found."""
    (cause,) = causes(facts)
    return cause


def _ip(url: str) -> str:
    return "192.0.2.1" if "t.example.com" in url else ""

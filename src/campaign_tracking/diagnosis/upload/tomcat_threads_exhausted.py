"""``tomcat-threads-exhausted``: Tomcat answers nobody, while the web server before it is quick."""

from collections.abc import Iterator

from campaign_tracking.diagnosis.cause import KnownCause, Sign
from campaign_tracking.diagnosis.delivery_log import codes_for
from campaign_tracking.diagnosis.owner import Owner
from campaign_tracking.diagnosis.text import Text
from campaign_tracking.facts import Facts
from campaign_tracking.redirection.endpoint import Endpoint
from campaign_tracking.redirection.silence import Silence


def find(facts: Facts) -> Iterator[Sign]:
    """Find servers whose ``/r/test`` answers, and whose soaprouter.jsp keeps everybody waiting.

    That web runs there says that it hangs, and is not down.
    """
    for server in (facts.servers or {}).values():
        machine = (facts.machines or {}).get(server.id)
        running = {process.name for process in machine.processes.running} if machine else set()
        if _hangs(server) and (not running or "web" in running):
            yield _sign(facts, server, runs="web" in running)


def _hangs(server: Endpoint) -> bool:
    return any(
        address.rtest
        and address.rtest.redir
        and address.soap_router
        and address.soap_router.silence is Silence.TIMED_OUT
        for address in server.addresses
    )


def _sign(facts: Facts, server: Endpoint, *, runs: bool) -> Sign:
    codes = codes_for(facts, server.host)
    seen = [Text("{host} answers /r/test, and not soaprouter.jsp within the limit.")]
    if runs:
        seen.append(Text("nlserver pdump shows that web runs there."))
    if codes:
        named = ", ".join(sorted(codes))
        seen.append(Text("The delivery log names {host} with {codes}.", codes=named))
    doubt = Text(
        "Whether web runs on {host} (nlserver pdump): it may be starting, or stuck, instead."
    )
    return Sign(
        subject=server.id,
        evidence=tuple(seen),
        values={"server": server.id, "host": server.host},
        doubt=None if runs else doubt,
    )


TOMCAT_THREADS_EXHAUSTED = KnownCause(
    id=("tomcat-threads-exhausted",),
    statement=Text(
        "The web process (Tomcat) of the tracking server {server} answers nobody: it has no thread "
        "left."
    ),
    owner=Owner.SERVER,
    steps=(
        Text("Find what loads web on {host} (nlserver pdump -who, its log), and relieve it."),
        Text("Raise web/@MaxThreads, if the machine can bear it, and restart web."),
    ),
    source="the-server-configuration-file.md",
    find=find,
)

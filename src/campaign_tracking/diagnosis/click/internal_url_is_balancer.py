"""``internal-url-is-balancer``: an upload reaches one of several tracking servers."""

from collections.abc import Iterator
from typing import Final

from campaign_tracking import urls
from campaign_tracking.diagnosis.cause import KnownCause, Sign
from campaign_tracking.diagnosis.click.external_options import external_urls, wizard
from campaign_tracking.diagnosis.owner import Owner
from campaign_tracking.diagnosis.text import Text
from campaign_tracking.facts import Facts

OPTION: Final = "NmsTracking_ServerUrlList"
_SEVERAL: Final = 2


def find(facts: Facts) -> Iterator[Sign]:
    """Find an internal list with the external host in it, where that is none of the servers."""
    listed = balancers_listed(facts)
    if listed:
        seen = Text(
            "NmsTracking_ServerUrlList holds the external URL {listed}; {count} servers are behind "
            "it.",
            listed=", ".join(listed),
            count=str(len(facts.environment.tracking.internal_urls if facts.environment else ())),
        )
        yield Sign(subject=OPTION, evidence=(seen,))


def balancers_listed(facts: Facts) -> list[str]:
    """Return what leads to the external host in the list of several other servers."""
    options, environment = wizard(facts), facts.environment
    declared = environment.tracking.internal_urls.values() if environment else ()
    if options is None or len(declared) < _SEVERAL:
        return []
    public = {urls.host(url) for url in external_urls(options).values()}
    servers = {urls.host(url) for url in declared}
    return [url for url in options.server_urls if urls.host(url) in public - servers]


INTERNAL_URL_IS_BALANCER = KnownCause(
    id=("internal-url-is-balancer",),
    statement=Text(
        "The internal URLs lead to the balancer: each upload reaches one tracking server only, and "
        "links work on that one."
    ),
    owner=Owner.CAMPAIGN,
    steps=(
        Text("List each tracking server by itself as internal URL in the deployment wizard."),
        Text("Register the instance again, and prepare the affected deliveries again."),
    ),
    source="standard-deployment.md",
    find=find,
    registers=True,
)

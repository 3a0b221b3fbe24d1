"""``internal-url-outdated``: the wizard holds an address that is no server's any more."""

from collections.abc import Iterator

from campaign_tracking import urls
from campaign_tracking.diagnosis.cause import KnownCause, Sign
from campaign_tracking.diagnosis.click.internal_url_is_balancer import balancers_listed
from campaign_tracking.diagnosis.owner import Owner
from campaign_tracking.diagnosis.registration.refusal import REGISTER_AGAIN
from campaign_tracking.diagnosis.text import Text
from campaign_tracking.diagnosis.upload.internal_urls import CORRECT_IT, options_of, strays
from campaign_tracking.facts import Facts


def find(facts: Facts) -> Iterator[Sign]:
    """Find hosts in the list that are not declared, while the external URL is the declared one.

    Where that is another one, too, the options are another platform's.
    """
    environment, options = facts.environment, options_of(facts)
    if environment is None or options is None:
        return
    external = options.value("NmsTracking_ServerUrl")
    if urls.plain(external) != urls.plain(environment.tracking.url or ""):
        return
    balancers = balancers_listed(facts)
    for stray in strays(facts):
        if stray.held not in balancers and urls.host(stray.held) != urls.host(stray.declared):
            yield stray.sign()


INTERNAL_URL_OUTDATED = KnownCause(
    id=("internal-url-outdated",),
    statement=Text(
        "The deployment wizard holds an old address of the tracking server {server}: {held}."
    ),
    owner=Owner.CAMPAIGN,
    steps=(CORRECT_IT, REGISTER_AGAIN),
    source="deploying-an-instance.md",
    find=find,
    registers=True,
)

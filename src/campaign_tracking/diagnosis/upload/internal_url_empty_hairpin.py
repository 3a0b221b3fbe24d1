"""``internal-url-empty-hairpin``: no internal URLs, and no way from inside to the external one."""

from collections.abc import Iterator

from campaign_tracking import urls
from campaign_tracking.campaign.named_servers import named_in
from campaign_tracking.diagnosis.cause import KnownCause, Sign
from campaign_tracking.diagnosis.delivery_log import WRONG_CONFIGURATION
from campaign_tracking.diagnosis.owner import Owner
from campaign_tracking.diagnosis.registration.refusal import REGISTER_AGAIN
from campaign_tracking.diagnosis.text import Text
from campaign_tracking.diagnosis.upload.internal_urls import LIST, options_of
from campaign_tracking.facts import Facts


def find(facts: Facts) -> Iterator[Sign]:
    """Find an empty list, with a log that complains of the external URL, which answers us."""
    options = options_of(facts)
    if options is None or options.server_urls or facts.tracked is None:
        return
    external = urls.host(options.value("NmsTracking_ServerUrl"))
    codes = {line.code for line in facts.tracked.log}
    answering = {
        server.host
        for server in (facts.servers or {}).values()
        if any(address.rtest and not address.rtest.silence for address in server.addresses)
    }
    complained = external in named_in(facts.tracked.log) and WRONG_CONFIGURATION not in codes
    if complained and external in answering:
        seen = (
            Text("NmsTracking_ServerUrlList is empty, so the external URL is used."),
            Text("The delivery log names {host} with RED-520025 alone."),
            Text("{host} answers this machine."),
        )
        yield Sign(subject=LIST, evidence=seen, values={"host": external})


INTERNAL_URL_EMPTY_HAIRPIN = KnownCause(
    id=("internal-url-empty-hairpin",),
    statement=Text(
        "There are no internal URLs, and the application server does not reach the external one, "
        "{host}, from inside."
    ),
    owner=Owner.CAMPAIGN,
    steps=(
        Text("Enter the internal URL of every tracking server in the deployment wizard."),
        REGISTER_AGAIN,
    ),
    source="deploying-an-instance.md",
    find=find,
    registers=True,
)

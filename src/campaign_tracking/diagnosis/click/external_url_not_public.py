"""``external-url-not-public``: links in mails work inside the company only."""

from collections.abc import Iterator, Mapping

from campaign_tracking import urls
from campaign_tracking.diagnosis.cause import KnownCause, Sign
from campaign_tracking.diagnosis.click.external_options import HELD, external_urls, wizard
from campaign_tracking.diagnosis.owner import Owner
from campaign_tracking.diagnosis.text import Text
from campaign_tracking.environment import is_public, url_flaw
from campaign_tracking.facts import Facts


def find(facts: Facts) -> Iterator[Sign]:
    """Find external URLs with a private address or an internal name (R-16)."""
    options, internal = wizard(facts), internal_hosts(facts)
    if options is not None and internal:
        seen = [HELD.with_values(option=name, value=options.value(name)) for name in internal]
        first, host = next(iter(internal.items()))
        yield Sign(subject=first, evidence=tuple(seen), values={"host": host})


def internal_hosts(facts: Facts) -> Mapping[str, str]:
    """Return the hosts that nobody outside can reach, by the options that hold them.

    A simulation has nothing but loopback addresses.
    """
    options, environment = wizard(facts), facts.environment
    if options is None or environment is None:
        return {}
    hosts = {
        name: urls.host(url)
        for name, url in external_urls(options).items()
        if not url_flaw(url, "http|https")
    }
    internal = {name: host for name, host in hosts.items() if not is_public(host)}
    if environment.simulation:
        internal = {name: host for name, host in internal.items() if not host.startswith("127.")}
    return internal


EXTERNAL_URL_NOT_PUBLIC = KnownCause(
    id=("external-url-not-public",),
    statement=Text(
        "Links in mails begin with {host}, which recipients outside the company cannot reach."
    ),
    owner=Owner.CAMPAIGN,
    steps=(
        Text("Enter a public name of the tracking servers as external URL in the wizard."),
        Text("Register the instance on the tracking servers again."),
    ),
    source="standard-deployment.md",
    find=find,
    registers=True,
)

"""``environment-copied-options``: the wizard's options are another platform's."""

from collections.abc import Iterator
from typing import Final

from campaign_tracking import urls
from campaign_tracking.campaign.options import Options
from campaign_tracking.diagnosis.cause import KnownCause, Sign
from campaign_tracking.diagnosis.click.external_url_not_public import internal_hosts
from campaign_tracking.diagnosis.owner import Owner
from campaign_tracking.diagnosis.registration.refusal import REGISTER_AGAIN
from campaign_tracking.diagnosis.text import Text
from campaign_tracking.environment import Environment
from campaign_tracking.facts import Facts

EXTERNAL: Final = "NmsTracking_ServerUrl"
SECURE: Final = "NmsTracking_SecureServerUrl"
SEEN: Final = Text("{option} is {held}; declared is {declared}.")


def find(facts: Facts) -> Iterator[Sign]:
    """Find external URLs that all lead to another host than is declared.

    One of two that does is a typing error rather than an import, which takes both along
    (duplicating-environments.md).
    """
    environment, options = facts.environment, facts.tracking_options or facts.options
    if environment is None or options is None or options.unreadable:
        return
    declared = _declared(environment)
    seen = {name: held for name in declared if (held := options.value(name))}
    foreign = {name: held for name, held in seen.items() if urls.host(held) not in _hosts(declared)}
    if internal_hosts(facts):  # no platform's public name
        return
    if seen and foreign == seen:
        yield Sign(
            subject=EXTERNAL if EXTERNAL in seen else SECURE,
            evidence=tuple(
                SEEN.with_values(option=name, held=held, declared=declared[name])
                for name, held in foreign.items()
            ),
            values={"held": ", ".join(sorted({urls.host(held) for held in foreign.values()}))},
        )


def is_ours(environment: Environment, options: Options) -> bool:
    """Whether an external URL that the wizard holds has a declared host."""
    held = (options.value(name) for name in (EXTERNAL, SECURE))
    return any(urls.host(each) in _hosts(_declared(environment)) for each in held if each)


def _declared(environment: Environment) -> dict[str, str]:
    tracking = environment.tracking
    declared = {EXTERNAL: tracking.url, SECURE: tracking.secure_url}
    return {name: url for name, url in declared.items() if url}


def _hosts(declared: dict[str, str]) -> set[str]:
    return {urls.host(url) for url in declared.values()}


ENVIRONMENT_COPIED_OPTIONS = KnownCause(
    id=("environment-copied-options",),
    statement=Text(
        "The deployment wizard holds another platform's tracking servers: links would lead to "
        "{held}."
    ),
    owner=Owner.CAMPAIGN,
    steps=(
        Text(
            "Enter this platform's own external, secure and internal URLs, instance and tracking "
            "password in the deployment wizard."
        ),
        REGISTER_AGAIN,
        Text("See whether NmsTracking_Pointer was imported as well."),
    ),
    source="duplicating-environments.md",
    find=find,
    registers=True,
)

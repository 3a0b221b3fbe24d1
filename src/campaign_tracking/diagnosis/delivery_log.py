"""What the delivery log says of a server, by code and by name (R-61, R-62)."""

from campaign_tracking.campaign.named_servers import COMMUNICATION_FAILED, named_in
from campaign_tracking.facts import Facts

WRONG_CONFIGURATION = "RED-520005"


def codes_for(facts: Facts, host: str) -> set[str]:
    """Return the RED- codes that the tracked delivery's log holds against *host*.

    RED-520005 names no server: it counts against the one that RED-520025 names, if that is one
    only (R-62).
    """
    log = facts.tracked.log if facts.tracked else ()
    named = named_in(log)
    if host not in named:
        return set()
    alone = len(named) == 1
    codes = {line.code for line in log if line.code.startswith("RED-")}
    return codes if alone else codes & {COMMUNICATION_FAILED}

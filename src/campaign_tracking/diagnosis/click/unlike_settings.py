"""A setting that must be the same on all servers, and the servers where it is not."""

from campaign_tracking.diagnosis.cause import Sign
from campaign_tracking.diagnosis.read_machines import sign
from campaign_tracking.diagnosis.text import Text
from campaign_tracking.facts import Facts
from campaign_tracking.server_files.settings import default_of, effective

_HELD = Text('{server}: {where}: {path} = "{value}".')


def odd_one_out(facts: Facts, path: str) -> Sign | None:
    """Return the sign of the first server that holds what the fewest do; None if all are alike.

    Of as many who hold the one and the other, those who leave the documented default are odd.
    """
    machines = [each for each in (facts.machines or {}).values() if not each.unread]
    held = {each.name: effective(each, path) for each in machines}
    switched_on = [setting.is_true for setting in held.values()]
    if all(switched_on) or not any(switched_on):
        return None
    default = default_of(path) == "true"
    more = sum(switched_on) - sum(not on for on in switched_on)
    usual = more > 0 if more else default
    odd = next(each for each in machines if held[each.name].is_true is not usual)
    seen = [
        _HELD.with_values(server=name, where=each.where, path=path, value=each.value)
        for name, each in held.items()
    ]
    return sign(odd, *seen)

"""What is wrong with a setting, naming file, line and attribute; empty if nothing is."""

from campaign_tracking.server_files.machine import Machine
from campaign_tracking.server_files.settings import effective


def not_on(machine: Machine, path: str) -> str:
    """Return what keeps a Boolean from being true."""
    setting = effective(machine, path)
    return "" if setting.is_true else f"{setting.told}, expected true"


def not_off(machine: Machine, path: str) -> str:
    """Return what keeps a Boolean from being false; a word that is no Boolean is wrong, too."""
    setting = effective(machine, path)
    off = setting.is_boolean and not setting.is_true
    return "" if off else f"{setting.told}, expected false"


def out_of_bounds(machine: Machine, path: str, least: int, most: int | None = None) -> str:
    """Return what is wrong with a number."""
    setting = effective(machine, path)
    number = setting.number
    if number is None:
        return f"{setting.told}, expected a number"
    expected = f"at least {least}" if most is None else f"{least} to {most}"
    inside = number >= least and (most is None or number <= most)
    return "" if inside else f"{setting.told}, expected {expected}"

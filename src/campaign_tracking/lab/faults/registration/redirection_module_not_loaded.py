"""Fault: the web server of the last tracking server runs without Campaign's module."""

from campaign_tracking.lab.faults.fault import STAND_ALONE, TWO_SERVERS_OR_MORE, Fault, Shown
from campaign_tracking.lab.platform import Platform

_SAYS = r"/r/test: HTTP 404, 'Not Found'"


def apply(platform: Platform) -> None:
    """Leave the module out, as after an upgrade of the operating system."""
    platform.servers[-1].module_loaded = False


REDIRECTION_MODULE_NOT_LOADED = Fault(
    id="redirection-module-not-loaded",
    summary="the last tracking server's web server runs without the redirection module: RED-520025",
    shown=(
        Shown(in_=(STAND_ALONE,), check="test_redirection_module_answers[external]", says=_SAYS),
        Shown(in_=TWO_SERVERS_OR_MORE, check="test_redirection_module_answers[{last}]", says=_SAYS),
    ),
    apply=apply,
)

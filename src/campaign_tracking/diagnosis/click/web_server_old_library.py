"""``web-server-old-library``: a web server still runs the module of before an upgrade."""

from collections.abc import Iterator

from campaign_tracking.diagnosis.cause import KnownCause, Sign
from campaign_tracking.diagnosis.owner import Owner
from campaign_tracking.diagnosis.text import Text
from campaign_tracking.facts import Facts
from campaign_tracking.server_files.loaded_builds import told_twice


def find(facts: Facts) -> Iterator[Sign]:
    """Find servers where ``/r/test`` tells another build than nlserver does (R-09)."""
    for each in told_twice(facts.servers or {}, facts.machines or {}):
        if each.runs != each.installed:
            seen = Text("/r/test tells build {runs} there, nlserver build {installed}.")
            values = {"server": each.server, "runs": each.runs, "installed": each.installed}
            yield Sign(subject=each.server, evidence=(seen,), values=values)


WEB_SERVER_OLD_LIBRARY = KnownCause(
    id=("web-server-old-library",),
    statement=Text(
        "The web server of the tracking server {server} was not really restarted after an upgrade: "
        "it runs build {runs}, and {installed} is installed."
    ),
    owner=Owner.SERVER,
    steps=(Text("Stop the web server on {server}, repeatedly until it is down, and start it."),),
    source="upgrading.md",
    find=find,
)

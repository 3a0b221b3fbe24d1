"""What a run saw of a healthy platform whose servers' files were read, and what may be broken."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from campaign_tracking.facts import Facts
from campaign_tracking.own_links import classify
from campaign_tracking.redirection.click import Click
from campaign_tracking.server_files.machine import DeliveryFile, Machine
from tests.unit.checks import healthy
from tests.unit.samples import TOKEN, environment
from tests.unit.server_files.platforms import Sample, standard

SAMPLE = standard()
MACHINES: Mapping[str, Machine] = SAMPLE.read()
SERVER = "serverConf.xml"
URLS = ("http://10.30.74.11", "http://10.30.74.12")
LISTED = healthy.options(NmsTracking_ServerUrlList=",".join(URLS))
FILE = DeliveryFile(path="redir/url/2026/9001.xml", found=True, mode=0o644)
LINK = healthy.LANDING_CLICK.url
SIGNED = f"{LINK}&s=abc"


def facts(**changes: object) -> Facts:
    """Return what was seen, with *changes*."""
    seen: dict[str, Any] = {
        "environment": SAMPLE.environment,
        "servers": healthy.servers(),
        "machines": MACHINES,
        "options": LISTED,
        "tracked": healthy.TRACKED,
        "tracked_sending": healthy.SENDING,
        "tracked_urls": healthy.TRACKED_URLS,
        "links": classify(healthy.tracked_mail(), TOKEN, healthy.TRACKED_URLS),
        "landing_click": healthy.LANDING_CLICK,
        "direct_clicks": dict.fromkeys(("trk1", "trk2"), healthy.LANDING_CLICK),
        "mirror_click": healthy.MIRROR_CLICK,
        "delivery_files": dict.fromkeys(("trk1", "trk2"), FILE),
    }
    return Facts(**{**seen, **changes})


def outside(changes: Mapping[str, object] | None = None, hosting: str = "adobe") -> Facts:
    """Return the same where nothing but the public name can be asked, and no file be read."""
    seen: dict[str, object] = {
        "environment": environment(
            hosting=hosting, tracking={"url": healthy.EXTERNAL, "secure_url": healthy.SECURE}
        ),
        "servers": {id_: healthy.server(id_) for id_ in ("external", "external-secure")},
        "machines": None,
        "options": healthy.options(),
        "direct_clicks": {},
        "delivery_files": None,
    }
    return facts(**{**seen, **(changes or {})})


def edited(edit: Callable[[Sample], object]) -> Mapping[str, Machine]:
    """Return the machines of an edited sample."""
    sample = standard()
    edit(sample)
    return sample.read()


def with_spare(number: int, machine: str = "trk2", **attributes: str) -> dict[str, object]:
    """Return machines on one of which an entry of the spare servers holds these attributes."""

    def edit(sample: Sample) -> None:
        entries = sample.servers[machine].element(SERVER, "web/redirection").findall("spareServer")
        for name, value in attributes.items():
            entries[number - 1].set(name, value)

    return {"machines": edited(edit)}


def without_spare(number: int, *machines: str) -> dict[str, object]:
    """Return machines on some of which an entry of the spare servers is missing."""

    def edit(sample: Sample) -> None:
        for machine in machines:
            redirection = sample.servers[machine].element(SERVER, "web/redirection")
            redirection.remove(redirection.findall("spareServer")[number - 1])

    return {"machines": edited(edit)}


def with_setting(path: str, value: str, *machines: str) -> dict[str, object]:
    """Return machines on some of which an attribute of serverConf.xml holds a value."""
    element, _, name = path.rpartition("/@")

    def edit(sample: Sample) -> None:
        for machine in machines:
            sample.servers[machine].element(SERVER, element).set(name, value)

    return {"machines": edited(edit)}


def said(text: str, url: str = LINK) -> Click:
    """Return a click that was answered with a page."""
    return replace(healthy.click(url, 404), text=f"<html><body>{text}</body></html>")


def clicked(answer: Click) -> dict[str, object]:
    """Return the clicks where everybody answers so."""
    return {"landing_click": answer, "direct_clicks": {"trk1": answer, "trk2": answer}}


UNKNOWN = said("Requested URL '/r/ id=h4d,2329,a1' cannot be found")
REFUSED = said("Requested URL '/r/?id=h4d,2329,a1' was not found.")
REFUSED_SIGNED = said("Requested URL '/r/?id=h4d,2329,a1' was not found.", SIGNED)

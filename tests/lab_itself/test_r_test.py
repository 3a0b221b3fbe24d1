"""``/r/test`` in its documented forms."""

import re
from datetime import UTC, datetime

import pytest

from campaign_tracking.lab.redirection.r_test import Question, Variant, answer
from campaign_tracking.lab.settings import LabSettings
from campaign_tracking.safe_xml import parse
from tests.lab_itself.client import Client
from tests.lab_itself.running import in_lab

FULL = "status date version build sha1 instance sourceIP host localHost"


def asked(*, may_debug: bool = True) -> Question:
    """Return a question from a machine of the LAN."""
    return Question(
        at=datetime(2024, 5, 6, 7, 8, 9, 123000, UTC),
        source_ip="192.0.2.7",
        may_debug=may_debug,
        host="t.client.example",
        local_host="trk1",
        build="9236",
        instance="lab",
    )


@pytest.mark.parametrize(
    ("variant", "names"),
    [
        (Variant.MINIMAL, "status date sourceIP"),
        (Variant.BUILD, "status date build sha1 instance sourceIP host localHost"),
        (Variant.OLDER, "status date build host localHost"),
        (Variant.VERSION_AND_BUILD, FULL),
        (Variant.WITHOUT_SOURCE_IP, FULL),
        (Variant.WITHOUT_HOST, FULL),
    ],
)
def test_attributes_and_their_order(variant: Variant, names: str) -> None:
    """Each form has its attributes, in the order of its source, in single quotes."""
    text = answer(variant, asked())
    assert " ".join(re.findall(r"(\w+)='[^']*'", text)) == names
    assert parse(text).get("status") == "OK"


def test_dates() -> None:
    """Newer builds write an offset in hours, older ones the letter Z."""
    assert "date='2024-05-06 00:08:09.123-07'" in answer(Variant.VERSION_AND_BUILD, asked())
    assert "date='2024-05-06 07:08:09.123Z'" in answer(Variant.OLDER, asked())


def test_outside_the_debug_zone() -> None:
    """A caller whose zone has no allowDebug gets the minimal answer, whatever the form."""
    for variant in Variant:
        assert "build" not in answer(variant, asked(may_debug=False))


@pytest.mark.parametrize("variant", [Variant.WITHOUT_SOURCE_IP, Variant.WITHOUT_HOST])
def test_empty_attributes(variant: Variant) -> None:
    """What a form leaves out is empty, not missing."""
    hidden = "sourceIP=''" if variant is Variant.WITHOUT_SOURCE_IP else "host=''"
    assert hidden in answer(variant, asked())


def test_served_by_every_server() -> None:
    """Each server answers with its own name; a caller from outside gets the minimal answer."""

    async def scenario(client: Client) -> None:
        for server in client.lab.tracking:
            for url in (server.url, server.secure_url):
                inside = await client.http.get(f"{url}/r/test")
                assert f"localHost='{server.name}'" in inside.text
        outside = {"X-Forwarded-For": "203.0.113.9"}
        minimal = await client.http.get(f"{client.lab.tracking[0].url}/r/test", headers=outside)
        assert re.fullmatch(
            r"<redir status='OK' date='[^']+' sourceIP='203.0.113.9'/>", minimal.text
        )

    in_lab(scenario, LabSettings(pace_scale=0.05))

"""A technical workflow that cannot do its work stops in error; the lab goes on."""

import logging

import pytest

from tests.lab_itself.client import Client, literal, string, until
from tests.lab_itself.mid import in_error, workflow
from tests.lab_itself.running import in_lab


def test_an_unforeseen_error_stops_the_workflow(caplog: pytest.LogCaptureFixture) -> None:
    """A pointer that nobody can read: paused and failed; started again it works again."""

    async def scenario(client: Client) -> None:
        await client.call(
            "xtk:persist|xtk:session",
            "Write",
            literal(
                '<option xtkschema="xtk:option" name="NmsTracking_Pointer" stringValue="zz|x"/>'
            ),
        )
        await client.call("xtk:workflow", "Wakeup", string("tracking"))
        await in_error(client, "tracking")
        row = workflow(client.lab, "tracking")
        client.lab.platform.database.set_option("NmsTracking_Pointer", "")
        row.state, row.failed, row.last_processing = 11, False, None
        await client.call("xtk:workflow", "Wakeup", string("tracking"))
        await until(lambda: worked(client), "a run that works")

    async def worked(client: Client) -> bool:
        return workflow(client.lab, "tracking").last_processing is not None

    with caplog.at_level(logging.ERROR):
        in_lab(scenario)
    assert "the workflow tracking failed" in caplog.text
    assert "invalid literal for int()" in caplog.text

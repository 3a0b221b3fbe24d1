"""``Write``: what ``_operation`` and ``_key`` mean (data-oriented-apis.md; L-49)."""

import pytest

from tests.lab_itself.client import Client, FaultError, literal
from tests.lab_itself.contents import fragment
from tests.lab_itself.running import in_lab

WRITE = ("xtk:persist|xtk:session", "Write")
NOT_SAVED = "^SOP-330011 .* XSV-350023 "


def option(attributes: str, name: str = "Mine") -> str:
    """Return an option's document."""
    return literal(
        f'<option xtkschema="xtk:option" name="{name}" dataType="6" stringValue="v" {attributes}/>'
    )


@pytest.mark.parametrize(
    ("operation", "absent", "present"),
    [
        ("insertOrUpdate", "v", "v"),
        ("update", "", "v"),
        ("none", "", "old"),
        ("delete", "", ""),
    ],
)
def test_operations_on_options(operation: str, absent: str, present: str) -> None:
    """What each does with one that is not there, and with one that is."""

    async def scenario(client: Client) -> None:
        document = option(f'_operation="{operation}" _key="@name"')
        await client.call(*WRITE, document)
        assert await client.option("Mine") == absent
        client.lab.platform.database.set_option("Mine", "old")
        await client.call(*WRITE, document)
        assert await client.option("Mine") == present

    in_lab(scenario)


@pytest.mark.parametrize(
    ("operation", "absent", "present"),
    [
        ("insertOrUpdate", ["new"], ["new"]),
        ("update", [], ["new"]),
        ("none", [], ["old"]),
        ("delete", [], []),
    ],
)
def test_operations_on_deliveries(operation: str, absent: list[str], present: list[str]) -> None:
    """Likewise."""

    async def labels(client: Client) -> list[str | None]:
        rows = await client.rows("nms:delivery", "@label", where="@id = 77")
        return [row.get("label") for row in rows]

    async def scenario(client: Client) -> None:
        document = '<delivery xtkschema="nms:delivery" id="77" label="{}" {}/>'
        wanted = literal(document.format("new", f'_operation="{operation}"'))
        await client.call(*WRITE, wanted)
        assert await labels(client) == absent
        await client.call(*WRITE, literal(document.format("old", "")))
        await client.call(*WRITE, wanted)
        assert await labels(client) == present

    in_lab(scenario)


@pytest.mark.parametrize("row_id", ["", 'id=""', 'id="0"'])
def test_a_new_delivery(row_id: str) -> None:
    """Without an id, or with id 0: each time another one, with a name of its own."""

    async def scenario(client: Client) -> None:
        document = literal(f'<delivery xtkschema="nms:delivery" label="fresh" {row_id}/>')
        for _ in range(2):
            await client.call(*WRITE, document)
        rows = await client.rows("nms:delivery", "@id", "@internalName", where="@label = 'fresh'")
        assert len({row.get("id") for row in rows} - {"0"}) == len(rows)
        assert [row.get("internalName") for row in rows] == [f"DM{row.get('id')}" for row in rows]
        await client.call(
            *WRITE,
            literal(
                f'<delivery xtkschema="nms:delivery" _operation="update" label="fresh" {row_id}/>'
            ),
        )
        assert len(await client.rows("nms:delivery", "@id", where="@label = 'fresh'")) == len(rows)

    in_lab(scenario)


def test_insert_does_not_overwrite() -> None:
    """Of what exists it is refused, and changes nothing."""

    async def scenario(client: Client) -> None:
        document = await client.create(fragment())
        assert document.get("_operation") == "insert"
        document.set("label", "OVERWRITTEN")
        with pytest.raises(FaultError, match=NOT_SAVED):
            await client.call(*WRITE, literal(document))
        rows = await client.rows("nms:delivery", "@label", where=f"@id = {document.get('id')}")
        assert [row.get("label") for row in rows] == ["Tracking check"]
        await client.call(*WRITE, option('_operation="insert"'))
        with pytest.raises(FaultError, match=NOT_SAVED):
            await client.call(*WRITE, option('_operation="insert"'))

    in_lab(scenario)


@pytest.mark.parametrize(
    "document",
    [
        option('_operation="replace"'),
        option('_key="@dataType"'),
        option("", name=""),
        literal('<delivery xtkschema="nms:delivery" _key="@internalName" internalName="mail"/>'),
        literal('<workflow xtkschema="xtk:workflow" id="1"/>'),
    ],
)
def test_what_is_not_saved_is_refused(document: str) -> None:
    """An operation, a key or a schema that the lab does not know."""

    async def scenario(client: Client) -> None:
        with pytest.raises(FaultError, match=NOT_SAVED):
            await client.call(*WRITE, document)

    in_lab(scenario)

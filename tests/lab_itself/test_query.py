"""Queries over the lab's tables."""

from xml.etree import ElementTree as ET

import pytest

from campaign_tracking.lab import stamps
from campaign_tracking.lab.database import BroadLog, Database, Recipient
from campaign_tracking.lab.query.engine import execute, matching
from campaign_tracking.lab.query.reader import QueryError
from campaign_tracking.safe_xml import parse
from tests.lab_itself.client import Client, literal, string
from tests.lab_itself.running import in_lab


@pytest.fixture
def database() -> Database:
    """Three recipients and a message to one of them."""
    database = Database()
    for number, name in ((1, "Ada"), (2, "Bob"), (3, "Cy")):
        database.recipients[number] = Recipient(
            id=number, email=f"{name}@client.example".lower(), first_name=name, last_name="X"
        )
    database.broad_logs[9] = BroadLog(
        id=9,
        delivery_id=5,
        recipient=database.recipients[2],
        address="bob@client.example",
        event_date=stamps.now(),
    )
    return database


def ask(database: Database, attributes: str, inside: str) -> str:
    """Return the answer to a query, as text."""
    query = parse(f"<queryDef {attributes}>{inside}</queryDef>")
    return ET.tostring(execute(database, query), encoding="unicode")


def test_selection_in_order_and_in_pages(database: Database) -> None:
    """A selection is a collection; order, first row and number of rows count."""
    inside = (
        "<select><node expr='@id'/></select><orderBy><node expr='@id' sortDesc='true'/></orderBy>"
    )
    found = ask(
        database, "schema='nms:recipient' operation='select' startLine='1' lineCount='1'", inside
    )
    assert found == '<recipient-collection><recipient id="2" /></recipient-collection>'


@pytest.mark.parametrize(
    ("operation", "answer"),
    [
        ("count", '<recipient count="0" />'),
        ("getIfExists", "<recipient />"),
        ("select", "<recipient-collection />"),
    ],
)
def test_nothing_found(database: Database, operation: str, answer: str) -> None:
    """Each operation has its own way to say that there is nothing; get has a fault."""
    inside = "<select><node expr='@id'/></select><where><condition expr='@id = 99'/></where>"
    assert ask(database, f"schema='nms:recipient' operation='{operation}'", inside) == answer


def test_links_and_aliases(database: Database) -> None:
    """A linked field becomes an element within the row; an alias renames."""
    inside = (
        "<select><node expr='[recipient/@email]'/><node expr='@id' alias='@number'/></select>"
        "<where><condition expr=\"[recipient/@email] LIKE 'bob%'\"/></where>"
    )
    found = ask(database, "schema='nms:broadLogRcp' operation='get'", inside)
    assert found == '<broadLogRcp number="9"><recipient email="bob@client.example" /></broadLogRcp>'


def test_conditions_nest(database: Database) -> None:
    """Conditions side by side are joined with AND, or as boolOperator says; they nest."""
    where = (
        "<where><condition><condition boolOperator='OR' expr='@id = 1'/>"
        "<condition expr='@id = 3'/></condition><condition expr='@id &gt; 1'/></where>"
    )
    inside = f"<select><node expr='@id'/></select>{where}"
    found = ask(database, "schema='nms:recipient' operation='select'", inside)
    assert found == '<recipient-collection><recipient id="3" /></recipient-collection>'


@pytest.mark.parametrize(
    ("attributes", "inside"),
    [
        ("schema='nms:nothing' operation='select'", ""),
        (
            "schema='nms:trackingLogRcp' operation='select'",
            "<select><node expr='@nothing'/></select>",
        ),
        (
            "schema='nms:trackingLogRcp' operation='count'",
            "<where><condition expr='[url/@x] = 1'/></where>",
        ),
        ("schema='nms:recipient' operation='explode'", ""),
        ("schema='nms:recipient' operation='select' lineCount='x'", ""),
        ("schema='nms:recipient' operation='get'", "<where><condition expr='@id = 99'/></where>"),
    ],
)
def test_a_wrong_query_is_refused(database: Database, attributes: str, inside: str) -> None:
    """An unknown schema, field or operation is told, even where there are no rows."""
    with pytest.raises(QueryError):
        ask(database, attributes, inside)


@pytest.mark.parametrize(
    ("enabled_if", "found"),
    [("false", "123"), ("0", "123"), ("true", "1"), ("1", "1")],
)
def test_conditions_that_are_switched_off(database: Database, enabled_if: str, found: str) -> None:
    """A condition with ``enabledIf="false"`` is none, and joins nothing."""
    where = (
        f"<where><condition expr='@id = 1' enabledIf='{enabled_if}'/>"
        "<condition boolOperator='OR' expr='@shoeSize = 2' enabledIf='FALSE'/></where>"
    )
    inside = f"<select><node expr='@id'/></select>{where}"
    answer = parse(ask(database, "schema='nms:recipient' operation='select'", inside))
    assert "".join(row.get("id", "") for row in answer) == found


@pytest.mark.parametrize(
    ("attributes", "inside"),
    [
        ("", "<select><node expr='@lastName' groupBy='true'/></select>"),
        ("", "<select><node expr='@lastName' analyze='1'/></select>"),
        ("", "<select distinct='true'><node expr='@lastName'/></select>"),
        ("distinct='true'", "<select><node expr='@lastName'/></select>"),
        ("startPath='/delivery'", "<select><node expr='@id'/></select>"),
        ("", "<select><node expr='@id'/></select><groupBy><node expr='@id'/></groupBy>"),
        ("", "<select><node expr='@id'/></select><having><condition expr='@id = 1'/></having>"),
        ("", "<where><condition expr='@id = 1' setOperator='NOT IN'/></where>"),
        ("", "<where><condition expr='@id = 1' enabledIf='$(vars/@x) = 1'/></where>"),
        ("", "<where><condition expr='@id = 1' boolOperator='AND NOT'/></where>"),
        ("", "<where><condition><condition expr='@id'><subQuery/></condition></condition></where>"),
    ],
)
@pytest.mark.parametrize("operation", ["select", "count"])
def test_what_is_not_served_is_refused(
    database: Database, operation: str, attributes: str, inside: str
) -> None:
    """Rather than to answer another question (L-48)."""
    with pytest.raises(QueryError, match=r"^XTK-170036 The lab does not serve "):
        ask(database, f"schema='nms:recipient' operation='{operation}' {attributes}", inside)


def test_a_target_is_held_to_the_same(database: Database) -> None:
    """An analysis does not send to others than the conditions say."""
    where = parse("<where><condition expr='@id = 1' setOperator='NOT'/></where>")
    with pytest.raises(QueryError, match=r"^XTK-170036 "):
        matching(database, "nms:recipient", where)


@pytest.mark.parametrize(
    ("data_type", "attribute", "field"),
    [
        (15, "longValue", "@longValue"),
        (5, "doubleValue", "@doubleValue"),
        (10, "timeStampValue", "@timeStampValue"),
        (13, "memoValue", "memoValue"),
    ],
)
def test_where_an_option_is_stored(data_type: int, attribute: str, field: str) -> None:
    """Its type says which field holds the value."""

    async def scenario(client: Client) -> None:
        option = f'<option xtkschema="xtk:option" name="X" dataType="{data_type}" {attribute}="1"/>'
        await client.call("xtk:persist|xtk:session", "Write", literal(option))
        row = await client.query("xtk:option", "get", field, "@stringValue", where="@name = 'X'")
        assert (row.get(field[1:]) or row.findtext(field)) == "1"
        assert row.get("stringValue") == ""

    in_lab(scenario)


def test_what_the_platform_holds() -> None:
    """Options, template, recipients, seeds, accounts and the workflow can be read."""

    async def scenario(client: Client) -> None:
        where = "@name = 'NmsTracking_Available'"
        option = await client.query("xtk:option", "get", "@longValue", "@stringValue", where=where)
        assert (option.get("longValue"), option.get("stringValue")) == ("1", "")
        where = "@internalName = 'mail' and @isModel = 1"
        template = await client.query("nms:delivery", "get", "[tracking/@enabled]", where=where)
        assert template[0].attrib == {"enabled": "1"}
        for schema, condition in (
            ("nms:recipient", "@email = 'tracking-check@client.example'"),
            ("nms:seedMember", "@email LIKE 'seed@%'"),
            ("nms:extAccount", "@type = 3 and @active = 1"),
            ("xtk:workflow", "@internalName = 'tracking' and @state <> 20"),
            ("nms:trackingUrl", "@id = 1 and @type = 2"),
        ):
            assert len(await client.rows(schema, "@id", where=condition)) == 1, schema

    in_lab(scenario)


def test_select_all_names_every_field() -> None:
    """A completed query can be executed as it is."""

    async def scenario(client: Client) -> None:
        query = '<queryDef schema="nms:delivery" operation="select" xtkschema="xtk:queryDef"/>'
        answer = await client.call("xtk:queryDef", "SelectAll", literal(query), string("false"))
        answer = await client.call("xtk:queryDef", "ExecuteQuery", literal(answer[0][0]))
        address = answer.findtext("*/*/delivery/mailParameters/senderAddress")
        assert address == "news@client.example"

    in_lab(scenario)

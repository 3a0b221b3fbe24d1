"""What the operator may not read, and templates that have a population of their own."""

from xml.etree import ElementTree as ET

import pytest

from campaign_tracking.lab.application.first_rows import CUSTOMER
from campaign_tracking.lab.settings import RECIPIENT, LabSettings, Template
from tests.lab_itself.client import Client, FaultError, literal, string, until
from tests.lab_itself.contents import fragment
from tests.lab_itself.running import in_lab, mails

NO_RIGHT = r"^SOP-330011 .* You do not have the rights to read the schema 'nms:broadLogRcp'\.$"


def lab(template: Template, unreadable: frozenset[str] = frozenset()) -> LabSettings:
    """Return settings of a fast lab."""
    return LabSettings(pace_scale=0.05, template=template, unreadable_schemas=unreadable)


async def made(client: Client, content: str = "<delivery/>") -> ET.Element:
    """Return a document made from the template."""
    answer = await client.call("nms:delivery", "CreateFromModel", string("mail"), literal(content))
    return answer[0][0]


async def addresses(client: Client, delivery_id: str) -> list[str]:
    """Return whom a prepared delivery goes to, as the database has it."""
    rows = client.lab.platform.database.messages_of(int(delivery_id))
    return sorted(row.address for row in rows)


@pytest.mark.parametrize(
    ("schema", "field", "where"),
    [
        ("nms:broadLogRcp", "@id", ""),
        ("nms:trackingLogRcp", "[broadLog/@address]", ""),
        ("nms:trackingLogRcp", "@id", "[broadLog/@address] = 'x'"),
    ],
)
def test_an_unreadable_schema(schema: str, field: str, where: str) -> None:
    """Neither its rows nor, through a link or a condition, what stands in them."""

    async def scenario(client: Client) -> None:
        with pytest.raises(FaultError, match=NO_RIGHT):
            await client.rows(schema, field, where=where)
        with pytest.raises(FaultError, match=NO_RIGHT):
            await client.query(schema, "count", field, where=where or "[broadLog/@id] = 1")
        assert await client.rows("nms:trackingLogRcp", "@id") == []

    in_lab(scenario, lab(Template.PLAIN, frozenset({"nms:broadLogRcp"})))


def test_the_platform_itself_is_not_hindered() -> None:
    """The right is the operator's: an analysis reads what he may not."""

    async def scenario(client: Client) -> None:
        document = await client.create(fragment())
        status = await client.prepare(document)
        assert status.findtext("psStatus") == "5"
        assert await addresses(client, document.get("id", "")) == [RECIPIENT]
        with pytest.raises(FaultError, match="rights"):
            await client.rows("nms:recipient", "@id")

    in_lab(scenario, lab(Template.PLAIN, frozenset({"nms:recipient"})))


def test_a_plain_template_shows_that_it_has_no_target() -> None:
    """The document holds an empty element, and a fragment's target goes into it."""

    async def scenario(client: Client) -> None:
        targets = (await made(client)).findall("targets")
        assert [(len(one), dict(one.attrib), one.text) for one in targets] == [(0, {}, None)]
        assert len((await made(client, fragment())).findall("targets/deliveryTarget")) == 1

    in_lab(scenario, lab(Template.PLAIN))


def test_a_population_of_its_own_is_added_to() -> None:
    """The document shows both, and an analysis prepares a message for each."""

    async def scenario(client: Client) -> None:
        assert len((await made(client)).findall("targets/deliveryTarget")) == 1
        document = await client.create(fragment())
        assert len(document.findall("targets/deliveryTarget")) == 2  # noqa: PLR2004  (its own, ours)
        await client.prepare(document)
        both = sorted([CUSTOMER, RECIPIENT])
        assert await addresses(client, document.get("id", "")) == both

    in_lab(scenario, lab(Template.OWN_POPULATION))


def test_a_visible_population_can_be_replaced() -> None:
    """Whoever looks can hold the others back."""

    async def scenario(client: Client) -> None:
        document = await made(client, fragment())
        targets = document.find("targets")
        assert targets is not None
        targets.remove(targets[0])
        await client.call("xtk:session", "Write", literal(document))
        await client.prepare(document)
        assert await addresses(client, document.get("id", "")) == [RECIPIENT]

    in_lab(scenario, lab(Template.OWN_POPULATION))


@pytest.mark.parametrize("template", [Template.OWN_POPULATION, Template.HIDDEN_TARGET])
def test_submitting_really_sends_to_everybody(template: Template) -> None:
    """That is the danger: nobody looks between the analysis and the start."""

    async def scenario(client: Client) -> None:
        parameters = (string("mail"), literal(fragment()))
        await client.call("nms:delivery", "SubmitDelivery", *parameters)

        async def arrived() -> bool:
            return len(mails(client.lab)) == 2  # noqa: PLR2004  (the customer's and ours)

        await until(arrived, "both mails")
        recipients = sorted(str(mail["To"]) for mail in mails(client.lab))
        assert [
            address in text
            for address, text in zip(sorted([CUSTOMER, RECIPIENT]), recipients, strict=True)
        ] == [True, True]

    in_lab(scenario, lab(template))


def test_a_hidden_target_cannot_be_seen() -> None:
    """Neither before the analysis, in any document, nor after it, in the messages."""

    async def scenario(client: Client) -> None:
        document = await client.create(fragment())
        delivery_id = document.get("id", "")
        prepared = await client.call("nms:delivery", "Prepare", literal(document))
        copied = await client.call(
            "xtk:persist|nms:delivery",
            "Duplicate",
            literal("<delivery/>"),
            string(f"nms:delivery|{delivery_id}"),
        )
        shown = [await made(client, fragment()), document, prepared[0][0], copied[0][0]]
        assert [one.tag for one in shown] == ["delivery"] * 4
        assert [one.find("targets") for one in shown] == [None] * 4
        with pytest.raises(FaultError, match=NO_RIGHT):
            await client.rows("nms:broadLogRcp", "@address")
        both = sorted([CUSTOMER, RECIPIENT])
        assert await addresses(client, delivery_id) == both

    in_lab(scenario, lab(Template.HIDDEN_TARGET))


def test_a_hidden_target_cannot_be_replaced() -> None:
    """What the client writes is added to what it cannot see; the worst case."""

    async def scenario(client: Client) -> None:
        document = await made(client)
        own = ET.fromstring(fragment()).find("targets")  # noqa: S314  (our own text)
        assert own is not None
        document.append(own)
        await client.call("xtk:session", "Write", literal(document))
        await client.prepare(document)
        both = sorted([CUSTOMER, RECIPIENT])
        assert await addresses(client, document.get("id", "")) == both

    in_lab(scenario, lab(Template.HIDDEN_TARGET))

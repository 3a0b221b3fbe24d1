"""Which tables and fields a query may read: the xpaths of the public data model."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from campaign_tracking.lab.assumptions import LAST_PROCESSING_FIELD
from campaign_tracking.lab.database import Database, Option
from campaign_tracking.lab.delivery.documents import is_on
from campaign_tracking.lab.markup import text_of
from campaign_tracking.lab.query.expression import Scalar

Row = Any  # a row of any table: each table's own functions know its type
Field = Callable[[Row], Scalar]


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A schema as queries see it.

    Attributes:
        schema: Its name, such as ``nms:delivery``.
        rows: Returns all its rows.
        fields: By xpath in its plain form.
        links: Schema behind each linked element, and the field that holds its key.
        extension: Fields that the platform's owner added; there are none until a row has a value.
    """

    schema: str
    rows: Callable[[Database], Iterable[Row]]
    fields: Mapping[str, Field]
    links: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    extension: Mapping[str, Field] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """Name of a row's element: the schema's without its namespace."""
        return self.schema.partition(":")[2].replace(":", "_")

    def field_at(self, path: str, database: Database) -> Field | None:
        """Return the field with this xpath; None if there is none in *database*.

        A database whose rows have no value for an added field is one without the extension.
        """
        added = self.extension.get(path)
        if added and any(added(row) is not None for row in self.rows(database)):
            return added
        return self.fields.get(path)


def table(schema: str) -> Table | None:
    """Return the table behind *schema*; None if the lab has none."""
    return TABLES.get(schema)


def _options() -> Table:
    def stored(attribute: str) -> Field:
        return lambda row: row.value if _attribute_of(row) == attribute else None

    return Table(
        schema="xtk:option",
        rows=lambda database: database.options.values(),
        fields={
            "@name": lambda row: row.name,
            "@dataType": lambda row: row.data_type,
            **{path: stored(path) for path in ("@stringValue", *_OPTION_VALUES)},
        },
    )


# Where an option's value is stored, by its type (the SDK's xtkCaster.js); else @stringValue.
_OPTION_VALUES: Final[Mapping[str, frozenset[int]]] = {
    "@longValue": frozenset({1, 2, 3, 14, 15}),
    "@doubleValue": frozenset({4, 5}),
    "@timeStampValue": frozenset({7, 10}),
    "memoValue": frozenset({12, 13}),
}


def _attribute_of(row: Option) -> str:
    found = (path for path, types in _OPTION_VALUES.items() if row.data_type in types)
    return next(found, "@stringValue")


def _deliveries() -> Table:
    def inside(path: str) -> Field:
        return lambda row: text_of(row.document, path)

    return Table(
        schema="nms:delivery",
        rows=lambda database: database.deliveries.values(),
        fields={
            "@id": lambda row: row.id,
            "@internalName": lambda row: row.internal_name,
            "@label": lambda row: row.label,
            "@deliveryCode": lambda row: row.code,
            "@state": lambda row: row.state,
            "@isModel": lambda row: row.is_model,
            "@created": lambda row: row.created,
            "@lastModified": lambda row: row.last_modified,
            "@messageType": lambda _: 0,
            "@deliveryMode": lambda row: row.document.get("deliveryMode", "1"),
            "@deliveryProvider-id": lambda row: row.document.get("deliveryProvider-id", "0"),
            "properties/@deliveryState": lambda row: row.state,
            "properties/@warning": lambda row: row.warned,
            "tracking/@enabled": lambda row: is_on(row, "enabled"),
            "tracking/@openEnabled": lambda row: is_on(row, "openEnabled"),
            "mailParameters/subject": inside("mailParameters/subject"),
            "mailParameters/senderAddress": inside("mailParameters/senderAddress"),
            "content/html/source": inside("content/html/source"),
            "content/text/source": inside("content/text/source"),
        },
    )


def _recipients(schema: str, rows: Callable[[Database], Iterable[Row]]) -> Table:
    return Table(
        schema=schema,
        rows=rows,
        fields={
            "@id": lambda row: row.id,
            "@email": lambda row: row.email,
            "@firstName": lambda row: row.first_name,
            "@lastName": lambda row: row.last_name,
            "@blackList": lambda row: row.blacklisted,
        },
    )


def _broad_logs() -> Table:
    return Table(
        schema="nms:broadLogRcp",
        rows=lambda database: database.broad_logs.values(),
        fields={
            "@id": lambda row: row.id,
            "@address": lambda row: row.address,
            "@status": lambda row: row.status,
            "@failureReason": lambda row: row.failure_reason,
            "@eventDate": lambda row: row.event_date,
            "@delivery-id": lambda row: row.delivery_id,
            "@recipient-id": lambda row: row.recipient.id,
        },
        links={
            "delivery": ("nms:delivery", "@delivery-id"),
            "recipient": ("nms:recipient", "@recipient-id"),
        },
    )


def _tracking_urls() -> Table:
    return Table(
        schema="nms:trackingUrl",
        rows=lambda database: database.tracking_urls.values(),
        fields={
            "@id": lambda row: row.id,
            "@type": lambda row: row.type,
            "@label": lambda row: row.label,
            "sourceURL": lambda row: row.source_url,
            "@delivery-id": lambda row: row.delivery_id,
        },
        links={"delivery": ("nms:delivery", "@delivery-id")},
    )


def _tracking_logs() -> Table:
    return Table(
        schema="nms:trackingLogRcp",
        rows=lambda database: database.tracking_logs.values(),
        fields={
            "@id": lambda row: row.id,
            "@logDate": lambda row: row.log_date,
            "@broadLog-id": lambda row: row.broad_log_id,
            "@url-id": lambda row: row.url_id,
            "@delivery-id": lambda row: row.delivery_id,
        },
        links={
            "broadLog": ("nms:broadLogRcp", "@broadLog-id"),
            "url": ("nms:trackingUrl", "@url-id"),
            "delivery": ("nms:delivery", "@delivery-id"),
        },
    )


def _workflows() -> Table:
    return Table(
        schema="xtk:workflow",
        rows=lambda database: database.workflows.values(),
        fields={
            "@id": lambda row: row.id,
            "@internalName": lambda row: row.internal_name,
            "@label": lambda row: row.label,
            "@state": lambda row: row.state,
            "@failed": lambda row: row.failed,
            LAST_PROCESSING_FIELD: lambda row: row.last_processing,
        },
    )


def _accounts() -> Table:
    return Table(
        schema="nms:extAccount",
        rows=lambda database: database.accounts.values(),
        fields={
            "@id": lambda row: row.id,
            "@name": lambda row: row.name,
            "@label": lambda row: row.label,
            "@type": lambda row: row.type,
            "@active": lambda row: row.active,
            "@server": lambda row: row.server,
            "@account": lambda row: row.login,
        },
        extension={"@trackingURL": lambda row: row.tracking_url},
    )


TABLES: Final[Mapping[str, Table]] = {
    table.schema: table
    for table in (
        _options(),
        _deliveries(),
        _recipients("nms:recipient", lambda database: database.recipients.values()),
        _recipients("nms:seedMember", lambda database: database.seeds.values()),
        _broad_logs(),
        _tracking_urls(),
        _tracking_logs(),
        _workflows(),
        _accounts(),
    )
}

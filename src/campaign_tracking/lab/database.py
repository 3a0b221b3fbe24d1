"""What the platform's database holds: the rows that a verification can read."""

import itertools
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from xml.etree import ElementTree as ET

from campaign_tracking.lab import assumptions

OPEN_URL_ID = 1
TYPE_CLICK, TYPE_OPEN, TYPE_OPT_OUT, TYPE_MIRROR = 1, 2, 3, 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipient:
    """A row of nms:recipient, or of nms:seedMember."""

    id: int
    email: str
    first_name: str
    last_name: str
    blacklisted: bool = False


@dataclass(slots=True, kw_only=True)
class Delivery:
    """A row of nms:delivery: a delivery or, with ``is_model``, a template.

    Attributes:
        document: Everything else about it, as XML without namespaces.
    """

    id: int
    internal_name: str
    label: str
    created: datetime
    last_modified: datetime
    document: ET.Element
    code: str = ""
    state: int = 0
    is_model: bool = False
    warned: bool = False


@dataclass(slots=True, kw_only=True)
class BroadLog:
    """A row of nms:broadLogRcp: one message to one recipient.

    Attributes:
        recipient: Whom it goes to, as the analysis found them: what is personalised with.
        failure_reason: 1 user unknown, 2 invalid domain, 3 unreachable, …; 0 for none
            (indicator-calculation.md).
        html: The message's own HTML, once it was rendered; the mirror page shows it.
    """

    id: int
    delivery_id: int
    recipient: Recipient
    address: str
    event_date: datetime
    status: int = assumptions.BROAD_LOG_PENDING
    failure_reason: int = 0
    html: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TrackingUrl:
    """A row of nms:trackingUrl; id 1 is the reserved open (indicator-calculation.md)."""

    id: int
    delivery_id: int
    type: int
    source_url: str
    label: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TrackingLog:
    """A row of nms:trackingLogRcp: one open or click."""

    id: int
    log_date: datetime
    broad_log_id: int
    delivery_id: int
    url_id: int


@dataclass(slots=True, kw_only=True)
class Workflow:
    """A row of xtk:workflow.

    Attributes:
        busy_s: How long it is busy before each run: with the one before, say.
    """

    id: int
    internal_name: str
    label: str
    state: int
    failed: bool = False
    last_processing: datetime | None = None
    busy_s: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """A row of xtk:option; ``data_type`` 3 long, 6 string, 7 datetime, 12 memo, 14 timespan."""

    name: str
    data_type: int
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ExternalAccount:
    """A row of nms:extAccount; type 3 is routing, and mid-sourcing (the SDK's client.js).

    Attributes:
        server: URL of the mid-sourcing server; empty for a routing of the platform's own.
        login: Of the operator as whom the platform logs on there.
        tracking_url: Of a brand; None where the schema has no such attribute: it is an extension
            of one's own (additional-configurations.md).
    """

    id: int
    name: str
    label: str
    type: int
    active: bool
    server: str = ""
    login: str = ""
    password: str = field(default="", repr=False)
    tracking_url: str | None = None


@dataclass(slots=True, kw_only=True)
class Database:
    """The tables, and the one sequence from which new rows take their ids.

    Attributes:
        part_s: How long it takes over what belongs to a delivery that goes to a mid.
        mirror_block: What a personalisation block MirrorPageUrl of one's own writes; empty: the
            standard one is in force.
        text_delimiters: What sets a URL off in a text part: the wizard's parameters of the search
            for URLs (deploying-an-instance.md; where they are stored is L-97).
    """

    recipients: dict[int, Recipient] = field(default_factory=dict)
    seeds: dict[int, Recipient] = field(default_factory=dict)
    deliveries: dict[int, Delivery] = field(default_factory=dict)
    broad_logs: dict[int, BroadLog] = field(default_factory=dict)
    tracking_urls: dict[int, TrackingUrl] = field(default_factory=dict)
    tracking_logs: dict[int, TrackingLog] = field(default_factory=dict)
    workflows: dict[int, Workflow] = field(default_factory=dict)
    options: dict[str, Option] = field(default_factory=dict)
    accounts: dict[int, ExternalAccount] = field(default_factory=dict)
    mirror_block: str = ""
    text_delimiters: str = "()[]{}"
    part_s: float = 0.0
    sequence: Iterator[int] = field(default_factory=lambda: itertools.count(7_470_000))

    def new_id(self) -> int:
        """Return the next id."""
        return next(self.sequence)

    def workflow(self, name: str) -> Workflow:
        """Return the workflow with that internal name.

        Raises:
            KeyError: If there is none.
        """
        return {row.internal_name: row for row in self.workflows.values()}[name]

    def messages_of(self, delivery_id: int) -> list[BroadLog]:
        """Return the delivery's messages, oldest first."""
        return [row for row in self.broad_logs.values() if row.delivery_id == delivery_id]

    def forget_messages(self, delivery_id: int) -> None:
        """Delete the delivery's messages and tracked URLs, as before a new analysis."""
        for message in self.messages_of(delivery_id):
            del self.broad_logs[message.id]
        for url in self.urls_of(delivery_id):
            del self.tracking_urls[url.id]

    def urls_of(self, delivery_id: int) -> list[TrackingUrl]:
        """Return the delivery's tracked URLs; the open belongs to all and is not among them."""
        return [row for row in self.tracking_urls.values() if row.delivery_id == delivery_id]

    def set_option(self, name: str, value: str, data_type: int = 6) -> None:
        """Insert or replace an option."""
        self.options[name] = Option(name=name, data_type=data_type, value=value)

    def option(self, name: str) -> str:
        """Return an option's value; empty where it does not exist."""
        found = self.options.get(name)
        return found.value if found else ""

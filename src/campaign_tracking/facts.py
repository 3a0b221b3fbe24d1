"""Everything that one run has seen: what the diagnosis reads and facts.json holds."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from pydantic import TypeAdapter

from campaign_tracking.campaign.delivery import Delivery
from campaign_tracking.campaign.messages import Sending, TrackedUrl
from campaign_tracking.campaign.mid_sourcing import MidDelivery, TrackingAccount
from campaign_tracking.campaign.mid_workflows import MidWorkflows
from campaign_tracking.campaign.options import Options
from campaign_tracking.campaign.platform import Platform
from campaign_tracking.campaign.routing_account import RoutingAccount
from campaign_tracking.campaign.session import SessionLife
from campaign_tracking.campaign.target import Target
from campaign_tracking.campaign.template_tracking import TemplateTracking
from campaign_tracking.campaign.tracking_log import TrackingLog
from campaign_tracking.campaign.workflow import TrackingWorkflow, WorkflowWakeup
from campaign_tracking.environment import Environment
from campaign_tracking.mailbox import MailboxState, ReceivedMail, Reception
from campaign_tracking.own_links import OwnLink
from campaign_tracking.redirection.click import Click
from campaign_tracking.redirection.endpoint import Endpoint
from campaign_tracking.redirection.walk import Walk
from campaign_tracking.server_files.machine import DeliveryFile, LogScan, Machine


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What was seen; None of what nobody asked for, or what there was nothing to see of.

    Attributes:
        environment: What was declared.
        servers: The tracking servers that were asked, by id.
        machines: The servers whose files and processes may be read, by name.
        platform: What came of logging on.
        session_life: How the session fared.
        mid_session_life: How the session on the mid-sourcing server fared.
        mid_platform: What came of logging on to the mid-sourcing server.
        options: The deployment wizard's options.
        tracking_options: The same on the mid-sourcing server, where there is one.
        tracking_account: The external account that leads to the mid-sourcing server.
        workflow: The Tracking workflow.
        mid_workflows: Those that bring back what the mid-sourcing server knows.
        target: Template and recipient of the test mail.
        template_tracking: What of tracking is activated in the template.
        mailbox_state: Whether the mailbox can be read.
        tracked: The tracked delivery.
        control: The same without tracking.
        tracked_sending: What became of the tracked delivery's message.
        control_sending: What became of the control delivery's message.
        tracked_reception: What came of waiting for the tracked mail.
        control_reception: What came of waiting for the control mail.
        tracked_mail: The tracked mail as received.
        control_mail: The control mail as received.
        mid_delivery: The tracked delivery as the mid-sourcing server holds it.
        tracked_urls: What the platform tracks in the tracked delivery.
        links: The links of the tracked mail.
        routing_account: The external account that the tracked delivery is routed through.
        landing_click: What came of clicking the landing link.
        direct_clicks: What came of clicking it on each tracking server directly, by id.
        landing_walk: What came of following the click's redirect, where that is declared.
        open_click: What came of requesting the open.
        mirror_click: What came of clicking the mirror page link.
        mirror_page: What came of requesting the page that it led to.
        tracking_log: What the tracking log holds of our message.
        workflow_wakeup: What came of asking the Tracking workflow to run now.
        delivery_files: What each tracking server holds of the tracked delivery, by name.
        log_scans: What became of looking through each tracking server's log files, by name.
        interruptions: Calls of the application servers whose connection was broken off, and what
            came of them, in words.
    """

    environment: Environment | None = None
    servers: Mapping[str, Endpoint] | None = None
    machines: Mapping[str, Machine] | None = None
    platform: Platform | None = None
    session_life: SessionLife | None = None
    mid_session_life: SessionLife | None = None
    mid_platform: Platform | None = None
    options: Options | None = None
    tracking_options: Options | None = None
    tracking_account: TrackingAccount | None = None
    workflow: TrackingWorkflow | None = None
    mid_workflows: MidWorkflows | None = None
    target: Target | None = None
    template_tracking: TemplateTracking | None = None
    mailbox_state: MailboxState | None = None
    tracked: Delivery | None = None
    control: Delivery | None = None
    tracked_sending: Sending | None = None
    control_sending: Sending | None = None
    tracked_reception: Reception | None = None
    control_reception: Reception | None = None
    tracked_mail: ReceivedMail | None = None
    control_mail: ReceivedMail | None = None
    mid_delivery: MidDelivery | None = None
    tracked_urls: tuple[TrackedUrl, ...] | None = None
    links: tuple[OwnLink, ...] | None = None
    routing_account: RoutingAccount | None = None
    landing_click: Click | None = None
    direct_clicks: Mapping[str, Click] | None = None
    landing_walk: Walk | None = None
    open_click: Click | None = None
    mirror_click: Click | None = None
    mirror_page: Click | None = None
    tracking_log: TrackingLog | None = None
    workflow_wakeup: WorkflowWakeup | None = None
    delivery_files: Mapping[str, DeliveryFile] | None = None
    log_scans: Mapping[str, LogScan] | None = None
    interruptions: tuple[str, ...] | None = None


FactT = TypeVar("FactT")


class Notebook:
    """Where facts are noted as they are seen, so that a run that is stopped keeps them."""

    def __init__(self) -> None:
        """Begin with nothing seen."""
        self._seen: dict[str, Any] = {}

    def note(self, name: str, fact: FactT) -> FactT:
        """Keep *fact* under the name of the attribute that it is in ``Facts``; give it back."""
        self._seen[name] = fact
        return fact

    @property
    def facts(self) -> Facts:
        """What was seen so far."""
        return Facts(**self._seen)


def to_json(facts: Facts) -> dict[str, Any]:
    """Return *facts* as plain JSON values."""
    dumped: dict[str, Any] = TypeAdapter(Facts).dump_python(facts, mode="json")
    return dumped


def from_json(values: Mapping[str, object]) -> Facts:
    """Return the facts that ``to_json`` made *values* of.

    Raises:
        pydantic.ValidationError: If they are not facts.
    """
    return TypeAdapter(Facts).validate_python(dict(values))

"""What the database holds when the platform starts: options, recipients, a template, accounts."""

from dataclasses import dataclass
from typing import Final

from campaign_tracking.lab import stamps
from campaign_tracking.lab.assumptions import (
    AVAILABLE,
    BUILD,
    OPTION_PURGE_DELAY_S,
    POINTER_SEPARATOR,
    WORKFLOW_STARTED,
)
from campaign_tracking.lab.database import (
    OPEN_URL_ID,
    TYPE_OPEN,
    Database,
    Delivery,
    ExternalAccount,
    Recipient,
    TrackingUrl,
    Workflow,
)
from campaign_tracking.lab.delivery.execution import BULK, MID_SOURCING
from campaign_tracking.lab.markup import merged
from campaign_tracking.lab.wizard_options import ROUTING_URL
from campaign_tracking.safe_xml import parse

RECIPIENT_ID, DENIED_ID, CUSTOMER_ID, SEED_ID, TEMPLATE_ID = 1234, 1235, 1236, 2345, 3456
CUSTOMER: Final = "customer@client.example"  # whom a verification must never write to
TEMPLATE: Final = "mail"

_LONG, _STRING, _DATETIME, _MEMO, _TIMESPAN = 3, 6, 7, 12, 14
_SERVER_URL: Final = "<%@ include option='NmsTracking_ServerUrl' %>"
# L-16: the standard formula is not public as a whole; base, ids and their order are (A-08 apart).
_FORMULA: Final = (
    "{base}/r/?id=<% document.write(contentLetter + messageId + ',' + deliveryId + ',' + {url}) %>"
)

# The shape that the SDK's tests recorded for a new delivery, with neutral values.
_TEMPLATE_DOCUMENT: Final = """
<delivery messageType="0" priority="0" status="0" targetStatus="0">
  <properties deliveryState="0" warning="0"/>
  <scheduling validationMode="manual"/>
  <execution maxRetry="5" retryPeriod="3600"/>
  <scenario validityDuration="432000" webValidityDuration="5184000"/>
  <mapping name="mapRecipient" schema="nms:recipient">
    <storage broadLogSchema="nms:broadLogRcp" trackingLogSchema="nms:trackingLogRcp"/>
  </mapping>
  <mailParameters>
    <senderName>Client</senderName>
    <senderAddress>news@client.example</senderAddress>
    <replyAddress>news@client.example</replyAddress>
    <replyName>Client</replyName>
  </mailParameters>
  <tracking enabled="true" openEnabled="true">
    <clickFormula>&lt;%@ include option='NmsTracking_ClickFormula' %&gt;</clickFormula>
    <openFormula>&lt;%@ include option='NmsTracking_OpenFormula' %&gt;</openFormula>
  </tracking>
  <targets/>
</delivery>
"""
_OWN_POPULATION: Final = f"""
<delivery><targets><deliveryTarget>
  <targetPart type="query" exclusion="false" ignoreDeleteStatus="false">
    <where><condition expr="@email = '{CUSTOMER}'"/></where>
  </targetPart>
</deliveryTarget></targets></delivery>
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wizard:
    """What was entered into the deployment wizard.

    Attributes:
        url: External URL; its https form is ``secure_url``.
        internal_urls: In the wizard's order.
        password: The tracking password, opaque.
        external_account: Of a mid-sourcing server; empty where tracking is not externalised.
        routing_tracking_url: Of the instance's own routing, which mails' links begin with then;
            empty where nms:extAccount has no such attribute.
    """

    instance: str
    database_id: str
    password: str
    url: str
    secure_url: str
    internal_urls: str
    campaign_url: str
    external_account: str = ""
    routing_tracking_url: str = ""


def fill(database: Database, wizard: Wizard) -> ExternalAccount:
    """Insert what every instance holds; return its own routing."""
    for name, data_type, value in (*_tracking_options(wizard), *_other_options(wizard)):
        database.set_option(name, value, data_type)
    database.tracking_urls[OPEN_URL_ID] = TrackingUrl(
        id=OPEN_URL_ID, delivery_id=0, type=TYPE_OPEN, source_url="", label="Open"
    )
    workflow = Workflow(
        id=database.new_id(), internal_name="tracking", label="Tracking", state=WORKFLOW_STARTED
    )
    database.workflows[workflow.id] = workflow
    account = ExternalAccount(
        id=database.new_id(),
        name="defaultEmailBulk",
        label="Email routing",
        type=3,
        active=True,
        tracking_url=wizard.routing_tracking_url or None,
    )
    database.accounts[account.id] = account
    return account


def fill_for_users(
    database: Database, address: str, routing: ExternalAccount, *, own_population: bool = False
) -> None:
    """Insert what users work with.

    *address* is that of the one recipient to write to, *routing* that of the template, which may
    have a population of its own.
    """
    _insert_people(database, address)
    _insert_template(database, routing, own_population=own_population)


def _tracking_options(wizard: Wizard) -> tuple[tuple[str, int, str], ...]:
    consolidated = stamps.xtk(stamps.now())  # at installation, when there were no logs yet
    base = ROUTING_URL if wizard.routing_tracking_url else _SERVER_URL
    return (
        ("NmsTracking_Available", _LONG, AVAILABLE),
        ("NmsTracking_ServerUrl", _STRING, wizard.url),
        ("NmsTracking_SecureServerUrl", _STRING, wizard.secure_url),
        ("NmsTracking_ServerUrlList", _STRING, wizard.internal_urls),
        ("NmsTracking_Instance", _STRING, wizard.instance),
        ("NmsTracking_Password", _STRING, wizard.password),
        ("NmsTracking_ExtAccount", _STRING, wizard.external_account),
        ("NmsTracking_Pointer", _STRING, f"0{POINTER_SEPARATOR}{consolidated}"),
        ("NmsTracking_LastConsolidation", _DATETIME, consolidated),
        ("NmsTracking_ClickFormula", _MEMO, _FORMULA.format(base=base, url="urlId")),
        ("NmsTracking_OpenFormula", _MEMO, _FORMULA.format(base=base, url="1")),
        ("NmsTracking_WebFormula", _MEMO, _FORMULA.format(base=_SERVER_URL, url="webUrlId")),
        ("NmsTracking_UserAgentRules", _MEMO, ""),
        ("NmsTracking_WebTrackingMode", _STRING, ""),
        ("NmsTracking_WebTrackingDelivery", _STRING, ""),
    )


def _other_options(wizard: Wizard) -> tuple[tuple[str, int, str], ...]:
    return (
        ("NmsServer_MirrorPageUrl", _STRING, wizard.url),
        ("NmsServer_URL", _STRING, wizard.campaign_url),
        ("NmsServer_IntranetURL", _STRING, wizard.campaign_url),
        ("NmsServer_LastPostUpgrade", _STRING, BUILD),
        ("NmsServer_CustomerId", _STRING, "0"),
        ("XtkDatabaseId", _STRING, wizard.database_id),
        ("WdbcTimeZone", _STRING, "UTC"),
        ("NmsBroadcast_MsgValidityDuration", _TIMESPAN, "432000"),
        ("NmsBroadcast_MsgWebValidityDuration", _TIMESPAN, "5184000"),
        ("NmsDelivery_ImagePublishing", _STRING, "none"),
        ("XtkFileRes_Public_URL", _STRING, wizard.url),
        ("NmsCleanup_TrackingLogPurgeDelay", _TIMESPAN, str(OPTION_PURGE_DELAY_S)),
        ("NmsCleanup_TrackingStatPurgeDelay", _TIMESPAN, str(OPTION_PURGE_DELAY_S)),
        ("NmsCleanup_BroadLogPurgeDelay", _TIMESPAN, str(OPTION_PURGE_DELAY_S)),
        ("NmsOperation_LimitConcurrency", _LONG, "10"),
        ("NmsMTA_Alert_Delay", _TIMESPAN, "1800"),
    )


def _insert_people(database: Database, address: str) -> None:
    known = Recipient(
        id=RECIPIENT_ID, email=address, first_name="Tracking", last_name="Verification"
    )
    denied = Recipient(
        id=DENIED_ID,
        email="denied@client.example",
        first_name="On",
        last_name="Denylist",
        blacklisted=True,
    )
    customer = Recipient(id=CUSTOMER_ID, email=CUSTOMER, first_name="A", last_name="Customer")
    database.recipients.update({row.id: row for row in (known, denied, customer)})
    database.seeds[SEED_ID] = Recipient(
        id=SEED_ID, email="seed@client.example", first_name="Seed", last_name="Address"
    )


def _insert_template(database: Database, routing: ExternalAccount, *, own_population: bool) -> None:
    now = stamps.now()
    document = parse(_TEMPLATE_DOCUMENT.strip())
    if own_population:
        document = merged(document, parse(_OWN_POPULATION.strip()))
    document.set("deliveryMode", MID_SOURCING if routing.server else BULK)
    document.set("deliveryProvider-id", str(routing.id))
    database.deliveries[TEMPLATE_ID] = Delivery(
        id=TEMPLATE_ID,
        internal_name=TEMPLATE,
        label="Email delivery",
        is_model=True,
        created=now,
        last_modified=now,
        document=document,
    )

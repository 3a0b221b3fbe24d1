"""What the marketing instance of a mid holds besides its own rows: an account and two workflows.

Names: of account and operator as the SDK's tests recorded them, of the workflows by
about-technical-workflows.md.
"""

import dataclasses
from typing import Final

from campaign_tracking.lab.application.first_rows import Wizard
from campaign_tracking.lab.assumptions import WORKFLOW_STARTED
from campaign_tracking.lab.database import Database, ExternalAccount, Workflow

ACCOUNT: Final = "defaultEmailMid"
OPERATOR: Final = "mid"
DELIVERIES_WORKFLOW: Final = "defaultMidSourcingDlv"
LOGS_WORKFLOW: Final = "defaultMidSourcingLog"


def marketing_wizard(wizard: Wizard, database_id: str, url: str) -> Wizard:
    """Return what the marketing instance's wizard holds, given that of the mid.

    "Externalize tracking management" asks for an account and the name of the instance only
    (mid-sourcing-server.md): internal URLs and tracking password stay empty (L-50).
    """
    return dataclasses.replace(
        wizard,
        database_id=database_id,
        password="",
        internal_urls="",
        campaign_url=url,
        external_account=ACCOUNT,
    )


def insert_account(database: Database, url: str, password: str) -> ExternalAccount:
    """Insert the account of the mid at *url*, where the operator has this password."""
    account = ExternalAccount(
        id=database.new_id(),
        name=ACCOUNT,
        label="Mid-sourcing",
        type=3,
        active=True,
        server=url,
        login=OPERATOR,
        password=password,
    )
    database.accounts[account.id] = account
    return account


def insert_workflows(database: Database) -> None:
    """Insert the two workflows that bring back what the mid knows."""
    labels = {
        DELIVERIES_WORKFLOW: "Mid-sourcing (delivery counters)",
        LOGS_WORKFLOW: "Mid-sourcing (delivery logs)",
    }
    for name, label in labels.items():
        row = Workflow(
            id=database.new_id(), internal_name=name, label=label, state=WORKFLOW_STARTED
        )
        database.workflows[row.id] = row

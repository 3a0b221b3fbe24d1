"""``native-login-disabled``: passwords are taken from a few operators only."""

from collections.abc import Iterator
from typing import Final

from campaign_tracking.diagnosis.cause import KnownCause, Sign
from campaign_tracking.diagnosis.owner import Owner
from campaign_tracking.diagnosis.setup.logons import Refusal, refusals
from campaign_tracking.diagnosis.text import Text
from campaign_tracking.facts import Facts
from campaign_tracking.server_files.machine import Machine
from campaign_tracking.server_files.settings import effective

SWITCH: Final = "shared/imsConfig/nonIMSAuthnAPI/@disableAPI"
THE_FILE: Final = Text(
    "No page says how such a password is refused. On the application server serverConf.xml tells: "
    "shared/imsConfig/nonIMSAuthnAPI, with the operators that are let in all the same."
)


def find(facts: Facts) -> Iterator[Sign]:
    """Find passwords that are refused for no reason with a code.

    XSV-350012 is a wrong password, XSV-350013 a wrong address.
    """
    for refusal in refusals(facts, "password"):
        if any(code.startswith("XSV-") for code in refusal.codes):
            continue
        where = _where_disabled(facts, refusal)
        if where:
            yield refusal.sign(Text('{where}: {path} = "true".', where=where, path=SWITCH))
        elif not refusal.is_plain:
            yield refusal.sign(doubt=THE_FILE)


def _where_disabled(facts: Facts, refusal: Refusal) -> str:
    """Return where native login is disabled; empty if no file that was read says so."""
    machines = (facts.machines or {}).values()
    read = [each for each in machines if each.role == refusal.role and not each.unread]
    return next(filter(None, map(_disabled_on, read)), "")


def _disabled_on(machine: Machine) -> str:
    setting = effective(machine, SWITCH)
    return setting.where if setting.is_true else ""


NATIVE_LOGIN_DISABLED = KnownCause(
    id=("native-login-disabled",),
    statement=Text(
        "{url} takes no password from {login}: operators have to log on by Adobe's identity "
        "service."
    ),
    owner=Owner.SETUP,
    steps=(
        Text('Log on by the identity service: [campaign] auth = "ims".'),
        Text("Or have the operator added: nonIMSAuthnAPI/allowOperator in serverConf.xml."),
    ),
    source="impact-ims-migration.md",
    find=find,
)

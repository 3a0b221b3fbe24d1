"""What stands in a ticket, apart from what was seen."""

from collections.abc import Mapping
from typing import Final

from campaign_tracking.diagnosis.text import Text

CASE: Final = Text("Support case: e-mail tracking on {environment} does not work")
ORDER: Final = Text("Work order: e-mail tracking on {environment} does not work")
SIMULATION: Final = Text(
    "**This is about a simulation (the lab): it says nothing about your servers. Send it to "
    "nobody.**"
)
SUMMARY: Final = Text("Summary")
FAILED: Final = Text(
    "The verification of {at} UTC failed: {failed} of {checks} checks did not hold, and others "
    "could not be judged because of them."
)
CAUSE: Final = Text("Cause")
LIKELY: Final = Text("Likely cause")
UNKNOWN: Final = Text("The cause is not known; what was seen stands below.")

IMPACT: Final = Text("Impact")
# By the first stage, in the order of the mail's way, that is not proved.
IMPACTS: Final[Mapping[str, Text]] = {
    "application server": Text("The application server cannot be used as it must be."),
    "control delivery": Text("Mails do not go out, with tracked links or without."),
    "tracked delivery": Text(
        "Mails with tracked links do not go out; the same mail without tracking does."
    ),
    "reception": Text("Mails go out, and do not arrive."),
    "links": Text("Mails arrive, and their links are not tracked as they must be."),
    "click": Text("Mails arrive, and their links do not lead where they must."),
    "tracking log": Text(
        "Mails arrive and their links work, and what recipients do is not logged."
    ),
}
NO_IMPACT: Final = Text(
    "The test mail was sent, received, clicked and logged. What is wrong shows only under other "
    "circumstances: on another server, under load, or after a restart."
)

SINCE: Final = Text("Since when")
BROKEN_AT: Final = Text("First seen not to work: {at} UTC")
WORKED_AT: Final = Text("Last seen to work: {at} UTC")
NEVER_WORKED: Final = Text("No earlier run is kept in which it worked.")

PLATFORM: Final = Text("Platform")
NOT_SEEN: Final = Text("Nothing of it was seen.")
APPLICATION_SERVER: Final = Text("Application server")
INSTANCE: Final = Text("Instance")
BUILD: Final = Text("Version and build")
TRACKING_URL: Final = Text("Tracking URLs")
INTERNAL_URL: Final = Text("Internal URL")

EVIDENCE: Final = Text("Evidence")
LOG: Final = Text("Errors in the delivery log of the tracked delivery, as they stand there:")
CHECKS: Final = Text("Checks that failed, as in junit.xml (in English):")

RULED_OUT: Final = Text("In order, and so ruled out")
NOTHING_RULED_OUT: Final = Text("Nothing: no part of the way was proved as a whole.")
STAGE_NAMES: Final[Mapping[str, Text]] = {
    "external connectivity": Text("The tracking servers answer under their public names"),
    "internal connectivity": Text("The tracking servers answer under their internal URLs"),
    "server files": Text("The servers' configuration files and processes"),
    "application server": Text("Logging on to the application server"),
    "options": Text("The options of the deployment wizard"),
    "test mail's set-up": Text("Template, recipient and mailbox of the test mail"),
    "tracked delivery": Text("Sending a mail with tracked links"),
    "control delivery": Text("Sending the same mail without tracking"),
    "reception": Text("Receiving both mails"),
    "links": Text("The links in the received mail"),
    "click": Text("The click, and the way to the landing page"),
    "tracking log": Text("The tracking log"),
}

REQUEST: Final = Text("Request")
EXAMINE: Final = Text(
    "Please examine the tracking settings of this instance and, if needed, register tracking again."
)
FOR: Final = Text("For:")
TO_BE_SURE: Final = Text("To be sure")
LOOK_AT_CHECKS: Final = Text(
    "Each failed check says in report.html what to do about it, and who does it."
)

CONFIRMATION: Final = Text("How we confirm the repair")
RUN_AGAIN: Final = Text(
    "We will run this verification again (`{command}`): it sends a mail with a tracked link, "
    "receives it, clicks, and looks for the click in the tracking log."
)
ATTACHED: Final = Text("Attached: report.html, junit.xml, facts.json and the folder evidence.")

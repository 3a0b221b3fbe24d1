"""Logs as people paste them."""

import html
from collections.abc import Sequence

from campaign_tracking.pasted.answer import Answer, answer

TRK1, TRK2 = "10.30.74.xxx", "10.30.167.xxx"
COMPLETED = "DLV-490119 Analysis completed in 0s with warnings (1 message(s) waiting)."
WRONG_CONFIGURATION = (
    "RED-520005 Wrong configuration of remote redirection server. Please check the server "
    "configuration."
)
HEALTHY = (
    "Loading typology rules (step: sql)...",
    "Applying SQL based rule 'Exclude addresses' : 0 recipients(s) excluded in 0.0s.",
    "Applying rule 'Check delivery size'.",
    COMPLETED,
)


def uploading(host: str) -> str:
    """Return the line that announces an upload."""
    return f"Uploading tracking information on server '{host}'..."


def communication_failed(host: str) -> str:
    """Return the line that names a server."""
    return (
        f"RED-520025 Communication failed with tracking server 'http://{host}'. Please check that "
        "the server is started and check if the connection parameters defined in the deployment "
        "wizard (or directly in the options), are correct."
    )


AUDIT = (
    uploading(TRK1),
    communication_failed(TRK2),
    WRONG_CONFIGURATION,
    uploading(TRK2),
    COMPLETED,
)
# The article, with what stands around its log (KA-19371).
ARTICLE = f"""\
E-mails that contain tracked URLs are not sent (KA-19371)

**Symptoms**
- A delivery is blocked after analysis, at the moment at which tracking data is sent to the tracking
  servers (communication of tracking data to the tracking server).
- A delivery in which tracking is not activated works.

**What the delivery audit shows**
```
{chr(10).join(AUDIT)}
```
Note: the internal tracking servers in the deployment wizard are `{TRK2}, {TRK1}`.

**Resolution**
Where Adobe hosts the instance: open a support ticket to have the tracking settings examined and, if
needed, tracking registered again. Once that is done, send a mail that contains a tracked URL to
confirm.
"""


def table(lines: Sequence[str]) -> str:
    """Return a log that was copied from a page."""
    rows = (
        f"<tr><td>12:01:0{number % 10}</td>\n<td>{html.escape(line)}</td></tr>"
        for number, line in enumerate(lines)
    )
    return f"<table>{''.join(rows)}</table>"


def told_of(text: str, hosting: str | None = None) -> Answer:
    """Return what is told of *text*."""
    return answer("pasted.log", text, hosting)

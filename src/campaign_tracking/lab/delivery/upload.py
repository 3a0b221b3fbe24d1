"""Upload of tracking information to every tracking server, at the end of an analysis.

The texts are those of KA-19371. When each is written is not public: transport failure, TLS failure
or an HTTP error gives RED-520025 alone; a server that answers, but does not know us, gives the pair
(A-01), the cause first. In the list's order, one after the other, going on after a failure (A-04).
"""

from collections.abc import Awaitable, Callable, Iterable
from typing import Final
from urllib.parse import urlsplit
from xml.etree import ElementTree as ET

from campaign_tracking.lab.delivery.job import Job, Severity
from campaign_tracking.lab.redirection.remote_client import RemoteTracking
from campaign_tracking.lab.soap.outgoing import NoAnswerError, RefusedError

UPLOADING: Final = "Uploading tracking information on server '{host}'..."
COMMUNICATION_FAILED: Final = (
    "RED-520025 Communication failed with tracking server '{address}'. Please check that "
    "the server is started and check if the connection parameters defined in the deployment wizard "
    "(or directly in the options), are correct."
)
WRONG_CONFIGURATION: Final = (
    "RED-520005 Wrong configuration of remote redirection server. "
    "Please check the server configuration."
)


async def upload(
    job: Job,
    remote: RemoteTracking,
    urls: Iterable[str],
    info: ET.Element,
    pause: Callable[[], Awaitable[None]],
) -> None:
    """Upload *info* to each server and log what comes of it."""
    delivery_id = int(info.get("deliveryId", "0"))
    for url in urls:
        host, address = _named(url)
        failed = COMMUNICATION_FAILED.format(address=address)
        job.log(UPLOADING.format(host=host))
        await pause()
        try:
            await remote.push_tracking_info(url, delivery_id, info)
        except NoAnswerError:
            job.log(failed, Severity.ERROR)
        except RefusedError:
            job.log(WRONG_CONFIGURATION, Severity.ERROR)
            job.log(failed, Severity.ERROR)


def _named(url: str) -> tuple[str, str]:
    """Return host, and scheme with host: no port; what is no URL stands for itself."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return url, url
    return (parts.hostname, f"{parts.scheme}://{parts.hostname}") if parts.hostname else (url, url)

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
from campaign_tracking.lab.redirection.remote_client import (
    NoAnswerError,
    RefusedError,
    RemoteTracking,
)

UPLOADING: Final = "Uploading tracking information on server '{host}'..."
COMMUNICATION_FAILED: Final = (
    "RED-520025 Communication failed with tracking server '{scheme}://{host}'. Please check that "
    "the server is started and check if the connection parameters defined in the deployment wizard "
    "(or directly in the options), are correct."
)
WRONG_CONFIGURATION: Final = (
    "RED-520005 Wrong configuration of remote redirection server. "
    "Please check the server configuration."
)


def internal_urls(option: str, separator: str) -> list[str]:
    """Return the URLs in ``NmsTracking_ServerUrlList`` (A-03)."""
    return [url.strip() for url in option.split(separator) if url.strip()]


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
        parts = urlsplit(url)
        failed = COMMUNICATION_FAILED.format(scheme=parts.scheme, host=parts.hostname)
        job.log(UPLOADING.format(host=parts.hostname))
        await pause()
        try:
            await remote.push_tracking_info(url, delivery_id, info)
        except NoAnswerError:
            job.log(failed, Severity.ERROR)
        except RefusedError:
            job.log(WRONG_CONFIGURATION, Severity.ERROR)
            job.log(failed, Severity.ERROR)

"""Where tracking logs are collected from: from every tracking server, each with its own pointer."""

import asyncio
from dataclasses import dataclass
from typing import Protocol
from xml.etree import ElementTree as ET

import httpx

from campaign_tracking.lab.assumptions import POINTER_SEPARATOR
from campaign_tracking.lab.database import Database
from campaign_tracking.lab.redirection.remote_client import CollectedLogs, RemoteTracking
from campaign_tracking.lab.redirection.remote_methods import CORRUPTED
from campaign_tracking.lab.scheduled_workflow import WorkflowError
from campaign_tracking.lab.soap.outgoing import NoAnswerError, RefusedError
from campaign_tracking.lab.wizard_options import internal_urls, tracking_account


@dataclass(frozen=True, slots=True, kw_only=True)
class Collected:
    """Logs, and the pointer from which to go on (A-11: opaque)."""

    pointer: str
    logs: tuple[ET.Element, ...]


class LogSource(Protocol):
    """Gives what was logged after a pointer; an empty pointer is the beginning."""

    async def collect(self, pointer: str) -> Collected:
        """Return the next logs.

        Raises:
            WorkflowError: If somebody has to look into it first.
        """
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class TrackingServers:
    """The tracking servers that the wizard names; one that does not answer is left out (L-12).

    Attributes:
        logs_per_request: How many logs are asked for at once.
    """

    database: Database
    client: httpx.AsyncClient
    logs_per_request: int

    async def collect(self, pointer: str) -> Collected:
        """Return the logs of all of them.

        Raises:
            WorkflowError: If a server holds a corrupted line (about-message-tracking.md).
        """
        urls = internal_urls(self.database)
        answers = await asyncio.gather(*map(self._ask, urls, _pointers(pointer, len(urls))))
        return Collected(
            pointer=POINTER_SEPARATOR.join(f"{answer.pointer:x}" for answer in answers),
            logs=tuple(log for answer in answers for log in answer.logs),
        )

    async def _ask(self, url: str, pointer: int) -> CollectedLogs:
        remote = RemoteTracking(self.client, tracking_account(self.database))
        try:
            return await remote.get_tracking_logs(url, pointer, self.logs_per_request)
        except NoAnswerError:
            return CollectedLogs(pointer=pointer, logs=())
        except RefusedError as error:
            if CORRUPTED in str(error):
                raise WorkflowError(str(error)) from error
            return CollectedLogs(pointer=pointer, logs=())


def _pointers(joined: str, count: int) -> list[int]:
    """Return one pointer for each of *count* servers; 0 for one that was never asked."""
    known = [int(pointer, 16) for pointer in joined.split(POINTER_SEPARATOR) if pointer]
    return [*known, *[0] * count][:count]

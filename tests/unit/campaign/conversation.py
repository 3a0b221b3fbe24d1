"""A platform that is walked through a whole sending, step by step."""

import copy
from xml.etree import ElementTree as ET

import requests

from campaign_tracking.campaign.order import Order
from tests.unit.campaign.answers import answer, rows, string
from tests.unit.campaign.calls import action, queried
from tests.unit.samples import RECIPIENT, TOKEN

ORDER = Order(
    token=TOKEN,
    tracked=True,
    template="mail",
    recipient="Check@Example.com",
    landing_url="https://www.example.com/check",
    html="<a href='https://www.example.com/check'>check</a>",
    text="https://www.example.com/check",
)
CONVERSATION = (
    "CreateFromModel",
    "Write",
    "find",
    "Submit",
    "GetStatus",
    "state",
    "messages",
    "Play",
)
JOB = "4210/nms:delivery@@AAAA+/bbbb="
RED = "RED-520025 Communication failed with tracking server 'http://10.30.167.xxx'."


def element(name: str, inner: str) -> str:
    """Return an element value of an answer."""
    return f"<{name} xsi:type='ns:Element'>{inner}</{name}>"


def status(job_status: int, *log: str) -> str:
    """Return an answer to GetStatus: the status and the job's log."""
    return answer(
        "GetStatus",
        f"<psStatus xsi:type='xsd:short'>{job_status}</psStatus>"
        + element("pelemReturnLogs", f"<elemReturnLogs>{''.join(log)}</elemReturnLogs>")
        + element("pelemProperties", "<elemProperties warning='0'/>"),
        "xtk:job",
    )


def log_line(id_: int, said: str, kind: int = 2) -> str:
    """Return a line of the job's log, as a platform writes it."""
    attributes = {"id": str(id_), "iRc": "0", "logType": str(kind), "message": said}
    return ET.tostring(ET.Element("log", attributes), "unicode")


def messages(*addresses: str) -> str:
    """Return the broadlog with one pending message for each of *addresses*."""
    found = (
        f"<broadLogRcp id='{77 + number}' address='{address}' status='6'/>"
        for number, address in enumerate(addresses)
    )
    return rows("broadLogRcp", *found)


HEALTHY: dict[str, list[str | Exception]] = {
    "CreateFromModel": [
        answer(
            "CreateFromModel",
            element("pdom", f"<delivery _operation='insert' deliveryCode='{TOKEN}'/>"),
            "nms:delivery",
        )
    ],
    "Write": [answer("Write", "", "xtk:session")],
    "find": [rows("delivery", "<delivery id='9001'/>")],
    "Submit": [answer("Submit", string("pstrId", JOB), "nms:delivery")],
    "GetStatus": [status(5, log_line(1, "DLV-490119 Analysis completed in 0s."))],
    "state": [rows("delivery", "<delivery state='45'/>")],
    "messages": [messages(RECIPIENT)],
    "Play": [answer("Play", "", "nms:delivery")],
}


class Platform:
    """Answers each step of the conversation as a test wants it, and remembers what was asked.

    Attributes:
        answers: The answers to each step, in their order; the last one is given again.
        status: The HTTP status of a step's answers, where it is not 200.
        requests: What was asked, with the step that it was.
    """

    def __init__(self) -> None:
        """Begin as a healthy platform."""
        self.answers = copy.deepcopy(HEALTHY)
        self.status: dict[str, int] = {}
        self.requests: list[tuple[str, requests.PreparedRequest]] = []

    def __call__(
        self, request: requests.PreparedRequest
    ) -> tuple[int, dict[str, str], str | Exception]:
        """Answer."""
        step = self._step(request)
        self.requests.append((step, request))
        given_ = self.answers[step]
        given = given_.pop(0) if len(given_) > 1 else given_[0]
        return self.status.get(step, 200), {}, given

    @property
    def steps(self) -> list[str]:
        """What was asked, in order."""
        return [step for step, _ in self.requests]

    def asked(self, step: str) -> list[requests.PreparedRequest]:
        """Return every request that was this step."""
        return [request for name, request in self.requests if name == step]

    @staticmethod
    def _step(request: requests.PreparedRequest) -> str:
        name = action(request).partition("#")[2]
        if name != "ExecuteQuery":
            return name
        schema, conditions = queried(request)
        if schema == "nms:broadLogRcp":
            return "messages"
        return "find" if "@deliveryCode" in conditions[0] else "state"

"""A delivery from template to mail, and what stands in the way of others."""

import re

import pytest

from campaign_tracking.lab.delivery.analysis import NO_SENDER, NO_TARGET
from campaign_tracking.lab.settings import LabSettings
from tests.lab_itself.client import Client, FaultError, literal, log_lines, string, until
from tests.lab_itself.contents import HTML, fragment
from tests.lab_itself.running import in_lab, links, mails, part, sent

HEALTHY = [
    "1 recipient(s) match segmentation criteria (query performed in 0.0s).",
    "Loading typology rules (step: sql)...",
    "Loading typology rules (step: businessRanking)...",
    "Loading typology rules (step: volume)...",
    "Exclusion of undefined addresses : 0 recipients(s) excluded in 0.0s.",
    "Exclusion of blacklisted recipients : 0 recipients(s) excluded in 0.0s.",
    "Exclusion of addresses in quarantine : 0 recipients(s) excluded in 0.0s.",
    "Applying SQL based rule 'Exclude addresses' : 0 recipients(s) excluded in 0.0s.",
    "Duplicate address in delivery action. : 0 recipients(s) excluded in 0.0s.",
    "Loading typology rules (step: javascript/postTarget)...",
    "Applying rule 'Check delivery size'.",
    "Applying rule 'Check proof target size'.",
    "Analysis completed in 0s (1 message(s) waiting).",
]


def test_walk() -> None:
    """Prepared, uploaded, sent, received, clicked, logged."""

    async def scenario(client: Client) -> None:
        document = await client.create(fragment())
        status = await client.prepare(document)
        hosts = [server.url.split("/")[2].split(":")[0] for server in client.lab.tracking]
        uploads = [f"Uploading tracking information on server '{host}'..." for host in hosts]
        assert log_lines(status) == [*HEALTHY, *uploads]
        where = f"[@delivery-id] = {document.get('id')}"
        (message,) = await client.rows("nms:broadLogRcp", "@id", "@status", "@address", where=where)
        assert (message.get("status"), message.get("address")) == (
            "6",
            "tracking-check@client.example",
        )
        await client.call("nms:delivery", "Play", string(document.get("id", "")))

        async def was_sent() -> bool:
            rows = await client.rows("nms:broadLogRcp", "@status", where=where)
            return [row.get("status") for row in rows] == ["1"]

        await until(was_sent, "the message")
        (mail,) = mails(client.lab)
        assert re.fullmatch(r"<lab\.[\w.]+@[\w.]+>", mail["Message-ID"])
        assert (mail["Subject"], mail["X-mailer"]) == ("Check r1 Tracking", "nlserver, Build 8.5.1")
        assert mail.get_content_type() == "multipart/alternative"
        await _click_and_find(client, links(mail)[0], message.get("id", ""))

    in_lab(scenario)


async def _click_and_find(client: Client, link: str, broad_log_id: str) -> None:
    first = client.lab.tracking[0]
    assert link.startswith(f"{first.secure_url}/r/?id=h{int(broad_log_id):x},")
    await client.http.get(link)

    async def logged() -> bool:
        fields = ("@logDate", "[@broadLog-id]", "[url/@type]", "[url/sourceURL]")
        rows = await client.rows("nms:trackingLogRcp", *fields, where="[@url-id] <> 1")
        return [row.get("broadLog-id") for row in rows] == [broad_log_id]

    assert await until(logged, "the log of the click")


def test_without_tracking() -> None:
    """The control mail: nothing is uploaded, links are the author's, there is no picture."""

    async def scenario(client: Client) -> None:
        _, mail = await sent(client, fragment(tracking=False))
        assert "https://www.client.example/tracking-check?run=r1&x=1" in links(mail)
        assert "/r/?id=" not in part(mail, "text/html") + part(mail, "text/plain")
        assert "PushTrackingInfo" not in "".join(seen.action for seen in client.lab.requests_seen)

    in_lab(scenario)


def test_warnings() -> None:
    """An exclusion is a warning; then, and only then, DLV-490119 closes the analysis."""

    async def scenario(client: Client) -> None:
        status = await client.prepare(await client.create(fragment(recipients="1234, 1235")))
        line = "DLV-490119 Analysis completed in 0s with warnings (1 message(s) waiting)."
        (found,) = [log for log in status.iter("log") if log.get("message") == line]
        assert (found.get("logType"), found.get("iRc")) == ("1", "0")
        properties = status.find("pelemProperties/elemProperties")
        assert (
            status.findtext("psStatus"),
            properties is not None and properties.get("warning"),
        ) == ("5", "1")

    in_lab(scenario)


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        ("<targets>.*</targets>", "", NO_TARGET),
        ("<mailParameters>", "<mailParameters><senderAddress> </senderAddress>", ""),
        (
            "@id IN",
            "@shoeSize IN",
            "XTK-170036 Unknown field '@shoeSize' in schema 'nms:recipient'.",
        ),
    ],
)
def test_analysis_that_cannot_go_on(old: str, new: str, line: str) -> None:
    """The cause first, its wrappers after it; the delivery is in state 37 and cannot be started."""

    async def scenario(client: Client) -> None:
        document = await client.create(re.sub(old, new, fragment(), flags=re.DOTALL))
        for address in document.iterfind("mailParameters/senderAddress"):
            address.text = "" if not line else address.text
        status = await client.prepare(document)
        lines = [log.get("message", "") for log in status.iter("log") if log.get("logType") == "0"]
        assert status.findtext("psStatus") == "6"
        assert lines[0] == (line or NO_SENDER)
        assert lines[-1] == "XSV-350122 An error occurred and the process has been stopped."
        with pytest.raises(FaultError, match="state 37"):
            await client.call("nms:delivery", "Play", string(document.get("id", "")))

    in_lab(scenario)


def test_submit_delivery() -> None:
    """Created, analysed and started in one call; found again by its code."""

    async def scenario(client: Client) -> None:
        content = literal(fragment(html=HTML, text=""))
        answer = await client.call("nms:delivery", "SubmitDelivery", string("mail"), content)

        async def finished() -> bool:
            where = f"@deliveryCode = 'CODE1' and @id = {answer.findtext('plDeliveryId')}"
            (row,) = await client.rows("nms:delivery", "@state", where=where)
            return row.get("state") == "95"

        await until(finished, "the end of the delivery")
        assert mails(client.lab)[0].get_content_type() == "text/html"

    in_lab(scenario)


def test_methods_around_a_delivery() -> None:
    """NewInstance, Execute, PrepareFromId, HasWarning, GetResult, ExecCommand; unknown names."""

    async def scenario(client: Client) -> None:
        new = await client.call(
            "xtk:persist|nms:delivery",
            "NewInstance",
            literal('<delivery label="x" xtkschema="nms:delivery"/>'),
        )
        assert (new[0].tag, new[0][0].get("_operation")) == ("entity", "insert")
        document = await client.create(fragment())
        delivery_id = string(document.get("id", ""))
        job = await client.call(
            "xtk:jobInterface|nms:delivery", "Execute", literal(document), string("Prepare")
        )
        job_id = string(job.findtext("pstrId") or "")
        warned = await client.call("xtk:jobInterface|xtk:job", "HasWarning", job_id)
        assert warned[0].text == "false"
        await client.call("xtk:jobInterface|xtk:job", "GetResult", job_id)
        await client.call("nms:delivery", "PrepareFromId", delivery_id)
        state = await client.call("nms:delivery", "ExecCommand", delivery_id, string("stop"))
        assert state[0].text == "85"
        for call in (
            ("CreateFromModel", string("nothing"), literal("<delivery/>")),
            ("Play", string("1")),
        ):
            with pytest.raises(FaultError, match="SOP-330011"):
                await client.call("nms:delivery", *call)
        with pytest.raises(FaultError, match="SOP-330006"):
            await client.call(
                "xtk:jobInterface|nms:delivery", "Submit", literal(document), string("Nothing")
            )

    in_lab(scenario)


def test_cancelled_analysis() -> None:
    """A cancelled job ends as such, and the delivery can be edited again."""

    async def scenario(client: Client) -> None:
        document = await client.create(fragment())
        call = (literal(document), string("Prepare"))
        submitted = await client.call("xtk:jobInterface|nms:delivery", "Submit", *call)
        job_id = string(submitted.findtext("pstrId") or "")
        await client.call("xtk:jobInterface|xtk:job", "Cancel", job_id)
        where = f"@id = {document.get('id')}"

        async def edited() -> bool:
            row = await client.query("nms:delivery", "get", "@state", where=where)
            return row.get("state") == "0"

        assert await until(edited, "the end of the job")
        status = await client.call(
            "xtk:jobInterface|xtk:job", "GetStatus", job_id, "<n>0</n>", "<n>9</n>"
        )
        assert status.findtext("psStatus") == "4"

    in_lab(scenario, LabSettings(pace_scale=20))

"""Requests that nobody sends in earnest: each gets a fault, none an HTTP 500."""

import logging
from http import HTTPStatus

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaign_tracking.lab.application.options import Options
from campaign_tracking.lab.numbers import key, number
from campaign_tracking.lab.settings import LabSettings
from campaign_tracking.lab.soap.call import SoapCall
from tests.lab_itself.client import Client, literal, string
from tests.lab_itself.mid import MID, MidClient
from tests.lab_itself.running import FAST, in_lab

DIGITS = "9" * 5000
JOB = "xtk:jobInterface|xtk:job"
SELECT = '<select><node expr="@id"/></select>'


def query(attributes: str, where: str = "") -> str:
    """Return a query of deliveries."""
    attributes = f'schema="nms:delivery" operation="select" {attributes}'
    return literal(f"<queryDef {attributes}>{SELECT}{where}</queryDef>")


@pytest.mark.parametrize(
    ("service", "method", "parameters", "says"),
    [
        ("xtk:queryDef", "ExecuteQuery", (query('lineCount="99999999999999999999"'),), "lineCount"),
        ("xtk:queryDef", "ExecuteQuery", (query(f'lineCount="{DIGITS}"'),), "lineCount"),
        (
            "xtk:queryDef",
            "ExecuteQuery",
            (query("", f'<where><condition expr="@id = {DIGITS}"/></where>'),),
            "XTK-170036 ",
        ),
        ("xtk:queryDef", "ExecuteQuery", (literal("<a>" * 300 + "</a>" * 300),), "not XML"),
        ("xtk:queryDef", "ExecuteQuery", (literal("<a>" * 3000 + "</a>" * 3000),), "not XML"),
        (
            "xtk:queryDef",
            "ExecuteQuery",
            (query("", f"<where><condition expr='{'(' * 5000}1 = 1'/></where>"),),
            "unforeseen",
        ),
        ("nms:delivery", "Play", (string(DIGITS),), "no delivery"),
        (
            "xtk:persist|nms:delivery",
            "Duplicate",
            (literal("<delivery/>"), string(f"nms:delivery|{DIGITS}")),
            "no entity",
        ),
        (JOB, "GetStatus", (string("x"), string(str(2**31)), string("1")), "SOP-330003 "),
        (JOB, "GetStatus", (string("x"), string(DIGITS), string("1")), "SOP-330003 "),
        (JOB, "GetStatus", (string("x"), string("--5"), string("1")), "SOP-330003 "),
        *(
            (
                "xtk:persist|xtk:session",
                "Write",
                (literal(f'<option xtkschema="xtk:option" name="x" dataType="{kind}"/>'),),
                "XSV-350023 ",
            )
            for kind in ("abc", "999", "-6", DIGITS)
        ),
        *(
            (
                "xtk:persist|xtk:session",
                "Write",
                (literal(f'<delivery xtkschema="nms:delivery" id="{row_id}"/>'),),
                "XSV-350023 ",
            )
            for row_id in ("abc", "-1", DIGITS)
        ),
    ],
)
def test_odd_parameters(service: str, method: str, parameters: tuple[str, ...], says: str) -> None:
    """A fault with HTTP 200 that says what is wrong."""

    async def scenario(client: Client) -> None:
        answer = await client.post(service, method, *parameters)
        assert answer.status_code == HTTPStatus.OK
        assert "<SOAP-ENV:Fault>" in answer.text
        assert says in answer.text

    in_lab(scenario)


def test_an_odd_pointer() -> None:
    """The mid, asked for tracking logs from a pointer that it never gave."""

    async def scenario(client: Client) -> None:
        async with MidClient(client.lab) as mid:
            parameters = [string(text) for text in ("mid", "x", "0", "zz|x", "0")]
            answer = await mid.post("nms:remoteTracking", "GetTrackingLogs", *parameters)
        assert (answer.status_code, "SOP-330011 " in answer.text) == (HTTPStatus.OK, True)

    in_lab(scenario, MID)


@pytest.mark.parametrize("hidden", [False, True])
def test_an_unforeseen_error(
    *, hidden: bool, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """SOP-330011 with words of ours, or less where the zone hides it; the log has the rest."""

    async def broken(_options: Options, _call: SoapCall) -> None:
        raise RuntimeError("a defect of the lab")

    monkeypatch.setattr(Options, "get_option", broken)

    async def scenario(client: Client) -> None:
        answer = await client.post("xtk:session", "GetOption", string("x"))
        assert answer.status_code == HTTPStatus.OK
        code = (
            "SOP-330023 " if hidden else "SOP-330011 Error while executing the method 'GetOption'"
        )
        assert code in answer.text
        assert ("An unforeseen error occurred." in answer.text) is not hidden

    settings = LabSettings(pace_scale=FAST.pace_scale, rights=frozenset()) if hidden else FAST
    with caplog.at_level(logging.ERROR):
        in_lab(scenario, settings)
    assert "a defect of the lab" in caplog.text


@given(st.integers(-(2**40), 2**40))
def test_numbers(value: int) -> None:
    """A number of 32 bits is read as written; any other is refused, and is nobody's key."""
    if -(2**31) <= value < 2**31:
        assert number(f" {value} ") == value
        assert key(str(value)) == max(value, 0)
    else:
        with pytest.raises(ValueError, match="32 bits"):
            number(str(value))
        assert key(str(value)) == 0


@given(st.text(max_size=12))
def test_texts_are_no_numbers(text: str) -> None:
    """Whatever is written: a number, or a ValueError."""
    try:
        found = number(text)
    except ValueError:
        assert key(text) == 0
    else:
        assert found == int(text)
        assert "_" not in text

"""What was broken off once is told in the verdict's notes, and nothing else is."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaign_tracking.facts import Facts
from campaign_tracking.mailbox import MailboxState
from campaign_tracking.redirection.click import Click
from campaign_tracking.redirection.endpoint import Address, Endpoint, Tls
from campaign_tracking.redirection.silence import Silence
from campaign_tracking.redirection.soap_router import SoapRouterAnswer
from campaign_tracking.redirection.walk import Walk
from campaign_tracking.report.interruptions import interruptions
from campaign_tracking.report.verdict import judge_run
from tests.unit.report.test_verdict import EVERY_STAGE, RUN
from tests.unit.samples import AT, TRK1, endpoint, healthy_rtest

RESET = "ReadError: [Errno 104] Connection reset by peer"
TOLD = f"connection broken off once ({RESET}), the second try was answered."
CLICK = Click(
    url="https://t.example.com/r/?id=h4d,2329,a1",
    asked_at=AT,
    elapsed_s=0.2,
    silence=None,
    words="",
    status_code=302,
    location="https://www.example.com/check",
    redirected=True,
    cookie_names=(),
    content_type="",
    text="",
    asked_again=RESET,
)
TLS = Tls(
    trusted=True,
    silence=None,
    words="",
    protocol="TLSv1.3",
    subject="",
    names=(),
    not_after=None,
    elapsed_s=0.1,
    asked_again=RESET,
)
ROUTER = SoapRouterAnswer(
    url=f"http://{TRK1}/nl/jsp/soaprouter.jsp",
    asked_at=AT,
    elapsed_s=0.1,
    silence=None,
    words="",
    status_code=200,
    is_soap_router=True,
    error_code="",
    text="",
    asked_again=RESET,
)
RTEST = replace(healthy_rtest(f"http://{TRK1}/r/test"), asked_again=RESET)
NOTHING = Address(ip=TRK1, port=80, tcp=None, tls=None, rtest=None, soap_router=None)


def server(address: Address) -> dict[str, Endpoint]:
    """Return the one server that was asked."""
    return {"trk1": replace(endpoint("trk1", f"http://{TRK1}"), addresses=(address,))}


AT_TRK1 = f"http://{TRK1} ({TRK1})"
ONE_EACH = {
    f"{AT_TRK1}, /r/test": Facts(servers=server(replace(NOTHING, rtest=RTEST))),
    f"{AT_TRK1}, TLS handshake": Facts(servers=server(replace(NOTHING, tls=TLS))),
    f"{AT_TRK1}, soaprouter.jsp": Facts(servers=server(replace(NOTHING, soap_router=ROUTER))),
    f"http://{TRK1}, /r/test": Facts(servers=server(replace(NOTHING, ip="", rtest=RTEST))),
    "the landing link on https://t.example.com": Facts(landing_click=CLICK),
    "the open on https://t.example.com": Facts(open_click=CLICK),
    "the mirror page link on https://t.example.com": Facts(mirror_click=CLICK),
    "the mirror page on https://t.example.com": Facts(mirror_page=CLICK),
    "the landing link on trk1": Facts(direct_clicks={"trk1": CLICK}),
    "on the way to the landing page, https://t.example.com": Facts(
        landing_walk=Walk(hops=(CLICK,), stop=None, next_url="")
    ),
    "Mailpit": Facts(mailbox_state=MailboxState(mailbox="Mailpit", trouble="", asked_again=RESET)),
}


@pytest.mark.parametrize("what", list(ONE_EACH))
def test_each_is_told(what: str) -> None:
    """By what was asked and where, with the network's own words."""
    assert list(interruptions(ONE_EACH[what])) == [f"{what}: {TOLD}"]


def test_calls_are_told() -> None:
    """Of the platform's calls all was said when it happened."""
    assert list(interruptions(Facts(interruptions=("a: reset; done", "b: reset")))) == [
        "a: reset; done.",
        "b: reset.",
    ]


@given(st.sampled_from(Silence))
def test_two_in_a_row_are_no_note(silence: Silence) -> None:
    """What was not answered the second time, either, is for its check to tell."""
    click = replace(CLICK, silence=silence)
    address = replace(
        NOTHING,
        tls=replace(TLS, silence=silence),
        rtest=replace(RTEST, silence=silence),
        soap_router=replace(ROUTER, silence=silence),
    )

    assert list(interruptions(Facts(landing_click=click, servers=server(address)))) == []


def test_nothing_was_broken_off() -> None:
    """Then there is nothing to tell."""
    click = replace(CLICK, asked_again="")

    assert list(interruptions(Facts())) == []
    assert list(interruptions(Facts(landing_click=click, direct_clicks={"trk1": click}))) == []


def test_the_verdict_tells_it() -> None:
    """A run that is verified says it all the same."""
    verdict = judge_run(RUN, EVERY_STAGE, Facts(landing_click=CLICK))

    assert verdict.notes == (f"the landing link on https://t.example.com: {TOLD}",)

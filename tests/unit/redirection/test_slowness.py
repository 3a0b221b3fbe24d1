"""A slow answer is asked for twice more; a quick one is not."""

import time
from dataclasses import replace

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaign_tracking.redirection import slowness
from campaign_tracking.redirection.route import Route
from campaign_tracking.redirection.slowness import ask_again_if_slow
from tests.unit.redirection.loopback import answering, listening, response
from tests.unit.samples import healthy_rtest

AGAIN = 2


@pytest.mark.parametrize(
    ("elapsed_s", "redirected_to", "again"),
    [(0.5, "", 0), (0.51, "", AGAIN), (0.51, "https://t.example.com/r/test", 0)],
    ids=["quick", "slow", "sent-elsewhere"],
)
def test_asked_again(
    client: httpx.Client,
    monkeypatch: pytest.MonkeyPatch,
    elapsed_s: float,
    redirected_to: str,
    again: int,
) -> None:
    """What was slow is asked again, with a pause before each; what was not is left alone."""
    monkeypatch.setattr(slowness, "PAUSE_S", 0.05)
    with listening(answering(response())) as front:
        url = front.url
        first = replace(healthy_rtest(url), elapsed_s=elapsed_s, redirected_to=redirected_to)
        started = time.perf_counter()
        found = ask_again_if_slow(
            client, Route(server=httpx.URL(url), ip="127.0.0.1"), first, answer_s=5, slow_s=0.5
        )
        took_s = time.perf_counter() - started

    assert len(front.requests) == len(found.further_s) == again
    assert replace(found, further_s=()) == first
    assert took_s >= again * 0.05


@given(st.floats(0, 9), st.lists(st.floats(0, 9), max_size=3))
def test_always(first_s: float, further_s: list[float]) -> None:
    """What every answer took at least is the quickest of them."""
    rtest = replace(healthy_rtest("http://t"), elapsed_s=first_s, further_s=tuple(further_s))

    assert rtest.always_s == min([first_s, *further_s])

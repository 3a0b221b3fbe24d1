"""Whether a server that was slow once is slow again: asked twice more, a second apart.

``/r/test`` may be asked once per second (monitoring-processes.md). One slow answer says nothing: a
name that was looked up, a machine that had to wake up.
"""

import time
from dataclasses import replace
from typing import Final

import httpx

from campaign_tracking.redirection.exchange import send
from campaign_tracking.redirection.route import Route
from campaign_tracking.redirection.rtest import PAGE, RTest

TIMES: Final = 2
PAUSE_S: Final = 1.0


def ask_again_if_slow(
    client: httpx.Client, route: Route, first: RTest, *, answer_s: float, slow_s: float
) -> RTest:
    """Return *first*; if it took longer than *slow_s*, with how long further answers took.

    What sends us elsewhere is not asked again: two servers had a part in its time.
    """
    if first.silence or first.redirected_to or first.elapsed_s <= slow_s:
        return first
    further_s: list[float] = []
    for _ in range(TIMES):
        time.sleep(PAUSE_S)
        again = send(client, route.request(client, "GET", PAGE), limit_s=answer_s)
        further_s.append(again.elapsed_s)
    return replace(first, further_s=tuple(further_s))

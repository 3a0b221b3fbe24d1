"""Click one link on every tracking server directly: which of them did not get the delivery?"""

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor

import httpx

from campaign_tracking.redirection.click import Click, click
from campaign_tracking.redirection.probe import MAX_WORKERS


def click_directly(
    client: httpx.Client,
    link: str,
    servers: Mapping[str, str],
    *,
    answer_s: float,
    user_agent: str,
) -> dict[str, Click]:
    """Request *link* once on each of *servers*, side by side; returns what came of it, by id.

    The public name stays in the Host header and in TLS, as a balancer in front of them leaves it.

    Args:
        client: Goes through no proxy: internal URLs are for the inside.
        link: Exactly as received.
        servers: Declared URLs of tracking servers, by id; none of them leads to Tomcat, which
            knows no link.
        answer_s: Limit for each, from the name to the last byte that is read.
        user_agent: What the tracking log is to say of the reader.
    """

    def ask(server: str) -> Click:
        return click(client, link, answer_s=answer_s, user_agent=user_agent, server=server)

    pool = ThreadPoolExecutor(MAX_WORKERS, thread_name_prefix="click")
    try:
        return dict(zip(servers, pool.map(ask, servers.values()), strict=True))
    finally:  # whoever interrupts a run wants its reports now; what is under way has an end
        pool.shutdown(wait=False, cancel_futures=True)

"""What was broken off once and answered at the second try: no failure, and never hidden."""

from collections.abc import Iterator

from campaign_tracking.facts import Facts
from campaign_tracking.redirection.as_received import origin_of
from campaign_tracking.redirection.click import Click


def interruptions(facts: Facts) -> Iterator[str]:
    """Yield a line for each connection that was broken off, and where the second try led."""
    for what, words in _answered_at_the_second_try(facts):
        if words:
            yield f"{what}: connection broken off once ({words}), the second try was answered."
    for line in facts.interruptions or ():
        yield f"{line}."


def _answered_at_the_second_try(facts: Facts) -> Iterator[tuple[str, str]]:
    """Yield what was asked, and how the first try of it was broken off; empty if it was not."""
    for server in (facts.servers or {}).values():
        for address in server.addresses:
            where = f"{server.url} ({address.ip})" if address.ip else server.url
            if address.tls and address.tls.silence is None:
                yield f"{where}, TLS handshake", address.tls.asked_again
            if address.rtest and address.rtest.silence is None:
                yield f"{where}, /r/test", address.rtest.asked_again
            if address.soap_router and address.soap_router.silence is None:
                yield f"{where}, soaprouter.jsp", address.soap_router.asked_again
    for what, click in _clicks(facts):
        if click.silence is None:
            yield what, click.asked_again
    for look in (facts.mailbox_state, facts.tracked_reception, facts.control_reception):
        if look:
            yield look.mailbox, look.asked_again


def _clicks(facts: Facts) -> Iterator[tuple[str, Click]]:
    """Yield every request of a link, with what it was for and where it went."""
    named = {
        "the landing link": facts.landing_click,
        "the open": facts.open_click,
        "the mirror page link": facts.mirror_click,
        "the mirror page": facts.mirror_page,
    }
    for what, click in named.items():
        if click:
            yield f"{what} on {origin_of(click.url)}", click
    for id_, click in (facts.direct_clicks or {}).items():
        yield f"the landing link on {id_}", click
    for hop in facts.landing_walk.hops if facts.landing_walk else ():
        yield f"on the way to the landing page, {origin_of(hop.url)}", hop

"""A run's page tells the way of the mails that it received."""

from selectolax.lexbor import LexborHTMLParser

from campaign_tracking.report.mail_way import MAILS, mail_ways
from tests.suite.running import Outcome


def test_both_mails_have_their_way(healthy: Outcome) -> None:
    """Both mails are there, each with every hop that facts.json holds, and its time."""
    ways = LexborHTMLParser(healthy.page).css("section[aria-labelledby=way] .way")
    facts = mail_ways(healthy.facts["facts"])

    assert [way.css("h3")[0].text() for way in ways] == list(MAILS.values())
    assert [len(way.css("li")) for way in ways] == [len(way.steps) for way in facts]
    assert all(way.steps and not way.without_time for way in facts)
    for way in ways:
        assert "SPF, DKIM and DMARC" in way.text()

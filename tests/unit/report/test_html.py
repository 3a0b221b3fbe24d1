"""report.html: says what happened and who acts, and runs nothing that a server said."""

import base64
import hashlib
import re
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import unquote

import pytest
from selectolax.lexbor import LexborHTMLParser, LexborNode

from campaign_tracking.diagnosis.cause import Cause
from campaign_tracking.report.html import GLYPHS, anchor, duration, render, write
from campaign_tracking.report.results import (
    CheckResult,
    Conclusion,
    Outcome,
    Report,
    Run,
    Verdict,
)

HOSTILE = "\"'><script>alert(1)</script><img src=x onerror=alert(1)>\x1b[31m\u202e\ud800``<b>``"
ROOT = "test_port_opens[trk2]"
KIB = 1024


def a_check(name: str, outcome: Outcome = Outcome.PASSED, reason: str = "") -> CheckResult:
    """Return a check; one that did not pass has advice."""
    return CheckResult(
        check=name,
        file="checks/test_1_tracking_servers.py",
        stage="external connectivity",
        statement=f"What {name} says holds.",
        outcome=outcome,
        reason=reason,
        advice=f"Advice for {name}." if reason else "",
        elapsed_s=0.25,
    )


CAUSE = Cause(
    id=("tracking-web-server-down",),
    statement="The web server of trk2 does not run.",
    likely=False,
    subject="trk2",
    evidence=("Port 80 refuses connections.",),
    owner="The administrator of trk2",
    remedy=("Start ``apache2``.", "Run the checks again."),
    told_apart_by="",
    source="https://example.com/causes",
)
CHECKS = (
    a_check("test_port_opens[trk1]"),
    a_check(ROOT, Outcome.FAILED, "http://10.30.167.12: connection refused"),
    a_check("test_redirection_is_ok[trk2]", Outcome.BLOCKED, f"blocked by {ROOT}: refused"),
    a_check("test_it_is_logged", Outcome.BLOCKED, "blocked by test_not_selected: nothing sent"),
    a_check("test_host", Outcome.NOT_CONFIGURED, "not configured: add [[host]]"),
    a_check("test_certificate", Outcome.NOT_APPLICABLE, "not applicable: http"),
    a_check("test_mailbox", Outcome.ERROR, "imap.example.com refuses the login"),
    a_check("test_last", Outcome.NOT_RUN, "not run: run stopped by SIGINT"),
)
RUN = Run(
    environment="prod",
    hosting="on-premise",
    simulation=False,
    started_at=datetime(2026, 11, 23, 14, 35, 58, tzinfo=UTC),
    elapsed_s=72.3,
    machine="ci-7",
    version="0.1.0",
    stopped="",
    selection="",
)
BROKEN = Report(
    run=RUN,
    verdict=Verdict(
        conclusion=Conclusion.NOT_VERIFIED,
        sentence="Mails with tracked links cannot go out.",
        notes=("The control mail arrives.",),
    ),
    causes=(CAUSE,),
    checks=CHECKS,
    facts={"external connectivity": {"trk2": {"silence": "refused", "said": "<b>"}}},
    evidence=("evidence/control mail.eml",),
)
VERIFIED = replace(
    BROKEN,
    verdict=Verdict(conclusion=Conclusion.VERIFIED, sentence="Tracking works.", notes=()),
    causes=(),
    checks=(CHECKS[0],),
)


def parsed(report: Report) -> LexborHTMLParser:
    """Return the page as a browser reads it."""
    return LexborHTMLParser(render(report))


def the(page: LexborHTMLParser | LexborNode, selector: str) -> LexborNode:
    """Return the one element that is selected."""
    (found,) = page.css(selector)
    return found


def text_of(page: LexborHTMLParser | LexborNode, selector: str) -> str:
    """Return the text of the one element that is selected, with single spaces."""
    return " ".join(the(page, selector).text().split())


def test_the_verdict_comes_first() -> None:
    """The first heading is the verdict, and the next one says what to do."""
    page = parsed(BROKEN)

    assert text_of(page, "h1") == "✗ Not verified"
    assert text_of(page, ".sentence") == "Mails with tracked links cannot go out."
    assert text_of(page, ".notes") == "The control mail arrives."
    assert [h2.text() for h2 in page.css("h2")] == [
        "What is wrong and what to do",
        "What is not configured",
        "All checks",
        "What was seen",
        "Evidence",
    ]


def test_the_run_is_described() -> None:
    """Environment, hosting, time and machine are told."""
    page = parsed(replace(BROKEN, run=replace(RUN, selection="-m connectivity")))

    facts = text_of(page, ".run")
    assert text_of(page, ".about") == "E-mail tracking of prod"
    for fact in ("on-premise", "2026-11-23 14:35:58 UTC", "1 min 12 s", "ci-7", "-m connectivity"):
        assert fact in facts


def test_a_cause_says_who_does_what() -> None:
    """Statement, owner, steps, evidence, and the failed check with what hangs on it."""
    card = parsed(BROKEN).css(".card")[0]

    assert text_of(card, "h3") == CAUSE.statement
    assert text_of(card, ".owner") == "The administrator of trk2 can repair it:"
    assert text_of(card, "ol") == "Start apache2. Run the checks again."
    assert "Port 80 refuses connections." in card.text()
    assert "http://10.30.167.12: connection refused" in card.text()
    assert "1 check hangs on it" in card.text()
    assert "test_redirection_is_ok[trk2]" in card.text()


def test_a_likely_cause_says_what_would_single_it_out() -> None:
    """A cause that the evidence does not single out does not look like one that it does."""
    likely = replace(CAUSE, likely=True, told_apart_by="The log of Apache.")
    card = parsed(replace(BROKEN, causes=(likely,))).css(".card")[0]

    assert "Likely cause" in text_of(card, ".kind")
    assert text_of(card, ".apart") == "To be certain: The log of Apache."


def test_a_failure_that_no_cause_explains_has_its_advice() -> None:
    """Nothing red is left out of what is wrong."""
    card = parsed(BROKEN).css(".card")[1]

    assert text_of(card, ".kind") == "Could not be checked"
    assert text_of(card, "h3") == "imap.example.com refuses the login"
    assert text_of(card, ".advice") == "What to do: Advice for test_mailbox."


def test_what_hangs_on_a_check_that_was_not_selected() -> None:
    """Blocked checks stand under the check that they name, be it part of the run or not."""
    card = parsed(BROKEN).css(".card")[2]

    assert text_of(card, "h3") == "⊘ Blocked by test_not_selected"
    assert "test_it_is_logged" in card.text()


def test_what_was_not_run_and_what_is_not_configured() -> None:
    """Both are told with what stands in the way."""
    page = parsed(BROKEN)

    assert "1 check was not run" in page.css(".card")[3].text()
    assert "add [[host]]" in text_of(page, ".missing")


def test_every_check_is_there() -> None:
    """Each check has a row with glyph, word, statement, reason and advice, in order."""
    rows = parsed(BROKEN).css("[data-outcome]")

    assert [row.attributes["id"] for row in rows] == [check.check for check in CHECKS]
    for row, check in zip(rows, CHECKS, strict=True):
        assert text_of(row, ".outcome") == f"{GLYPHS[check.outcome]} {check.outcome}"
        for told in (check.statement, check.check, check.reason, check.advice, "0.2 s"):
            assert told in row.text()


def test_every_outcome_has_a_glyph_of_its_own() -> None:
    """Nobody has to see colours."""
    assert set(GLYPHS) == set(Outcome)
    assert len(set(GLYPHS.values())) == len(Outcome)


def test_checks_can_be_linked_to() -> None:
    """A check's address is its name, and every link on the page leads somewhere."""
    page = parsed(BROKEN)

    ids = [node.attributes["id"] for node in page.css("[id]")]
    assert ROOT in ids
    assert len(ids) == len(set(ids))
    links = [str(node.attributes["href"]) for node in page.css('a[href^="#"]')]
    assert {unquote(link[1:]) for link in links} <= set(ids)
    assert anchor("test[a b]") == "test[a_b]"


def test_facts_and_evidence() -> None:
    """What was seen is there as JSON, and the files as links."""
    page = parsed(BROKEN)

    assert '"said": "<b>"' in text_of(page, ".facts pre")
    (link,) = page.css('a[href^="evidence/"]')
    assert link.attributes["href"] == "evidence/control%20mail.eml"


@pytest.mark.parametrize("name", ["/etc/passwd", "evidence/../../secret", "//example.com/x"])
def test_evidence_lies_below_the_reports(name: str) -> None:
    """A name that leads elsewhere is told, and leads nowhere."""
    page = parsed(replace(BROKEN, evidence=(name,)))

    assert name in page.text()
    assert not page.css(f'a[href*="{name}"]')


@pytest.mark.parametrize(
    ("report", "tone", "words"),
    [
        (VERIFIED, "good", "✓ Verified"),
        (BROKEN, "bad", "✗ Not verified"),
        (replace(VERIFIED, checks=()), "bad", "■ Nothing was checked"),
        (replace(VERIFIED, run=replace(RUN, stopped="by SIGINT")), "bad", "■ Run not finished"),
        (replace(VERIFIED, run=replace(RUN, simulation=True)), "calm", "≈ The simulation passed"),
        (replace(VERIFIED, checks=CHECKS), "bad", "✗ Not verified"),
        (replace(VERIFIED, checks=(CHECKS[5],)), "bad", "✗ Not verified"),
    ],
)
def test_green_is_earned(report: Report, tone: str, words: str) -> None:
    """Only a finished run on a platform, with checks that passed and none that failed, is green."""
    page = parsed(report)

    assert text_of(page, "h1") == words
    assert the(page, "header").attributes["class"] == f"verdict {tone}"


@pytest.mark.parametrize("conclusion", Conclusion)
def test_every_conclusion_has_a_headline(conclusion: Conclusion) -> None:
    """None but the two that passed looks as if all were well."""
    page = parsed(replace(VERIFIED, verdict=replace(VERIFIED.verdict, conclusion=conclusion)))

    passed = {Conclusion.VERIFIED: "good", Conclusion.SIMULATION_PASSED: "calm"}
    tone = str(the(page, "header").attributes["class"]).removeprefix("verdict ")
    assert tone in ({passed[conclusion]} if conclusion in passed else {"bad", "warn"})


def test_a_simulation_says_so_first() -> None:
    """The banner stands before the verdict; a real run has none."""
    page = render(replace(VERIFIED, run=replace(RUN, simulation=True)))

    assert page.index("This was a simulation.") < page.index("<h1>")
    assert "This was a simulation." not in render(VERIFIED)


def hostile_report() -> Report:
    """Return a report in which everything that may be said is hostile."""
    check = CheckResult(
        check=f"test_it[{HOSTILE}]",
        file=HOSTILE,
        stage=HOSTILE,
        statement=HOSTILE,
        outcome=Outcome.FAILED,
        reason=HOSTILE,
        advice=HOSTILE,
        elapsed_s=0.0,
    )
    cause = Cause(
        id=(HOSTILE,),
        statement=HOSTILE,
        likely=True,
        subject=HOSTILE,
        evidence=(HOSTILE,),
        owner=HOSTILE,
        remedy=(HOSTILE,),
        told_apart_by=HOSTILE,
        source=f"https://example.com/{HOSTILE}",
    )
    others = [
        replace(check, check=f"test_{outcome.name}", outcome=outcome)
        for outcome in Outcome
        if outcome is not Outcome.FAILED
    ]
    return Report(
        run=replace(
            RUN,
            environment=HOSTILE,
            hosting=HOSTILE,
            machine=HOSTILE,
            version=HOSTILE,
            stopped=HOSTILE,
            selection=HOSTILE,
        ),
        verdict=Verdict(
            conclusion=Conclusion.NOT_VERIFIED, sentence=HOSTILE, notes=(HOSTILE, HOSTILE)
        ),
        causes=(cause, replace(cause, source=f"javascript:alert(1){HOSTILE}")),
        checks=(check, *others),
        facts={HOSTILE: {HOSTILE: [HOSTILE]}},
        evidence=(HOSTILE, "javascript:alert(1)"),
    )


def test_nothing_that_a_server_said_becomes_markup() -> None:
    """Hostile text in every field is text: no element, attribute or address comes of it."""
    page = parsed(hostile_report())

    assert len(page.css("script")) == 1
    assert not page.css("img, b, iframe, object, base")
    attributes = {name for node in page.css("*") for name in node.attributes}
    assert not {name for name in attributes if name.startswith("on") or name == "style"}
    links = [str(node.attributes["href"]) for node in page.css("a, link")]
    schemes = {link.partition(":")[0] for link in links if ":" in link}
    assert schemes <= {"https"}
    assert "<script>alert(1)</script>" in the(page, "main").text()


def test_nothing_hidden_is_left_in_it() -> None:
    """Control and bidi characters are marked, and the page can be encoded."""
    page = render(hostile_report())

    assert not re.search("[\x00-\x09\x0b-\x1f\u202e\ud800]", page)
    assert "\\u202e" in page


def test_the_content_policy_knows_our_style_and_script_only() -> None:
    """The hashes are those of the one style and the one script, to the letter."""
    page = render(BROKEN)

    policy = str(the(LexborHTMLParser(page), "meta[http-equiv]").attributes["content"])
    (style,) = re.findall(r"<style>(.*?)</style>", page, re.DOTALL)
    (script,) = re.findall(r"<script>(.*?)</script>", page, re.DOTALL)
    for source, directive in ((style, "style-src 'self'"), (script, "script-src")):
        digest = base64.b64encode(hashlib.sha256(source.encode()).digest()).decode()
        assert f"{directive} 'sha256-{digest}'" in policy
    assert policy.startswith("default-src 'none'")
    assert "unsafe" not in policy


def test_it_is_readable_without_scripts() -> None:
    """Filters wait for the script, and nothing is loaded from elsewhere but the sibling style."""
    page = parsed(BROKEN)

    assert "hidden" in the(page, ".filters").attributes
    loaded = [*page.css("[src]"), *page.css("link")]
    assert [node.attributes.get("href") for node in loaded] == ["report.css"]


def test_it_can_be_heard() -> None:
    """Language, landmarks and headings are there, and every input has a name."""
    page = parsed(BROKEN)

    assert the(page, "html").attributes["lang"] == "en"
    assert [len(page.css(landmark)) for landmark in ("header", "main", "footer")] == [1, 1, 1]
    assert len(page.css("input")) == len(page.css("label input"))
    for section in page.css("section[aria-labelledby]"):
        assert section.css(f"#{section.attributes['aria-labelledby']}")


def test_it_stays_small() -> None:
    """Eighty checks make a page that can be mailed."""
    checks = [replace(check, check=f"{check.check}{n}") for n in range(10) for check in CHECKS]

    assert len(render(replace(BROKEN, checks=tuple(checks))).encode()) < 60 * KIB


def test_long_facts_are_cut() -> None:
    """A stage that saw a great deal says how much is missing."""
    page = parsed(replace(BROKEN, facts={"options": ["x" * 50_000]}))

    assert re.search(r"… \(\+\d+ characters\)", text_of(page, ".facts pre"))


@pytest.mark.parametrize(
    ("seconds", "said"),
    [(0.25, "0.2 s"), (59.4, "59.4 s"), (72.3, "1 min 12 s"), (3900, "1 h 5 min")],
)
def test_times_are_said_as_people_say_them(seconds: float, said: str) -> None:
    """Seconds, minutes or hours, whichever tells most."""
    assert duration(seconds) == said


def test_both_files_are_written(tmp_path: Path) -> None:
    """The page's style lies beside it for readers that forbid inline style."""
    write(BROKEN, tmp_path / "reports")

    page = (tmp_path / "reports/report.html").read_text("utf-8")
    assert page == render(BROKEN)
    assert (tmp_path / "reports/report.css").read_text("utf-8") in page

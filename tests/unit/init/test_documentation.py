"""What the pages and the example say of environments is so."""

import re
import tomllib
from pathlib import Path

import pytest

from campaign_tracking.access import Access
from campaign_tracking.budget import in_words, worst_case_s
from campaign_tracking.environment import (
    ApplicationServer,
    Campaign,
    Environment,
    Host,
    Limits,
    Mailbox,
    TestMail,
    Tracking,
)
from campaign_tracking.environment_file import load_platform
from campaign_tracking.init.options import HOSTING, IMS_KINDS, KEYS, OTHERS, REFUSALS, WAYS
from campaign_tracking.init.secrets import SECRETS, sources_of

ROOT = Path(__file__).parents[3]
LOGON = (ROOT / "docs" / "authentication.md").read_text("utf-8")
FIRST_RUN = (ROOT / "docs" / "first-run.md").read_text("utf-8")
EXAMPLE = ROOT / "fixtures" / "environments" / "example.toml"
BLOCKS = re.findall(r"^ *```toml\n(.*?)^ *```", LOGON, flags=re.DOTALL | re.MULTILINE)


@pytest.mark.parametrize("way", WAYS)
def test_every_way_to_log_on_is_shown(way: str) -> None:
    """Each has an example that is valid, and its secrets' variables and commands are named."""
    declared = [tomllib.loads(re.sub(r"^ +", "", block, flags=re.MULTILINE)) for block in BLOCKS]
    servers = [ApplicationServer.model_validate(each["campaign"]) for each in declared]
    shown = [server for server in servers if server.auth == way]

    assert len(shown) == 1
    for source in sources_of(Access(table="campaign", server=shown[0], own=False)):
        assert f"`{source.variable}` | `{source.name}_command`" in LOGON


def test_choices_are_those_of_the_environment() -> None:
    """What init offers is what a file may say, and nothing is missing."""
    for choices, (model, field) in (
        (WAYS, (ApplicationServer, "auth")),
        (IMS_KINDS, (ApplicationServer, "ims")),
        (HOSTING, (Environment, "hosting")),
    ):
        annotation = model.model_fields[field].annotation
        assert getattr(annotation, "__args__", ()) == choices
    assert set(KEYS) == set(ApplicationServer.model_fields)
    commands = {f"{name}_command" for names in SECRETS.values() for name in names}
    assert commands == {key for key in KEYS if key.endswith("_command")}


def test_example_shows_every_key() -> None:
    """Each key of the file stands in the example, as a value or behind a comment sign."""
    text = EXAMPLE.read_text("utf-8")
    keys = {
        key
        for model in (Environment, Campaign, Tracking, Host, TestMail, Mailbox, Limits)
        for key in model.model_fields
    }
    tables = {"campaign", "mid_sourcing", "tracking", "host", "test_mail", "mailbox", "limits"}
    unshown = {
        key for key in keys - tables if not re.search(rf"^(# )?{key} = ", text, re.MULTILINE)
    }

    assert unshown == {"simulation"}  # what only labs say
    assert [table for table in tables if f"[{table}]" not in text] == []


def test_example_is_complete_when_it_is_uncommented() -> None:
    """The mid-sourcing table behind comment signs is valid, too."""
    text = EXAMPLE.read_text("utf-8")
    found = re.search(r"^# \[mid_sourcing\].*?\n\n", text, flags=re.DOTALL | re.MULTILINE)
    assert found is not None
    table = tomllib.loads(re.sub(r"^# ", "", found[0], flags=re.MULTILINE))

    assert ApplicationServer.model_validate(table["mid_sourcing"]).auth == "password"


def test_first_run_tells_the_worst_cases() -> None:
    """The times on the page are those that a run announces."""
    environment = load_platform(EXAMPLE)
    hybrid = environment.model_copy(update={"hosting": "hybrid"})

    minutes = in_words(worst_case_s(environment)).removesuffix(" min")
    assert (
        f"about {minutes} minutes\nwith the defaults, {in_words(worst_case_s(hybrid))}" in FIRST_RUN
    )
    for default in (environment.limits.analysis, environment.limits.reception):
        assert f"| {default:g} s |" in FIRST_RUN
    later = f"| {environment.tracking_log_s:g} s; {hybrid.tracking_log_s:g} s with a mid-sourcing"
    assert later in FIRST_RUN


@pytest.mark.parametrize("page", [LOGON, FIRST_RUN], ids=["authentication", "first-run"])
def test_pages_lead_somewhere(page: str) -> None:
    """Links lead to pages that are there, and options named are init's or pytest's own."""
    links = re.findall(r"\]\(([^)#:]+)[^)]*\)", page)
    known = {f"--{key.replace('_', '-')}" for key in KEYS} | {*OTHERS, *REFUSALS}
    known |= {"--environment", "--output", "--help"}

    assert links
    assert not [link for link in links if not (ROOT / "docs" / link).exists()]
    assert not set(re.findall(r"(?<!\S)`?(--[a-z][a-z-]+)", page)) - known

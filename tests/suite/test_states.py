"""What is no fault of tracking is told as what it is, in one red line or none."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.suite.running import NO_HOSTS, Edit, LabProcess, lab, run_edited


@pytest.fixture(scope="module")
def platform(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LabProcess]:
    """A healthy lab."""
    with lab(tmp_path_factory.mktemp("states")) as process:
        yield process


@pytest.mark.parametrize(
    ("edits", "failed"),
    [
        pytest.param(
            [(r'url = "https://127.0.0.1:\d+"', 'url = "https://127.0.0.1:9"')],
            "test_application_server_answers",
            id="application-server-down",
        ),
        pytest.param(
            [(r'url = "https://127.0.0.1:(\d+)"', r'url = "http://127.0.0.1:\1"')],
            "test_application_server_answers",
            id="http-where-https-is-spoken",
        ),
        pytest.param(
            [(r'instance = "lab"', 'instance = "prod"')],
            "test_instance_has_its_file[app]",
            id="another-instance",
        ),
        pytest.param(
            [(r'instance = "lab"', 'instance = "prod"'), NO_HOSTS],
            "test_it_is_the_declared_instance",
            id="another-instance-and-no-files",
        ),
        pytest.param(
            [(r'template = "mail"', 'template = "nosuch"')],
            "test_template_exists",
            id="no-such-template",
        ),
        pytest.param(
            [(r"tracking-check@client\.example", "nobody@client.example")],
            "test_recipient_exists_once",
            id="no-such-recipient",
        ),
        pytest.param(
            [(r'path = ".*"', 'path = "nowhere"')],
            "test_mailbox_can_be_read",
            id="mailbox-is-no-maildir",
        ),
    ],
)
def test_one_red_line(platform: LabProcess, tmp_path: Path, edits: list[Edit], failed: str) -> None:
    """What is wrong fails one check; what cannot be known because of it is blocked by it."""
    run = run_edited(platform, tmp_path, *edits)
    outcomes = run.outcomes()
    pointers = {
        check["reason"].removeprefix("blocked by ").partition(":")[0]
        for check in run.facts["checks"]
        if check["outcome"] == "blocked"
    }

    assert run.exit_status == 1
    assert [check for check, outcome in outcomes.items() if outcome == "failed"] == [failed]
    assert "error" not in outcomes.values()
    assert pointers <= {failed}


def test_no_mailbox(platform: LabProcess, tmp_path: Path) -> None:
    """Without a mailbox nothing is red, and nothing is green: it says what to declare."""
    run = run_edited(platform, tmp_path, (r"\[mailbox\]\nkind = .*\npath = .*\n", ""))

    assert run.exit_status == 1
    assert not {"failed", "error", "blocked"} & set(run.outcomes().values())
    assert run.outcomes()["test_tracked_mail_is_received"] == "not configured"
    assert "INCOMPLETE" in run.terminal
    assert "declare the [mailbox]" in run.terminal


@pytest.mark.parametrize(
    "edit",
    [
        pytest.param((r"internal_reachable = true", "internal_reachable = false"), id="outside"),
        pytest.param((r'hosting = "on-premise"', 'hosting = "adobe"'), id="hosted"),
        pytest.param((r'hosting = "on-premise"', 'hosting = "hybrid"'), id="hybrid"),
    ],
)
def test_internal_urls_out_of_reach(platform: LabProcess, tmp_path: Path, edit: Edit) -> None:
    """From outside the internal URLs say nothing, and all the rest is proved."""
    hosted = "hosting" in edit[0]
    run = run_edited(platform, tmp_path, edit, *([NO_HOSTS] if hosted else []))

    assert run.exit_status == 0, run.terminal
    assert run.outcomes()["test_redirection_is_ok[trk2]"] == "not applicable"
    assert run.outcomes()["test_redirection_is_ok[external]"] == "passed"
    assert set(run.facts["facts"]["servers"]) == {"external", "external-secure"}
    files = {c["outcome"] for c in run.facts["checks"] if c["stage"] == "server files"}
    assert files == ({"not applicable"} if "adobe" in edit[1] else files)


def test_machine_variables_are_ignored(platform: LabProcess, tmp_path: Path) -> None:
    """What is declared counts, whatever proxies and bundles the machine's variables name."""
    nowhere = "http://127.0.0.1:9"
    run = run_edited(
        platform,
        tmp_path,
        HTTP_PROXY=nowhere,
        HTTPS_PROXY=nowhere,
        ALL_PROXY=nowhere,
        http_proxy=nowhere,
        https_proxy=nowhere,
        REQUESTS_CA_BUNDLE="/nonexistent",
        CURL_CA_BUNDLE="/nonexistent",
    )

    assert run.exit_status == 0, run.terminal


def test_lab_has_its_own_password(platform: LabProcess, tmp_path: Path) -> None:
    """The platform's password in the variable is not for a lab."""
    run = run_edited(
        platform, tmp_path, CAMPAIGN_TRACKING_CAMPAIGN_PASSWORD="canary-of-the-platform"
    )

    assert run.exit_status == 0, run.terminal

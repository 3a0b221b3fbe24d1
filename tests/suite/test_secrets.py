"""Nothing of any secret is in the terminal, in the reports, or in the environment file."""

import re
from pathlib import Path

import pytest

from tests.suite.echoing import PASSWORD, SECRETS, echoing_platform, in_every_form
from tests.suite.running import ROOT, Outcome, lab, run_checks

MAILBOX_PASSWORD = "canary-mailbox-4715"


def everything(run: Outcome) -> str:
    """Return all that a run wrote anywhere."""
    files = [path for path in run.reports.rglob("*") if path.is_file()]
    assert files
    return run.terminal + "".join(
        path.read_bytes().decode("utf-8", "surrogateescape") for path in files
    )


@pytest.fixture(scope="module")
def echoed(tmp_path_factory: pytest.TempPathFactory) -> Outcome:
    """A run against a platform that repeats every secret it is told."""
    folder = tmp_path_factory.mktemp("echoed")
    example = (ROOT / "fixtures" / "environments" / "example.toml").read_text("utf-8")
    with echoing_platform() as url:
        text = re.sub(r"https?://(campaign|t)\.example\.com", url, example)
        text = text.replace(f'secure_url = "{url}"', "").replace("internal_reachable = true", "")
        text = re.sub(r"internal_urls = .*", f'internal_urls = {{ trk1 = "{url}" }}', text)
        file = folder / "echo.toml"
        file.write_text(text, encoding="utf-8")
        return run_checks(
            folder / "reports",
            "--environment",
            str(file),
            CAMPAIGN_TRACKING_CAMPAIGN_PASSWORD=PASSWORD,
            CAMPAIGN_TRACKING_MAILBOX_PASSWORD=MAILBOX_PASSWORD,
        )


@pytest.mark.parametrize("secret", [*SECRETS, MAILBOX_PASSWORD])
def test_canaries_are_silent(echoed: Outcome, secret: str) -> None:
    """No form of any secret that the platform repeated came through."""
    written = everything(echoed)
    json_form = secret.encode("unicode_escape").decode()

    found = [form for form in (*in_every_form(secret), json_form) if form in written]

    assert echoed.exit_status == 1, echoed.terminal
    assert not found


def test_platform_did_speak(echoed: Outcome) -> None:
    """The test can fail: the platform's other words are there, and secrets are marked."""
    written = everything(echoed)

    assert "SOP-330011 Error ***" in written
    assert echoed.outcomes()["test_we_can_log_on"] == "passed"


def test_no_reader_is_made_to_act(echoed: Outcome) -> None:
    """Words by which a pipeline would publish a file of the machine are broken up."""
    junit = (echoed.reports / "junit.xml").read_text("utf-8")

    assert "/etc/passwd" in junit
    assert "[[ATTACHMENT|" not in junit
    assert "[[ATTACHMENT|" not in echoed.terminal


def test_lab_keeps_its_password(tmp_path: Path) -> None:
    """The lab's password is in no report, not in the terminal, and not in the environment file."""
    with lab(tmp_path) as platform:
        run = run_checks(tmp_path / "reports", "--environment", str(platform.file))
        password = platform.ready["password"]

        assert password not in platform.file.read_text("utf-8")
    assert password not in everything(run)
    assert run.exit_status == 0


def test_secrets_of_files_are_silent(tmp_path: Path) -> None:
    """What servers' files hold of passwords and identifiers is compared, and never shown."""
    with lab(tmp_path, "--fault", "tracking-password-mismatch") as platform:
        conf = Path(platform.ready["mailbox"]).parent / "trk2" / "conf" / "config-lab.xml"
        held = re.findall(r'(?:databaseId|trackingPassword)="(.+?)"', conf.read_text("utf-8"))
        run = run_checks(tmp_path / "reports", "--environment", str(platform.file))

    assert len(held) == len(("databaseId", "trackingPassword"))
    assert run.with_outcome("failed") == ["test_tracking_passwords_are_the_same"]
    assert not [secret for secret in held if secret in everything(run)]

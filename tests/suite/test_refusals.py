"""A logon that is refused, and a target that is not ours: one red line that says which it was."""

import ssl
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import trustme

from tests.suite.running import Edit, LabProcess, Outcome, lab, run_edited
from tests.suite.test_ways import secrets_of
from tests.unit.redirection.loopback import answering, listening, response

LIMIT_S = 10  # how long a run may take that cannot log on: an operator waits for it
URL = r'(?m)^url = "https?://127\.0\.0\.1:\d+"'
PROXY_PAGE = "<!DOCTYPE html><title>Access denied by Example Proxy</title><p>No</p>"


def refused(folder: Path, platform: LabProcess, *edits: Edit) -> Outcome:
    """Run the checks against a platform that refuses us, and see that nothing was sent or told."""
    run = run_edited(platform, folder, *edits)
    (failed,) = run.with_outcome("failed")

    assert run.exit_status == 1, run.terminal
    assert not run.with_outcome("error")
    assert run.pointers == {failed}
    assert platform.mails == 0
    assert run.facts["run"]["elapsed_s"] < LIMIT_S
    assert not [secret for secret in secrets_of(platform) if secret in run.everything]
    return run


@pytest.mark.parametrize(
    ("options", "edits", "failed", "words"),
    [
        pytest.param(
            [],
            [(r"password_command = .*", 'password_command = "echo canary-wrong"')],
            "test_we_can_log_on",
            "wrong login or password (XSV-350012",
            id="wrong-password",
        ),
        pytest.param(
            ["--refuse-address"],
            [],
            "test_we_can_log_on",
            "does not admit this machine's address (XSV-350013",
            id="address-not-allowed",
        ),
        pytest.param(
            ["--plain-http"],
            [],
            "test_we_can_log_on",
            "refused over plain HTTP",
            id="http-not-allowed",
        ),
        pytest.param(
            ["--auth", "session-token", "--zone", "allowUserPassword=false"],
            [],
            "test_we_can_log_on",
            "XSV-350008",
            id="session-token-not-allowed",
        ),
        pytest.param(
            ["--auth", "ims-bearer"],
            [(r"client_secret_command = .*", 'client_secret_command = "echo canary-wrong"')],
            "test_identity_service_grants_a_token",
            "invalid_client",
            id="wrong-client-secret",
        ),
        pytest.param(
            ["--expire-session-after", "1", "--expire-renewed-sessions"],
            [],
            "test_session_lasts",
            "expired again after it was renewed",
            id="expires-again-at-once",
        ),
        pytest.param(
            ["--expire-session-after", "12", "--expire-renewed-sessions"],
            [],
            "test_session_lasts",
            "expired again after it was renewed",
            id="expires-again-while-options-are-read",
        ),
        pytest.param(
            ["--auth", "ims-bearer", "--expire-session-after", "4", "--expire-renewed-sessions"],
            [],
            "test_session_lasts",
            "expired, and could not be renewed",
            id="bearer-token-expires-again",
        ),
        pytest.param(
            ["--auth", "session-token", "--expire-session-after", "5"],
            [],
            "test_session_lasts",
            "this session token cannot be renewed",
            id="session-token-expires",
        ),
    ],
)
def test_refused_by_campaign(
    tmp_path: Path, options: list[str], edits: list[Edit], failed: str, words: str
) -> None:
    """Campaign, or the identity service, refuses: the failed check says why, and nothing else."""
    with lab(tmp_path, *options) as platform:
        run = refused(tmp_path, platform, *edits)

    assert run.with_outcome("failed") == [failed]
    assert words in run.terminal.replace("\n", " ")
    assert "canary-wrong" not in run.everything


@pytest.mark.parametrize(
    ("status", "headers", "words"),
    [
        ("200 OK", "", 'a web page, of a proxy perhaps "Access denied by Example Proxy"'),
        ("403 Forbidden", "", "a web page, of a proxy perhaps"),
        ("502 Bad Gateway", "", "nothing answers behind a proxy"),
        ("302 Found", "Location: https://sso.example.com/login\r\n", "sends us to https://sso"),
    ],
)
def test_refused_by_a_proxy(tmp_path: Path, status: str, headers: str, words: str) -> None:
    """A page of a proxy, or a login page, is told as such."""
    page = answering(response(PROXY_PAGE, status=status, headers=headers))
    with lab(tmp_path) as platform, listening(page) as proxy:
        run = refused(tmp_path, platform, (URL, f'url = "{proxy.url}"'))

    assert run.with_outcome("failed") == ["test_it_is_campaign"]
    assert words in run.terminal.replace("\n", " ")


def test_certificate_has_expired(tmp_path: Path) -> None:
    """A certificate that has expired is told as one, and not as a server that is down."""
    authority, context = trustme.CA(), ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    yesterday = datetime.now(UTC) - timedelta(days=1)
    authority.issue_cert("127.0.0.1", not_after=yesterday).configure_cert(context)
    with lab(tmp_path) as platform, listening(answering(b""), context=context) as server:
        both = tmp_path / "both.pem"
        lab_authority = Path(platform.ready["ca_file"]).read_bytes()
        both.write_bytes(lab_authority + authority.cert_pem.bytes())
        here = (URL, f'url = "https://127.0.0.1:{server.port}"')
        run = refused(tmp_path, platform, here, (r"ca_file = .*", f'ca_file = "{both}"'))

    assert run.with_outcome("failed") == ["test_its_certificate_is_trusted"]
    assert "certificate expired" in run.terminal


@pytest.mark.parametrize(
    ("edit", "failed"),
    [
        pytest.param(
            ("password_command", 'password_command = "echo canary-wrong"'),
            "test_mid_sourcing_server_can_be_logged_on_to",
            id="wrong-password",
        ),
        pytest.param(
            ("url", 'url = "https://127.0.0.1:9"'),
            "test_mid_sourcing_server_can_be_logged_on_to",
            id="nobody-there",
        ),
        pytest.param(
            ("instance", 'instance = "elsewhere"'),
            "test_instance_has_its_file[mid]",
            id="another-instance",
        ),
    ],
)
def test_mid_sourcing_server_in_trouble(tmp_path: Path, edit: Edit, failed: str) -> None:
    """A declared mid-sourcing server that cannot be asked is one red line, and nothing is sent."""
    key, replacement = edit
    within = (rf"(?s)(\[mid_sourcing\].*?){key} = [^\n]*", rf"\g<1>{replacement}")
    with lab(tmp_path, "--topology", "mid-sourcing") as platform:
        run = run_edited(platform, tmp_path, within)
        mails = platform.mails

    assert run.exit_status == 1
    assert run.with_outcome("failed") == [failed]
    assert run.pointers <= {failed}
    assert mails == (2 if "instance" in key else 0)


@pytest.mark.parametrize("send", ["prepare", "submit"])
@pytest.mark.parametrize("template", ["own-population", "hidden-target"])
def test_template_may_reach_somebody_else(tmp_path: Path, template: str, send: str) -> None:
    """A template with a population of its own, or one that nobody may see: nothing is sent."""
    with lab(tmp_path, "--template", template, "--send", send) as platform:
        run = run_edited(platform, tmp_path, ("reception = 30", "reception = 3"))
        mails = platform.mails

    expected = {
        "prepare": "test_control_delivery_reaches_nobody_else",
        "submit": "test_template_has_no_target_of_its_own",
    }
    assert run.exit_status == 1
    assert run.with_outcome("failed") == [expected[send]]
    assert run.outcomes()["test_tracked_delivery_reaches_nobody_else"] == "blocked"
    assert mails == 0
    assert (run.facts["facts"]["tracked"] or {}).get("started_at") is None

"""A log is read in every form in which people paste it; codes decide, order and words do not."""

import html

import pytest

from campaign_tracking.campaign.delivery import ERROR_LINE
from campaign_tracking.campaign.named_servers import named_in
from campaign_tracking.pasted.log import read_log
from campaign_tracking.pasted.reading import UnreadableError
from tests.unit.pasted.samples import (
    ARTICLE,
    AUDIT,
    COMPLETED,
    HEALTHY,
    TRK1,
    TRK2,
    WRONG_CONFIGURATION,
    communication_failed,
    table,
    told_of,
    uploading,
)

JAPANESE = (
    f"サーバー '{TRK1}' にトラッキング情報をアップロードしています...",
    f"RED-520025 トラッキングサーバー 'http://{TRK2}' との通信に失敗しました。",
    "RED-520005 リモートリダイレクトサーバーの設定が正しくありません。",
    f"サーバー '{TRK2}' にトラッキング情報をアップロードしています...",
    "DLV-490119 分析は 0 秒で完了しました。",
)
FORMS = {
    "as-it-is": "\n".join(AUDIT),
    "oldest-first": "\n".join(reversed(AUDIT)),
    "windows": "\r\n".join(AUDIT),
    "one-line": " ".join(AUDIT),
    "console-date-first": "\n".join(f"2026-11-25 12:01:02\t{line}" for line in AUDIT),
    "console-date-last": "\n".join(f"{line}\t25/11/2026 12:01:02 PM" for line in AUDIT),
    "console-time": "\n".join(f"12:01:02 - {line}" for line in AUDIT),
    "server-log": "\n".join(
        f"2026-11-25 12:01:02.123+01\t00002D3B\t00000008\t1\tinfo\tlog\t{line}" for line in AUDIT
    ),
    "no-blank-before-the-code": "\n".join(f"12:01:02{line}" for line in AUDIT),
    "table": table(AUDIT),
    "breaks": "<br/>".join(AUDIT),
    "breaks-and-lines": "<br>\n".join(AUDIT),
    "paragraphs": "".join(f"<p><span>{line}</span></p>" for line in AUDIT),
    "pre": f"<html><body><pre>{chr(10).join(AUDIT)}</pre></body></html>",
    "entities-alone": html.escape("\n".join(AUDIT)),
    "typeset-hyphens": "\n".join(AUDIT).replace("RED-", "RED\u2011"),
    "typeset-quotes": "\n".join(AUDIT).replace("'", "\u2019"),
    "japanese": "\n".join(JAPANESE),
    "article": ARTICLE,
}


@pytest.mark.parametrize("text", FORMS.values(), ids=FORMS)
def test_form(text: str) -> None:
    """Whatever the form: the same two servers, the same blame, nothing unexplained."""
    told = told_of(text)

    assert told.blamed == (TRK2,)
    assert told.unexplained == ()
    first, second = told.servers
    assert first == (
        f"{TRK2}: named by RED-520025, with RED-520005 beside it: likely its registration or "
        "configuration, else its reachability"
    )
    assert second == f"{TRK1}: no error reported (it was uploaded to); that does not prove it good"


@pytest.mark.parametrize("host", ["10.30.167.***", "***", "t*.example.com", "10.x.x.12", "trk2"])
def test_masks(host: str) -> None:
    """However a name is masked, it is the server's name."""
    told = told_of("\n".join((communication_failed(host), uploading(host))))

    assert told.blamed == (host,)
    assert len(told.servers) == 1


def test_port() -> None:
    """A port is no part of a server's name."""
    told = told_of("\n".join((communication_failed("trk2:8080"), uploading("trk2:8080"))))

    assert told.blamed == ("trk2",)
    assert len(told.servers) == 1


@pytest.mark.parametrize(
    "end", ["10.30.1", "10.30.167.", "10.30.167.1", "10.30.167...", "10.3\u2026"]
)
def test_cut_off_name(end: str) -> None:
    """A name that is cut off is nobody's: it may be the beginning of another's."""
    told = told_of(f"{uploading(TRK1)}\nRED-520025 Failed with server 'http://{end}")

    assert told.blamed == ()
    assert any("cut off" in sentence for sentence in told.servers)
    assert told.is_wrong


@pytest.mark.parametrize("cut", ["RED-5200", "12:01 RED-", "D-520025 Communication failed with"])
def test_cut_off_code(cut: str) -> None:
    """A code that is cut off is not overlooked."""
    assert told_of(cut).unexplained == (cut,)


def test_wrapped_line() -> None:
    """A mail program may have broken the line before the address."""
    text = communication_failed(TRK2).replace("server 'http", "server\n'http")

    assert told_of(text).blamed == (TRK2,)


def test_next_line_is_not_its_address() -> None:
    """An address on the next line belongs to RED-520025 only where it opens that line."""
    assert told_of("RED-520025 Failed\nMirror page: http://m.example.com").blamed == ()


@pytest.mark.parametrize(
    "line",
    [
        *HEALTHY,
        "Loading 'rules.js'...",
        "25/11/2026\tinformation\tJST-310040 Something",
        "12:01\twarning\tJST-310040 Something",
        "Analysis completed without error",
        "Errors: 0",
    ],
)
def test_healthy_line(line: str) -> None:
    """What healthy runs log is no error, and names no server."""
    told = told_of(line)

    assert not told.is_wrong
    assert not told.tells_of_tracking


@pytest.mark.parametrize(
    "line",
    [
        "DLV-490013 The sender address is not specified.",
        "12:01:02 - Error during the call of method 'UpdateBroadLogs'",
        "2026-11-25 12:01:02\t1\terror\tlog\tThe disk is full",
        "2026-11-25 12:01:02 ERROR mta The disk is full",
        "12:01:02 - エラーが発生しました",
        "RED-520099 Something else",
    ],
)
def test_unexplained(line: str) -> None:
    """An error that nothing explains is quoted as it is."""
    told = told_of("\n".join((*HEALTHY, line)))

    assert told.is_wrong
    assert not told.findings
    (quoted,) = told.unexplained
    assert " ".join(line.split()).endswith(quoted)


def test_cells_of_a_table() -> None:
    """A cell of its own says how bad a line is, on a page as in a file."""
    rows = "<tr><td>error</td><td>The disk is full</td></tr><tr><td>info</td><td>x</td></tr>"

    assert told_of(f"<table>{rows}</table>").unexplained == ("error The disk is full",)


def test_entries() -> None:
    """Each entry has its code, its kind and its whole text."""
    log = read_log("\n".join((WRONG_CONFIGURATION, COMPLETED, uploading(TRK1)))).lines

    assert [(line.id, line.code) for line in log] == [(1, "RED-520005"), (2, "DLV-490119"), (3, "")]
    assert [line.kind == ERROR_LINE for line in log] == [True, False, False]
    assert log[0].text == WRONG_CONFIGURATION


def test_quoted_code_opens_no_entry() -> None:
    """A code inside another line's quotes is part of that line; that of tracking never is."""
    tls = "IOB-090020 Error in SSL library: 'IOB-090013 certificate verify failed'"
    wrapped = f"SOP-330011 Error: '{communication_failed(TRK2)}'"

    assert [line.text for line in read_log(tls).lines] == [tls]
    assert named_in(read_log(wrapped).lines) == {TRK2}


def test_page_without_text() -> None:
    """A page that shows nothing is not "nothing wrong"."""
    with pytest.raises(UnreadableError, match="shows no text"):
        read_log("<body><script>RED-520025</script><style>RED-520005</style></body>")


def test_too_many_servers() -> None:
    """What names more servers than any platform has is refused: each would be told."""
    names = [communication_failed(f"trk{number}") for number in range(201)]

    assert len(told_of("\n".join(names[1:])).blamed) == len(names) - 1
    with pytest.raises(UnreadableError, match="more than 200"):
        read_log("\n".join(names))


def test_page_nested_too_deeply() -> None:
    """A page that would take minutes is refused at once."""
    with pytest.raises(UnreadableError, match="too deeply"):
        read_log("<div>" * 5_000)

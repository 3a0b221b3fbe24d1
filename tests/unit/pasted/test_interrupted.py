"""Ctrl-C instead of a paste ends the command without a traceback."""

import pytest

from campaign_tracking import command
from campaign_tracking.pasted import run


def test_interrupted(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """As shells have it: 130, and one word."""

    def interrupt(*_: object, **__: object) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr(run, "tell_all", interrupt)

    assert command.main(["diagnose", "-"]) == command.INTERRUPTED
    assert capsys.readouterr().err == "\ninterrupted\n"

"""What a tracking server keeps of deliveries: as documented, or as something there has it."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from campaign_tracking.lab.database import TrackingUrl
from campaign_tracking.lab.redirection.delivery_file import (
    AS_DOCUMENTED,
    DeliveryFiles,
    Keeping,
    has_expired,
    source_url,
    tracking_info,
)

NOW = datetime(2026, 11, 23, 14, 0, tzinfo=UTC)
URLS = [
    TrackingUrl(id=id_, delivery_id=7, type=1, source_url=f"http://x/{id_}", label="")
    for id_ in (11, 12)
]
INFO = tracking_info(7, 2026, URLS, signed=True, expires=NOW)


@pytest.mark.parametrize(
    ("keeping", "mode", "for_the_web_server", "urls"),
    [
        (AS_DOCUMENTED, 0o644, [7], [11, 12]),
        (Keeping(mode=0o600), 0o600, [], [11, 12]),
        (Keeping(mode=0o640), 0o640, [], [11, 12]),
        (Keeping(cut=True), 0o644, [7], [11]),
    ],
)
def test_kept(
    tmp_path: Path, keeping: Keeping, mode: int, for_the_web_server: list[int], urls: list[int]
) -> None:
    """With its mode, for its owner and perhaps the web server, with all or some of its URLs."""
    files = DeliveryFiles(tmp_path, keeping)
    path = files.store(INFO)
    found = files.find(7)

    assert path == tmp_path / "2026" / "7.xml"
    assert path.stat().st_mode & 0o777 == mode
    assert [7] * (files.find_for_the_web_server(7) is not None) == for_the_web_server
    assert found is not None
    assert [id_ for id_ in (11, 12) if source_url(found, id_) is not None] == urls
    assert len(INFO) == len(URLS)


def test_swept(tmp_path: Path) -> None:
    """What a job deletes is not there any more."""
    files = DeliveryFiles(tmp_path, Keeping(swept=True))
    path = files.store(INFO)

    assert not path.exists()
    assert files.find(7) is files.find_for_the_web_server(7) is None


@pytest.mark.parametrize("after_s", [-1, 0, 1])
def test_expiry(after_s: int) -> None:
    """A delivery expires at its moment, not before; one without a moment never does."""
    at = NOW + timedelta(seconds=after_s)

    assert has_expired(INFO, at) is (after_s >= 0)
    assert not has_expired(tracking_info(7, 2026, URLS, signed=True), at)

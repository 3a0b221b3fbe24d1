"""How faults of signatures show where no files are read: all alike, by a refused click."""

from campaign_tracking.lab.faults.fault import HOSTED, Shown


def refused_where_hosted() -> Shown:
    """Return how they show there, with the tie that is named."""
    return Shown(
        in_=(HOSTED,),
        check="test_click_is_redirected",
        says=r"got HTTP 404: .*was not found",
        cause=(
            "signature-broken-by-third-party",
            "signature-setting-differs",
            "unsigned-links-blocked",
        ),
    )

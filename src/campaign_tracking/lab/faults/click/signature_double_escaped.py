"""Fault: the click formula writes an entity, which is escaped once more."""

from campaign_tracking.lab.faults.click.formulas import CLICK, replace_in
from campaign_tracking.lab.faults.fault import EVERYWHERE, Fault, Shown
from campaign_tracking.lab.platform import Platform


def apply(platform: Platform) -> None:
    """Add a parameter of one's own behind ``&amp;``, as if it were HTML."""
    replace_in(platform, CLICK, ") %>", ") %>&amp;cid=7")


SIGNATURE_DOUBLE_ESCAPED = Fault(
    id="signature-double-escaped",
    summary="links hold &amp;amp;: their parameters are escaped twice",
    shown=(
        Shown(
            in_=EVERYWHERE,
            check="test_parameters_are_encoded",
            says=r"entities were written twice",
        ),
    ),
    apply=apply,
)

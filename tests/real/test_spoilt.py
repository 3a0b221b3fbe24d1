"""A platform that answers otherwise than Campaign does is noticed, where and as it must be."""

import asyncio
import re
from pathlib import Path

import pytest

from tests.real.spoiler import Spoil, authority_beside, spoiling, unchanged
from tests.real.spoilt import CASES, Case
from tests.real.walking import Walked, given, walk
from tests.suite.running import LabProcess


def walked(healthy: LabProcess, folder: Path, spoil: Spoil) -> Walked:
    """Walk through a proxy that spoils the answers of a healthy platform."""
    ca_file, trusted = Path(healthy.ready["ca_file"]), folder / "trusted.pem"
    authority = authority_beside(ca_file, trusted)

    async def through() -> Walked:
        async with spoiling(healthy.ready["campaign"], ca_file, authority, spoil) as url:
            return await walk("walk.mjs", given(healthy, endpoint=url), trusted)

    return asyncio.run(through())


def test_the_proxy_alone_is_not_noticed(healthy: LabProcess, tmp_path: Path) -> None:
    """A proxy that changes nothing leaves the walk as it is."""
    seen = walked(healthy, tmp_path, unchanged)

    assert (seen.exit_status, seen.step, seen.error) == (0, "", "")
    assert seen.steps[-1] == "after logoff"


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_what_is_wrong_is_noticed(case: Case, healthy: LabProcess, tmp_path: Path) -> None:
    """One thing is wrong: the walk ends at the step where it shows, and says what it is."""
    seen = walked(healthy, tmp_path, case.spoil)

    assert (seen.exit_status, seen.step) == (1, case.step)
    assert re.search(case.message, seen.error, flags=re.DOTALL), seen.error

"""Whether the name that a server was asked by got through to it, as ``/r/test`` tells."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaign_tracking.redirection.rtest import RTest
from tests.unit.samples import healthy_rtest

URL = "https://t.example.com:8443"


def told(**redir: str) -> RTest:
    """Return an answer with these attributes."""
    return replace(healthy_rtest(f"{URL}/r/test"), redir=redir)


@pytest.mark.parametrize("host", ["t.example.com", "T.EXAMPLE.com:8443", ""])
def test_own_name(host: str) -> None:
    """The name in the URL, with its port or without, is the one that was asked; so is none."""
    assert not told(host=host, instance="").is_lost_under_another_name(URL)


@given(st.sampled_from(["pool", "10.0.0.1", "t.example.com:443"]), st.sampled_from(["", "prod"]))
def test_another_name(host: str, instance: str) -> None:
    """Another name is lost if it selects no instance; who does not tell instances says nothing."""
    assert told(host=host, instance=instance).is_lost_under_another_name(URL) is not bool(instance)
    assert not told(host=host).is_lost_under_another_name(URL)

"""Numbers as a platform writes them."""

from campaign_tracking.campaign.errors import NotCampaign

INT32 = 2**32


def whole(text: str) -> int:
    """Return a whole number that a platform wrote.

    Raises:
        NotCampaign: If it is none.
    """
    try:
        return int(text)
    except ValueError as error:
        raise NotCampaign(f"{text[:40]!r} came where a whole number was due") from error


def in_links(id_: int) -> int:
    """Return an id as links write it: a negative one as unsigned 32 bit (personalized-links.md)."""
    return id_ + INT32 if -INT32 // 2 <= id_ < 0 else id_

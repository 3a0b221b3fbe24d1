"""Who repairs it."""

from enum import StrEnum


class Owner(StrEnum):
    """Who acts, in the words of reports."""

    SUPPORT = "Adobe support, by a ticket"
    SERVER = "server administrator"
    NETWORK = "network administrator"
    CAMPAIGN = "Campaign administrator"
    CAMPAIGN_AND_SERVER = "Campaign administrator, with the server administrator"
    DESIGNER = "delivery designer"
    MAIL = "mail administrator"
    SETUP = "whoever set up this verification"


# What these do on a server that Adobe hosts, support does there (KA-19371).
OF_SERVERS = frozenset({Owner.SERVER, Owner.NETWORK, Owner.CAMPAIGN_AND_SERVER})

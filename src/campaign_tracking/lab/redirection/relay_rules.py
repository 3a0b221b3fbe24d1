"""The relay's rules: which page goes where, for whom (the-server-configuration-file.md)."""

from collections.abc import Iterable
from dataclasses import dataclass

from campaign_tracking.lab.conf.masks import Masks


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A page that was asked for.

    Attributes:
        path: Without the query.
        host: The Host header.
        address: Of the caller.
    """

    path: str
    host: str
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RelayRule:
    """A ``relay/url`` of the configuration.

    Attributes:
        path: The mask ``urlPath``.
        hosts: ``hostMask``; without any mask the rule is for every host.
        addresses: ``IPMask``; without any mask the rule is for every caller.
        target_url: Where the page is; empty if it is a file of the web server's own.
        denies: Whether the answer is 403.
        takes_http: ``httpAllowed``: whether plain HTTP is taken whatever the caller's zone says.
    """

    path: Masks
    hosts: Masks
    addresses: Masks
    target_url: str
    denies: bool
    takes_http: bool

    def is_about(self, page: Page) -> bool:
        """Return whether path, host and caller all fit."""
        return (
            self.path.match(page.path)
            and (not self.hosts.masks or self.hosts.match_host(page.host))
            and (not self.addresses.masks or self.addresses.match(page.address))
        )


def first_rule(rules: Iterable[RelayRule], page: Page) -> RelayRule | None:
    """Return the rule that applies: their order is their priority; None if none is about it."""
    return next((rule for rule in rules if rule.is_about(page)), None)

"""The options of ``campaign-tracking init``: each answers a question."""

from collections.abc import Mapping
from dataclasses import dataclass

HOSTING = ("on-premise", "hybrid", "adobe")
WAYS = ("password", "ims", "session-token")
IMS_KINDS = ("bearer", "exchange")
NO_MID_SOURCING = "--no-mid-sourcing"
NO_MAILBOX = "--no-mailbox"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Which application server is asked about.

    Attributes:
        table: Its table in the environment file.
        prefix: What its options begin with.
        words: What people call it.
    """

    table: str
    prefix: str
    words: str

    def option(self, key: str) -> str:
        """Return the option that answers for *key* of the table."""
        return f"--{self.prefix}{key.replace('_', '-')}"


CAMPAIGN = Asked(table="campaign", prefix="", words="application server")
MID_SOURCING = Asked(table="mid_sourcing", prefix="mid-", words="mid-sourcing server")
SERVERS = (CAMPAIGN, MID_SOURCING)
# Keys of such a table, each an option of its own; and its help.
KEYS: Mapping[str, str] = {
    "url": "URL",
    "instance": "its instance, where it does not tell",
    "auth": f"how to log on: {', '.join(WAYS)} (default password)",
    "login": "the operator, for password",
    "password_command": "a command that prints the password; it is written to the file",
    "client_id": "of the server-to-server credential, for ims",
    "scopes": "of the credential, separated by commas or blanks, for ims",
    "token_url": "where the token comes from (default: Adobe's own)",
    "ims": "how the token is used: bearer (default), exchange",
    "client_secret_command": "a command that prints the client secret",
    "session_token_command": "a command that prints the session token",
    "security_token_command": "a command that prints the security token, where one is needed",
    "ca_file": "certificates of a private authority, in PEM",
}
# The others, and their help.
OTHERS: Mapping[str, str] = {
    "--hosting": f"who hosts the servers: {', '.join(HOSTING)}",
    "--tracking-url": "the external URL, where the platform holds none that could be declared",
    "--template": "internal name of an e-mail delivery template",
    "--recipient": "address of the one recipient that test mails go to",
    "--landing-url": "page that the test mail's link leads to",
    "--mailbox": "Maildir on this machine that the test mail arrives in",
    "--proxy": "HTTP proxy by which the outside is reached; never asked for",
}
REFUSALS: Mapping[str, str] = {
    NO_MID_SOURCING: "leave the mid-sourcing server out, where tracking is externalised",
    NO_MAILBOX: "leave the mailbox out: reception stays unproved",
}

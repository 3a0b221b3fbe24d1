"""Which elements of which file some rule reads; the rest of a file is not kept.

They are known by where the reference has them (the-server-configuration-file.md): a section that
stands elsewhere has no effect in the product either, as far as its documentation says.
"""

from collections.abc import Sequence

from campaign_tracking.server_files.settings import TOMCAT_FILE

_SECTIONS = frozenset(
    {"web", "tracking", "trackinglogd", "mta", "wfserver", "inmail", "sms", "stat", "syslogd"}
)
_SHARED_SECTIONS = frozenset(
    {"datastore", "authentication", "securityzone", "dnsconfig", "proxyconfig", "urlpermission"}
    | {"imsconfig"}
)
_TOMCAT_PATH = ("server", "service", "connector")


def root_of(file_name: str) -> str:
    """Return how the root element of the file is spelled in the documentation."""
    return "Server" if file_name.casefold() == TOMCAT_FILE else "serverConf"


def is_kept(path: Sequence[str]) -> bool:
    """Whether the element at the end of *path* is kept, if the one around it is.

    Args:
        path: The names from the root down to the element. Their case does not count.
    """
    if len(path) > len(_TOMCAT_PATH):
        return path[0].casefold() != _TOMCAT_PATH[0]
    names = tuple(name.casefold() for name in path)
    if names[0] == _TOMCAT_PATH[0]:
        return names == _TOMCAT_PATH[: len(names)]
    match names:
        case (_, section):
            return section == "shared" or section in _SECTIONS
        case (_, "shared", section):
            return section in _SHARED_SECTIONS
        case _:
            return True

"""The relay's rules of a new installation, in their order (the-server-configuration-file.md)."""

from dataclasses import dataclass
from typing import Final

from campaign_tracking.lab.assumptions import TOMCAT_PORT

_TOMCAT: Final = f"http://localhost:{TOMCAT_PORT}"
_PIPELINED: Final = "http://localhost:7781"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Rule:
    """A line of the list; its attributes are those of ``relay/url``."""

    path: str
    target: str = _TOMCAT
    deny: bool = False
    http: bool = False
    status: str = "normal"


_OPEN: Final = (
    *("*/sc.jssp", "*/interactionProposal.jssp", "*/zoneJson.jssp"),
    *("/nms/jsp/barcode.jsp", "/nms/jsp/captcha.jsp", "/nms/jsp/webForm.jsp"),
    *("/xtk/jsp/zoneinfo.jsp", "*/facebookCallback.jssp", "/nl/jsp/m.jsp", "/nl/jsp/s.jsp"),
)
_INSIDE: Final = ("/nms/jsp/*.jsp", "/xtk/jsp/*.jsp", "/nl/jsp/*.jsp", "*.jssp")
_FILES: Final = ("/favicon.*", "/*.html", "/*.png", "/*.jpg")
_RULES: Final = (
    _Rule(path="/pipelined/*", target=_PIPELINED),
    _Rule(path="/view/*"),
    _Rule(path="*ooconv.jsp*", deny=True),
    _Rule(path="/res/*.jsp*", deny=True),
    *(_Rule(path=path, http=True) for path in _OPEN),
    *(_Rule(path=path, status="blacklist") for path in _INSIDE),
    _Rule(path="/webApp/*", http=True, status="blacklist"),
    _Rule(path="/report/*", status="blacklist"),
    _Rule(path="/jssp/*", status="blacklist"),
    _Rule(path="/strings/*"),
    *(_Rule(path=path, http=True) for path in ("/interaction/*", "/barcode/*", "/lineImage/*")),
    *(_Rule(path=path, target="", status="spare") for path in _FILES),
)


def relay_text() -> str:
    """Return the section ``relay``."""
    rules = "\n".join(f"      {_line(rule)}" for rule in _RULES)
    return f"""    <!-- The first rule whose urlPath, hostMask and IPMask fit applies. -->
    <relay startRelayInModule="true" startRelay="false" debugRelay="false" timeout="60"
           forbiddenCharsInPath="?#/" forbiddenCharsInAuthority=".?#@/:">
      <responseHeader name="X-XSS-Protection" value="1; mode=block"/>
{rules}
    </relay>"""


def _line(rule: _Rule) -> str:
    return (
        f'<url urlPath="{rule.path}" targetUrl="{rule.target}" IPMask="" hostMask=""'
        f'\n           deny="{_boolean(rule.deny)}" httpAllowed="{_boolean(rule.http)}"'
        f' relayHost="true" relayPath="true" status="{rule.status}"/>'
    )


def _boolean(value: bool) -> str:  # noqa: FBT001  (one value in, its text out)
    return str(value).lower()

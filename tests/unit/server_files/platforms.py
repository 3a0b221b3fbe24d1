"""Valid platforms as the documentation shows them: the files of every machine, to break one thing.

standalone-deployment.md, standard-deployment.md, enterprise-deployment.md, mid-sourcing-server.md.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Final
from xml.etree import ElementTree as ET

from campaign_tracking.environment import Environment
from campaign_tracking.safe_xml import parse
from campaign_tracking.seal import Seal
from campaign_tracking.server_files.machine import (
    Machine,
    Process,
    Processes,
    Reach,
    Role,
    UploadFolder,
)
from campaign_tracking.server_files.reader import read_conf_file
from tests.unit.samples import environment

SEAL: Final = Seal()
DATABASE_ID, PASSWORD = "u7F0000010554364C", "myPassword="
APP_ADDRESS, MID_ADDRESS = "10.30.1.5", "10.30.1.6"
EXTERNAL, SECURE = "http://t.example.com", "https://t.example.com"
Files = dict[str, ET.Element]
Render = Callable[[ET.Element], bytes]

# The default rules whose order matters here (the-server-configuration-file.md).
RELAY = """<relay startRelay="false" startRelayInModule="true">
  <url urlPath="/pipelined/*" targetUrl="http://localhost:7781" httpAllowed="true"/>
  <url urlPath="/view/*" targetUrl="http://localhost:8080" httpAllowed="true"/>
  <url urlPath="*ooconv.jsp*" targetUrl="" deny="true"/>
  <url urlPath="/res/*.jsp*" targetUrl="" deny="true"/>
  <url urlPath="/nl/jsp/m.jsp" targetUrl="http://localhost:8080" httpAllowed="true"/>
  <url urlPath="/nl/jsp/*.jsp" targetUrl="http://localhost:8080" status="blacklist"
       httpAllowed="false"/>
  <url urlPath="*.jssp" targetUrl="http://localhost:8080" status="blacklist" httpAllowed="false"/>
</relay>"""
ZONES = """<authentication>
  <securityZone name="public" label="Public">
    <subNetwork name="all" mask="*" proxy="127.0.0.1, ::1"/>
    <securityZone name="vpn" label="VPN" allowDebug="true" showErrors="true">
      <securityZone name="lan" label="LAN" allowHTTP="true" sessionTokenOnly="true">
        <subNetwork name="lan1" mask="192.168.0.0/16" proxy="127.0.0.1, ::1"/>
        <subNetwork name="lan2" mask="10.0.0.0/8" proxy="127.0.0.1, ::1"/>
        <subNetwork name="localhost" mask="127.0.0.0/8" proxy="127.0.0.1, ::1"/>
      </securityZone>
    </securityZone>
  </securityZone>
</authentication>"""


@dataclass(frozen=True)
class Server:
    """One machine of a sample: who it is, and its files as trees that may be edited."""

    name: str
    role: Role
    instance: str
    address: str
    files: Files

    @property
    def hostname(self) -> str:
        """What it calls itself."""
        return f"{self.name}-srv"

    def element(self, file: str, path: str) -> ET.Element:
        """Return the element at *path*, such as ``web/redirection``; made if it is not there."""
        found = self.files[file]
        for name in path.split("/"):
            below = found.find(name)
            found = ET.SubElement(found, name) if below is None else below
        return found


@dataclass(frozen=True)
class Sample:
    """A platform: what is declared, and its machines."""

    environment: Environment
    servers: dict[str, Server]

    def read(self, render: Render = ET.tostring) -> dict[str, Machine]:
        """Return what the station sees of it."""
        urls = self.environment.tracking.internal_urls.values()
        return {name: _read(server, render, urls) for name, server in self.servers.items()}

    @property
    def trackers(self) -> list[Server]:
        """The tracking servers."""
        return [server for server in self.servers.values() if server.role == "tracking"]

    @property
    def last(self) -> Server:
        """The last tracking server: the one that is broken."""
        return self.trackers[-1]


def _read(server: Server, render: Render, asked: Iterable[str]) -> Machine:
    files = tuple(
        read_conf_file(render(tree), name=name, path=f"conf/{name}", modified_at=None, seal=SEAL)
        for name, tree in server.files.items()
    )
    names = ["web", "syslogd", "watchdog"]
    for name in ("trackinglogd", "mta", "wfserver", "inMail", "stat"):
        trees = (tree for file, tree in server.files.items() if file != "serverConf.xml")
        if any(_starts(process, name) for tree in trees for process in tree):
            names.append(name)
    running = tuple(Process(name=name, instance=server.instance, pid=1) for name in names)
    return Machine(
        name=server.name,
        role=server.role,
        instance=server.instance,
        hostname=server.hostname,
        address=server.address,
        files=files,
        processes=Processes(running=running, build="9383"),
        reached=tuple(Reach(url=url) for url in asked),
        upload_folder=UploadFolder(path="/var/redir/url/2026", mode=0o755, free_kb=9_000_000),
    )


def _starts(process: ET.Element, name: str) -> bool:
    held = {key.casefold(): value for key, value in process.attrib.items()}
    return process.tag.casefold() == name.casefold() and held.get("autostart") == "true"


def stand_alone() -> Sample:
    """Return one machine that does everything, declared in both of its roles."""
    return _sample(1, delivering=("app",), address=lambda _: APP_ADDRESS)


def standard(trackers: int = 2) -> Sample:
    """Return frontals that track and deliver, and an application server in the LAN."""
    return _sample(trackers, delivering=tuple(f"trk{n}" for n in range(1, trackers + 1)))


def enterprise(trackers: int = 3) -> Sample:
    """Return tracking servers that do nothing else; the application server delivers."""
    return _sample(trackers, delivering=("app",))


def mid_sourcing(trackers: int = 2) -> Sample:
    """Return a platform whose mid delivers: the tracking servers belong to it."""
    return _sample(trackers, delivering=("mid",), mid=True)


def _sample(
    trackers: int,
    *,
    delivering: tuple[str, ...],
    mid: bool = False,
    address: Callable[[int], str] = lambda number: f"10.30.74.{10 + number}",
) -> Sample:
    addresses = {f"trk{number}": address(number) for number in range(1, trackers + 1)}
    executing = "mid" if mid else "prod"
    roles: dict[str, tuple[Role, str, str]] = {"app": ("application", "prod", APP_ADDRESS)}
    if mid:
        roles["mid"] = ("mid-sourcing", "mid", MID_ADDRESS)
    roles |= {name: ("tracking", executing, there) for name, there in addresses.items()}
    servers = {
        name: Server(
            name, role, instance, there, _files(name, role, instance, addresses, delivering)
        )
        for name, (role, instance, there) in roles.items()
    }
    return Sample(_environment(roles, addresses, mid=mid), servers)


def _environment(
    roles: Mapping[str, tuple[Role, str, str]], addresses: Mapping[str, str], *, mid: bool
) -> Environment:
    hosts = [
        {"name": name, "role": role, "connection": f"ssh://neolane@{name}", "address": address}
        for name, (role, _, address) in roles.items()
    ]
    with_mid = {
        "mid_sourcing": {"url": "https://mid.example.com", "instance": "mid", "login": "check"}
    }
    return environment(
        tracking={
            "url": EXTERNAL,
            "secure_url": SECURE,
            "internal_urls": {name: f"http://{address}" for name, address in addresses.items()},
        },
        host=hosts,
        **(with_mid if mid else {}),
    )


def _files(
    name: str,
    role: Role,
    instance: str,
    trackers: Mapping[str, str],
    delivering: tuple[str, ...],
) -> Files:
    return {
        "serverConf.xml": _server_file(trackers),
        "config-default.xml": _default_file(role),
        f"config-{instance}.xml": _instance_file(role, trackers, delivers=name in delivering),
        "server.xml": parse(
            '<Server><Service><Connector port="8080" protocol="HTTP/1.1"/>'
            '<Connector port="8009" protocol="AJP/1.3"/></Service></Server>'
        ),
    }


def _server_file(trackers: Mapping[str, str]) -> ET.Element:
    spares = "".join(
        f"""<spareServer enabledIf="$(hostname)!='{name}-srv'" id="{number}"
            url="http://{name}-srv:8080"/>"""
        for number, name in enumerate(trackers, start=1)
    )
    return parse(
        f"""<serverConf>
<shared>{ZONES}<proxyConfig enabled="false" override="localhost*"/></shared>
<web httpPort="8080">
  <redirection startRedirection="true" startRedirectionInModule="true" maxJobsInCache="100"
               defLogCount="30">{spares}</redirection>
  {RELAY}
</web>
<tracking logCountPerRequest="1000" blockRedirectForUnsignedTrackingLink="false"/>
<trackinglogd maxSharedLogs="25000" maxLogsSizeOnDiskMb="500" purgeLogsPeriod="50000"/>
<mta signEmailLinks="true" verifyMode="false"/>
</serverConf>"""
    )


def _default_file(role: Role) -> ET.Element:
    daemon = '<trackinglogd autoStart="true"/>' if role == "tracking" else ""
    return parse(
        f"""<serverConf><web args="-tomcat" autoStart="true"/>
<syslogd autoStart="true"/>{daemon}</serverConf>"""
    )


def _instance_file(role: Role, trackers: Mapping[str, str], *, delivers: bool) -> ET.Element:
    hosts = ",".join(["t.example.com*", *(f"{address}*" for address in trackers.values())])
    masks = hosts if role == "tracking" else "campaign*"
    registration = (
        f'<redirection databaseId="{DATABASE_ID}" trackingPassword="{PASSWORD}"/>'
        if role == "tracking"
        else ""
    )
    works = str(role != "tracking").lower()
    stat = ' statServerAddress="localhost"' if delivers else ""
    on = str(delivers).lower()
    return parse(
        f"""<serverconf>
<shared><dataStore hosts="{masks}" lang="en_US">
  <mapping logical="*" physical="default"/></dataStore></shared>
<web>{registration}</web>
<mta autoStart="{on}"{stat}/>
<wfserver autoStart="{works}" affinity=""/>
<inMail autoStart="{on}"/>
<stat autoStart="{on}"/>
</serverconf>"""
    )


SAMPLES: Final[Mapping[str, Callable[[], Sample]]] = {
    "stand-alone": stand_alone,
    "standard": standard,
    "enterprise": enterprise,
    "mid-sourcing": mid_sourcing,
}
SIZED: Final[Mapping[str, Callable[[int], Sample]]] = {
    "standard": standard,
    "enterprise": enterprise,
    "mid-sourcing": mid_sourcing,
}

"""Declared hosts, and a small installation of Campaign in a folder."""

from pathlib import Path

from campaign_tracking.environment import Environment
from tests.unit import samples

BANNER = (
    "12:09:54 >   Application server for Adobe Campaign Classic (7.X YY.R build 9383@1a2b) of 1/2"
)
GOOD_LINE = (
    "50x000000000FD7EC86\t2017-06-24T21:00:50.96\t1f506d71\t1aeab4b6\t1af77020\t0\t"
    "e5155671-4ab7-4ce4-a763-3b82dda6d881\th\t\tMozilla/5.0\t52.46.20.64\n"
)
PASSWORD = "opensesame="
SERVER_CONF = f'<serverConf><web><redirection trackingPassword="{PASSWORD}"/></web></serverConf>'
NLSERVER = f"""#!/bin/sh
echo '{BANNER}'
case "$*" in
pdump) echo "watchdog (1) - 3.1 MB"; echo "web@default (999999999) - 40.5 MB" ;;
'monitor -missing') echo 'mta@prod' ;;
esac
"""


def host(name: str, connection: str, **keys: object) -> dict[str, object]:
    """Return a ``[[host]]`` as a file declares it; a tracking server, unless said otherwise."""
    return {"name": name, "role": "tracking", "connection": connection, **keys}


def local(name: str, root: Path, **keys: object) -> dict[str, object]:
    """Return a ``[[host]]`` whose installation is on this machine."""
    given = {"conf_dir": str(root / "conf"), "nlserver": str(root / "nlserver")}
    return host(name, "local://", **(given | keys))


def platform(*hosts: dict[str, object], **changes: object) -> Environment:
    """Return an environment with these hosts."""
    return samples.environment(host=list(hosts), **changes)


def installation(root: Path) -> Path:
    """Make an installation in a folder, and return it."""
    conf, tomcat = root / "conf", root / "tomcat-8" / "conf"
    redir = root / "var" / "prod" / "redir"
    for folder in (conf, tomcat, redir / "url" / "2026", redir / "log"):
        folder.mkdir(parents=True)
    (conf / "serverConf.xml").write_text(SERVER_CONF, encoding="utf-8")
    (conf / "config-default.xml").write_text("<serverconf/>", encoding="utf-8")
    (conf / "config-prod.xml").write_text("<serverconf/>", encoding="utf-8")
    (tomcat / "server.xml").write_text("<Server/>", encoding="utf-8")
    nlserver = root / "nlserver"
    nlserver.write_text(NLSERVER, encoding="utf-8")
    nlserver.chmod(0o755)
    return root

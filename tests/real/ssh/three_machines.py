"""A folder that holds what three servers have: an application server and two tracking servers."""

from pathlib import Path

NAMES = {"app": "application", "trk1": "tracking", "trk2": "tracking"}
PASSWORD = "opensesame="
GOOD_LINE = (
    "50x{id:016X}\t2017-06-24T21:00:50.96\t1f506d71\t1aeab4b6\t1af77020\t0\t"
    "e5155671-4ab7-4ce4-a763-3b82dda6d881\th\t\tMozilla/5.0\t52.46.20.64\n"
)
_SERVER_CONF = """\
<serverConf>
  <web>
    <redirection trackingPassword="{password}">
      <spareServer enabledIf="$(hostname)!='{name}'" id="1" url="http://127.0.0.1:1"/>
      <spareServer enabledIf="$(hostname)!='other'" id="2" url="http://127.0.0.1:{port}"/>
    </redirection>
  </web>
</serverConf>
"""
_NLSERVER = """\
#!/bin/sh
echo '12:09:54 >   Application server for Adobe Campaign Classic (7.X YY.R build 9383@1a2b) of 1/2'
case "$*" in
pdump) echo 'watchdog (1) - 3.1 MB'; echo 'web@default (999999999) - 40.5 MB' ;;
'monitor -missing') echo 'mta@prod' ;;
esac
"""


def make(folder: Path, port: int) -> None:
    """Make it; *port* is one that listens."""
    for name in NAMES:
        _make_one(folder / name, name, port)
    for path in (folder, *folder.rglob("*")):
        path.chmod(0o755)


def _make_one(folder: Path, name: str, port: int) -> None:
    conf, redir = folder / "conf", folder / "var" / "prod" / "redir"
    tomcat = folder / "tomcat-10" / "conf"
    for made in (conf, tomcat, redir / "url" / "2026", redir / "log"):
        made.mkdir(parents=True)
    text = _SERVER_CONF.format(password=PASSWORD, name=name, port=port)
    (conf / "serverConf.xml").write_text(text, encoding="utf-8")
    (conf / "config-prod.xml").write_text('<serverconf><mta autoStart="true"/></serverconf>')
    (tomcat / "server.xml").write_text("<Server/>")
    (folder / "nlserver").write_text(_NLSERVER, encoding="utf-8")
    (redir / "url" / "2026" / "4711.xml").write_text('<urls><url id="452947488"/></urls>')
    for first in (0xA0000, 0xA2000):
        lines = (GOOD_LINE.format(id=first + number) for number in range(3_000))
        (redir / "log" / f"0x{first:016X}.log").write_text("".join(lines) + "corrupted\n")

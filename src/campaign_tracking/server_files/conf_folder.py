"""The configuration files of a machine, read there by one script (configuration-principle.md)."""

import re
import shlex
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from campaign_tracking.seal import Seal
from campaign_tracking.server_files.document import ConfFile
from campaign_tracking.server_files.reader import MAX_BYTES, read_conf_file
from campaign_tracking.server_files.settings import SERVER_FILE, TOMCAT_FILE
from campaign_tracking.server_files.shell import Part, one_line, path_word, read_seconds

MAX_FILES = 50
MAX_TOMCATS = 5
NAME = re.compile(r"serverConf\.xml|config-[A-Za-z0-9_.-]+\.xml")
TOMCAT = re.compile(r"tomcat-[A-Za-z0-9_.-]+")
_TOMCAT_FILE = re.compile(rf"(?:.*/)?({TOMCAT.pattern})/conf/server\.xml", re.DOTALL)
_HOSTNAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,63}")

_SCRIPT = r"""
conf={conf}; instance={instance}; root=$(dirname -- "$conf")
limited() {{
  limit_s=$1; shift
  if command -v timeout >/dev/null 2>&1; then timeout "$limit_s" "$@"; else "$@"; fi
}}
give() {{
  if [ -f "$2" ] && (: <"$2") 2>/dev/null; then
    part "$1" "$(stat -c %Y -- "$2" 2>/dev/null || echo -)" "$2"
    head -c {max_bytes} -- "$2" 2>/dev/null
  elif [ -f "$2" ] || [ -L "$2" ]; then
    part unread - "$2"
    cat -- "$2" 2>&1 >/dev/null | head -c 1000
  elif [ -e "$2" ]; then
    part unread - "$2"
    printf 'not a regular file'
  fi
}}
part hostname
{{ limited 3 hostname -s || uname -n; }} 2>/dev/null | head -c 300
part folder
{{ ls -a -- "$conf" && ls -d -- "$conf/."; }} 2>&1 >/dev/null | head -c 1000
give file "$conf/serverConf.xml"
give file "$conf/config-default.xml"
[ "$instance" = default ] || give file "$conf/config-$instance.xml"
left={max_files}
for file in "$conf"/config-*.xml; do
  case $file in "$conf/config-default.xml"|"$conf/config-$instance.xml") continue ;; esac
  left=$((left - 1)); [ "$left" -ge 0 ] || break
  give file "$file"
done
left={max_tomcats}
for file in "$root"/tomcat-*/conf/server.xml; do
  left=$((left - 1)); [ "$left" -ge 0 ] || break
  give tomcat "$file"
done
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfFolder:
    """What a machine's folder ``conf`` holds.

    Attributes:
        hostname: What the machine calls itself; empty if it does not say.
        files: Those that are read; Tomcat's last.
        trouble: Why there are none; empty if there are.
    """

    hostname: str = ""
    files: tuple[ConfFile, ...] = ()
    trouble: str = ""


def script(conf_dir: str, instance: str) -> str:
    """Return the script that prints what the folder holds.

    Besides ``serverConf.xml``, ``config-default.xml`` and the instance's file these are at most 50
    other ``config-*.xml``.
    """
    return _SCRIPT.format(
        conf=path_word(conf_dir),
        instance=shlex.quote(instance),
        max_bytes=MAX_BYTES + 1,
        max_files=MAX_FILES,
        max_tomcats=MAX_TOMCATS,
    )


def read_parts(told: Iterable[Part], conf_dir: str, seal: Seal) -> ConfFolder:
    """Return what the script printed.

    Raises:
        UnreachableError: If *told* does.
    """
    hostname, trouble = "", ""
    files: dict[str, ConfFile] = {}
    tomcats: dict[str, ConfFile] = {}
    for part in told:
        if part.kind == "hostname":
            hostname = _hostname(part.text)
        elif part.kind == "folder":
            trouble = one_line(part.raw)
        elif file := _file(part, conf_dir, seal):
            held = tomcats if file.name == TOMCAT_FILE else files
            held.setdefault(file.path, file)
    return conf_folder(conf_dir, [*files.values(), *newest(tomcats)], hostname, trouble)


def conf_folder(
    conf_dir: str, files: Iterable[ConfFile], hostname: str = "", trouble: str = ""
) -> ConfFolder:
    """Return the folder with these files; without any of Campaign's it is one in trouble."""
    held = tuple(files)
    if any(NAME.fullmatch(file.name) for file in held):
        return ConfFolder(hostname=hostname, files=held)
    nothing = f"no {SERVER_FILE} and no config-*.xml in {conf_dir}"
    return ConfFolder(hostname=hostname, trouble=trouble or nothing)


def newest(tomcats: dict[str, ConfFile]) -> Iterator[ConfFile]:
    """Yield the one of the newest Tomcat: 10 is newer than 9."""

    def version(path: str) -> list[int]:
        return [int(number) for number in re.findall(r"[0-9]{1,9}", path)]

    readable = {path: file for path, file in tomcats.items() if not file.trouble}
    if readable:
        yield readable[max(readable, key=version)]


def _hostname(text: str) -> str:
    lines = text.split()
    name = lines[0].partition(".")[0] if lines else ""
    return name if _HOSTNAME.fullmatch(name) else ""


def _file(part: Part, conf_dir: str, seal: Seal) -> ConfFile | None:
    """Return a file that was printed; None if it is none of those that were asked for.

    Its path is made of the folder that was declared and of a name that has the form of one.
    """
    time, _, path = part.told.partition(" ")
    folder = conf_dir.rstrip("/")
    tomcat = _TOMCAT_FILE.fullmatch(path)
    name = path.rpartition("/")[2]
    if part.kind == "tomcat" and tomcat:
        path = f"{folder.rpartition('/')[0]}/{tomcat[1]}/conf/{name}"
    elif part.kind in {"file", "unread"} and NAME.fullmatch(name):
        path = f"{folder}/{name}"
    else:
        return None
    if part.kind == "unread":
        return ConfFile(name=name, path=path, trouble=one_line(part.raw) or "not readable")
    return read_one(part.raw, name, path, read_seconds(time), seal)


def read_one(
    raw: bytes, name: str, path: str, modified_at: datetime | None, seal: Seal
) -> ConfFile:
    """Return a file of which at most one byte more than allowed was read."""
    truncated = len(raw) > MAX_BYTES
    return read_conf_file(
        raw[:MAX_BYTES],
        name=name,
        path=path,
        modified_at=modified_at,
        seal=seal,
        truncated=truncated,
    )

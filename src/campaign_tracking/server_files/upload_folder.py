"""Whether a tracking server can keep what is uploaded: ``redir/url/<YYYY>``, its mode, its disk.

Whose rights count is not known, so a folder is not writable only where nobody may write.
"""

import re
import shlex
from collections.abc import Iterable

from campaign_tracking.server_files.machine import UploadFolder
from campaign_tracking.server_files.shell import Part
from campaign_tracking.server_files.var_folder import told_path

MAX_BYTES = 100_000
_MODE = re.compile(r"[0-7]{3,4}")
# df -P (POSIX): file system, blocks of 1024 bytes, used, available, capacity, mounted on
_DISK = re.compile(r"\s[0-9]{1,18}\s+[0-9]{1,18}\s+(-?[0-9]{1,18})\s+[0-9]{1,3}%\s")
_SCRIPT = r"""
instance={instance}; dir="$var/$instance/redir/url"; year="$dir/$(date +%Y)"
[ ! -d "$year" ] || dir=$year
if [ -d "$dir" ]; then
  part folder "$dir"
  part mode "$(stat -c %a -- "$dir" 2>/dev/null)"
  part disk
  df -P -k -- "$dir" 2>/dev/null | tail -n 1 | head -c 1000
else
  part missing "$dir"
fi
"""


def script(instance: str) -> str:
    """Return the script that looks at the folder below ``$var``."""
    return _SCRIPT.format(instance=shlex.quote(instance))


def read_parts(told: Iterable[Part]) -> UploadFolder:
    """Return what the script printed.

    Raises:
        UnreachableError: If *told* does.
    """
    texts = {part.kind: part for part in told}
    if "folder" not in texts:
        path = told_path(texts["missing"].told) if "missing" in texts else ""
        return UploadFolder(path=path, untold="there is no such folder yet")
    mode, disk = texts.get("mode"), texts.get("disk")
    found = _DISK.search(f"{disk.text}\n") if disk else None
    return UploadFolder(
        path=told_path(texts["folder"].told),
        mode=int(mode.told, 8) if mode and _MODE.fullmatch(mode.told) else None,
        free_kb=int(found[1]) if found else None,
    )


def flaw(folder: UploadFolder) -> str:
    """Return why nothing can be written there; empty if nothing speaks against it."""
    if folder.mode is not None and not folder.mode & 0o222:
        return f"nobody may write into {folder.path}: its mode is {folder.mode:o}"
    if folder.free_kb is not None and folder.free_kb <= 0:
        return f"the file system of {folder.path} is full"
    return ""

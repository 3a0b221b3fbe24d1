"""Where a machine keeps ``var``: as declared, as XTK_VAR_DIR says there, or beside ``conf``.

XTK_VAR_DIR is exported in customer.sh (configuring-campaign-server.md), so it is asked for in the
shell in which nlserver is run (R-60).
"""

import re
import shlex

from campaign_tracking.environment import CONF_DIR, Host
from campaign_tracking.server_files.process_list import LOGIN_SHELL
from campaign_tracking.server_files.shell import path_word

_TOLD = re.compile(r"/[^\x00-\x1f\x7f]{1,1000}")
_ASK = r"""
var=$(ask {question} 2>/dev/null | head -c 100000 | sed -n 's/^XTK_VAR_DIR=//p' | tail -n 1)
case $var in /*) ;; *) var=$(dirname -- {conf})/var ;; esac
"""


def script(host: Host) -> str:
    """Return the script that puts the folder into ``$var``."""
    if host.var_dir:
        return f"var={path_word(host.var_dir)}\n"
    # Whatever is before the command itself, such as an environment that it reads.
    before, _, _ = f" {host.nlserver.strip()}".rpartition(" ")
    question = f'{before} printf "XTK_VAR_DIR=%s\\n" "$XTK_VAR_DIR"'
    conf = path_word(host.conf_dir or CONF_DIR)
    return LOGIN_SHELL + _ASK.format(question=shlex.quote(question.strip()), conf=conf)


def told_path(text: str) -> str:
    """Return a path that a machine told, to be shown; empty if it is none."""
    return text if _TOLD.fullmatch(text) else ""

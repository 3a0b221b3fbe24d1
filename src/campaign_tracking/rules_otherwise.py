"""Documented rules that no check judges: how each is honoured, or why it cannot be checked."""

from collections.abc import Mapping
from typing import Final

OTHERWISE: Final[Mapping[str, str]] = {
    "R-04": "Not checked: a server must reach itself by its instance's host name, and which name "
    "that is stands in no file: DNS masks are patterns. The masks are checked by R-53.",
    "R-06": "Honoured: an answer to /r/test without build, instance or localHost is the minimal "
    "answer of a zone without allowDebug; checks that need them say that they are not applicable.",
    "R-08": "Not checked: every server is asked directly, once; behind a balancer it would take "
    "many calls to see each name, and without allowDebug none is shown.",
    "R-10": "Honoured: /r/test is the first thing that is asked of a tracking server, before any "
    "link is clicked.",
    "R-29": "Honoured: config-<instance>.xml is read before config-default.xml, serverConf.xml and "
    "the documented default; each message says where a value stands.",
    "R-60": "Honoured: the server is asked for XTK_VAR_DIR before the folder var beside conf is "
    "taken; [[host]] var_dir says otherwise.",
    "R-61": "Honoured: the server to blame is the one that RED-520025 names, in whatever order the "
    "delivery's log comes; a server that is merely uploaded to is not called good.",
    "R-62": "Honoured: RED-520005 names no server; it counts against the one that RED-520025 names "
    "if that is one only.",
    "R-63": "Honoured: one tracking server that is named is enough to fail "
    "`test_analysis_reports_no_tracking_error`.",
    "R-64": "Honoured: codes are read, never the texts beside them, which are in the instance's "
    "language.",
}

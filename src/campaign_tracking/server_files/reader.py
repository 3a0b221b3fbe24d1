"""A configuration file, read to the line: any bytes give its tree, or say what is wrong with it."""

import re
from datetime import datetime

from campaign_tracking.seal import Seal
from campaign_tracking.server_files.document import ConfFile, Node
from campaign_tracking.server_files.encoding import UnreadableError, decode
from campaign_tracking.server_files.sections import root_of
from campaign_tracking.server_files.tree import parse

# A real serverConf.xml has a few hundred kilobytes.
MAX_BYTES = 5_000_000
_BEFORE_ROOT = re.compile(rb"\s+|<!--.*?-->|<\?.*?\?>", re.DOTALL)


def read_conf_file(  # noqa: PLR0913  (what a file is)
    raw: bytes,
    *,
    name: str,
    path: str,
    modified_at: datetime | None,
    seal: Seal,
    truncated: bool = False,
) -> ConfFile:
    """Return what stands in a configuration file (the-server-configuration-file.md).

    Kept are the sections that some rule reads, without text; each secret as its seal.

    Args:
        raw: Its bytes, whatever they are.
        name: Such as ``serverConf.xml``; that of Tomcat's is ``server.xml``.
        path: Where it was read.
        modified_at: When it was changed last (aware, UTC); None if that is not known.
        seal: Of the run.
        truncated: Whether *raw* is only how the file begins.
    """
    root, trouble = None, ""
    try:
        root = _read(raw, name, seal, truncated=truncated)
    except UnreadableError as error:
        trouble = str(error)
    return ConfFile(name=name, path=path, modified_at=modified_at, root=root, trouble=trouble)


def _read(raw: bytes, name: str, seal: Seal, *, truncated: bool) -> Node:
    if truncated or len(raw) > MAX_BYTES:
        raise UnreadableError(f"longer than the {MAX_BYTES:,} bytes that are read of a file")
    document = decode(raw).encode()
    if not document.strip():
        raise UnreadableError("the file is empty")
    if _declares_document_type(document):
        raise UnreadableError("it declares a document type (<!DOCTYPE), as no such file does")
    return parse(document, root_of(name), seal)


def _declares_document_type(document: bytes) -> bool:
    """Whether a document type stands where it counts, which is before the root element."""
    at = 0
    while found := _BEFORE_ROOT.match(document, at):
        at = found.end()
    return document[at : at + 9].upper() == b"<!DOCTYPE"  # HTML spells it as it likes

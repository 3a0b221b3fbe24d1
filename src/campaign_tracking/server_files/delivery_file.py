"""What a tracking server holds of a delivery: ``redir/url/<YYYY>/<deliveryID>.xml``.

Neither the form of the id in the name nor what the file looks like inside is documented, so ids are
looked for as decimal and as hexadecimal text (about-message-tracking.md, A-10).
"""

import re
import shlex
from collections.abc import Iterable, Sequence

from campaign_tracking.server_files.machine import DeliveryFile
from campaign_tracking.server_files.shell import Part, one_line
from campaign_tracking.server_files.var_folder import told_path

MAX_BYTES = 5_000_000
MAX_PRINTED_BYTES = 60_000_000
OPEN_ID = 1  # of the open, which is no link of the delivery
# Shorter ones could be words, or numbers of something else.
_LEAST_HEX_DIGITS = 5
_MODE = re.compile(r"[0-7]{3,4}")
_NOT_THERE = "No such file"
_TOO_LONG = f"longer than the {MAX_BYTES:,} bytes that are read of a file"

_SCRIPT = r"""
instance={instance}; dir="$var/$instance/redir/url"
part var
ls -d -- "$var/$instance/." 2>&1 >/dev/null | head -c 1000
part folder "$dir"
ls -- "$dir" 2>&1 >/dev/null | head -c 1000
for name in {names}; do
  for file in "$dir"/*/"$name"; do
    mode=$(stat -c %a -- "$file" 2>/dev/null || echo -)
    if [ -f "$file" ] && (: <"$file") 2>/dev/null; then
      part file "$mode" "$file"
      head -c {max_bytes} -- "$file" 2>/dev/null
    elif [ -f "$file" ]; then
      part unread "$mode" "$file"
      cat -- "$file" 2>&1 >/dev/null | head -c 1000
    fi
  done
done
"""


def names(delivery_ids: Iterable[int]) -> list[str]:
    """Return how a delivery's file may be called: the decimal names first."""
    ids = list(delivery_ids)
    found = [f"{form}.xml" for spell in "dxX" for form in (format(id_, spell) for id_ in ids)]
    return list(dict.fromkeys(found))


def script(instance: str, delivery_ids: Iterable[int]) -> str:
    """Return the script that looks for the file below ``$var``."""
    return _SCRIPT.format(
        instance=shlex.quote(instance), names=" ".join(names(delivery_ids)), max_bytes=MAX_BYTES + 1
    )


def read_parts(
    told: Iterable[Part], delivery_ids: Sequence[int], url_ids: Iterable[int]
) -> DeliveryFile:
    """Return what the script printed.

    Raises:
        UnreachableError: If *told* does.
    """
    ids, folder, trouble = list(url_ids), "", ""
    found: list[DeliveryFile] = []
    for part in told:
        if part.kind == "var":
            trouble = one_line(part.raw)
        elif part.kind == "folder":
            folder, said = told_path(part.told), one_line(part.raw)
            trouble = trouble or ("" if _NOT_THERE in said else said)
        elif part.kind in {"file", "unread"}:
            found.append(_file(part, ids))
    nothing = DeliveryFile(path=looked_for(folder, delivery_ids), trouble=trouble)
    return best(found) or nothing


def looked_for(folder: str, delivery_ids: Sequence[int]) -> str:
    """Return the pattern of the paths where the file was looked for."""
    return f"{folder}/*/{names(delivery_ids)[0] if delivery_ids else '*.xml'}"


def best(found: Sequence[DeliveryFile]) -> DeliveryFile | None:
    """Return the file that holds most of what is looked for; None if there is none.

    A hexadecimal name may be another delivery's decimal one.
    """
    return min(
        found, key=lambda file: (bool(file.trouble), len(file.missing_url_ids)), default=None
    )


def held(raw: bytes, path: str, mode: int | None, url_ids: Iterable[int]) -> DeliveryFile:
    """Return a file of which at most one byte more than allowed was read."""
    missing = tuple(id_ for id_ in url_ids if id_ != OPEN_ID and not _holds(raw, id_))
    trouble = _TOO_LONG if missing and len(raw) > MAX_BYTES else ""
    return DeliveryFile(
        path=path,
        found=True,
        mode=mode,
        missing_url_ids=() if trouble else missing,
        trouble=trouble,
    )


def _file(part: Part, url_ids: Iterable[int]) -> DeliveryFile:
    mode_text, _, path = part.told.partition(" ")
    mode = int(mode_text, 8) if _MODE.fullmatch(mode_text) else None
    if part.kind == "unread":
        trouble = one_line(part.raw) or "not readable"
        return DeliveryFile(path=told_path(path), found=True, mode=mode, trouble=trouble)
    return held(part.raw, told_path(path), mode, url_ids)


def _holds(raw: bytes, id_: int) -> bool:
    """Whether the id stands in a file by itself, and not within another number or word."""
    forms = [str(id_)]
    if len(hexadecimal := format(id_, "x")) >= _LEAST_HEX_DIGITS:
        forms.append(f"(?:0x)?0*{hexadecimal}")
    pattern = rf"(?<![0-9A-Za-z])(?:{'|'.join(forms)})(?![0-9A-Za-z])"
    # Without zero bytes, UTF-16 reads like ASCII.
    return re.search(pattern.encode(), raw.replace(b"\0", b""), re.IGNORECASE) is not None

"""Files that a run keeps beside its reports: the mails as received, what servers answered."""

from collections.abc import Mapping

from campaign_tracking.redirection.endpoint import Endpoint
from campaign_tracking.report.state import RunState

FOLDER = "evidence"


def save_mail(state: RunState, name: str, raw: bytes) -> None:
    """Keep a mail as it was received, but for secrets of ours that it might hold."""
    _save(state, f"{name}.eml", raw.decode("utf-8", "surrogateescape"))


def save_answers(state: RunState, servers: Mapping[str, Endpoint]) -> None:
    """Keep how the answer of each tracking server begins."""
    for id_, server in servers.items():
        lines = []
        for address in server.addresses:
            answer = address.rtest or address.soap_router
            if answer is not None:
                said = answer.words if answer.silence else f"HTTP {answer.status_code}"
                lines += [f"{answer.url} ({address.ip}) {said}", answer.text, ""]
        _save(state, f"{id_}.txt", "\n".join(lines))


def _save(state: RunState, name: str, text: str) -> None:
    """Write one file; a name made of declared ids and fixed words needs no cleaning."""
    folder = state.folder / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    redacted = state.redactor(text)
    (folder / name).write_bytes(redacted.encode("utf-8", "surrogateescape"))

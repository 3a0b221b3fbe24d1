"""What is said at the end: what was written, and the exact next commands."""

import shlex
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

from campaign_tracking.access import Access
from campaign_tracking.init.draft import Draft
from campaign_tracking.init.secrets import OPTIONAL, sources_of
from campaign_tracking.report.folder import ENVIRONMENTS


def next_steps(draft: Draft, path: Path) -> Iterator[str]:
    """Yield what to say of a file that was written, a line each."""
    yield f"\nWrote {path}"
    if draft.simulation:
        yield "It is a lab, so it says simulation = true: no run on it is ever called verified."
    if draft.mailbox is None:
        yield "It has no [mailbox]: that the mail arrives stays unproved until you add one."
    yield "\nNext, in the project's folder:"
    for access in filter(None, (draft.campaign, draft.mid_sourcing)):
        yield from _to_export(access)
    command = f"{_pytest()} checks/ --environment {shlex.quote(_as_named(draft, path))}"
    yield f'  {command} -m "not sends_mail"    # reads only'
    yield f"  {command}    # the whole proof: sends two mails"


def _as_named(draft: Draft, path: Path) -> str:
    """Return what --environment is given: the name, where the file is in its usual place."""
    usual = path.parent.parts[-2:] == ENVIRONMENTS.parts and path.stem == draft.name
    return draft.name if usual else str(path.absolute())


def _pytest() -> str:
    """Return how the pytest is called that belongs to this installation."""
    own, folder = Path(sys.executable).with_name("pytest"), Path.cwd()
    if shutil.which("pytest") == str(own):
        return "pytest"
    return shlex.quote(str(own.relative_to(folder) if own.is_relative_to(folder) else own))


def _to_export(access: Access) -> Iterator[str]:
    """Yield how to give the secrets that no command of the file prints."""
    for source in sources_of(access):
        words = source.name.replace("_", " ")
        may = ", where one is needed" if source.name == OPTIONAL else ""
        if source.command:
            continue
        if source.exists:
            yield f"  # {source.variable} is set here already"
        else:
            yield f"  read -rs {source.variable} && export {source.variable}    # the {words}{may}"

"""What the worker does for this area: reading a report in a process of its own."""

from __future__ import annotations

from typing import Any

from tracker.database import db
from tracker.intake.many import MEGABYTES, SECONDS
from tracker.intake.model import Reading, UnreadableDocument
from tracker.intake.process import read_in_process
from tracker.jobs import TASKS, Save, Task, run_later
from tracker.models import IntakeDraft, IntakeState, StoredFile
from tracker.operations.files import path_of
from tracker.operations.intake import keep_progress, keep_reading, keep_unreadable

READ_REPORT = "read_report"
GIVEN_UP = (
    "Reading this report failed three times, and that is our fault. "
    "Try once more, or paste the text of the report."
)


def read_later(draft: IntakeDraft) -> None:
    """Leave the reading of a draft to the worker, in this transaction."""
    run_later(READ_REPORT, draft_id=draft.id, file_id=draft.file_id)


def read_report(arguments: dict[str, Any], save: Save) -> None:
    """Read the file of a draft and keep what was found, or why it could not be read."""
    if _waiting(arguments) is None:
        return
    file = db.session.get_one(StoredFile, arguments["file_id"])
    path, name = path_of(file), file.name
    # Ends the transaction: reading may take a minute, and a database must not stay locked for so long.
    save()

    def tell(page: int, pages: int) -> None:
        keep_progress(arguments["draft_id"], page, pages)
        save()

    found: Reading | UnreadableDocument
    try:
        found = read_in_process(path, name, seconds=SECONDS, megabytes=MEGABYTES, progress=tell)
    except UnreadableDocument as error:
        found = error
    draft = _waiting(arguments)
    if draft is None:
        return
    if isinstance(found, UnreadableDocument):
        keep_unreadable(draft, found.message)
    else:
        keep_reading(draft, found)
    save()


def give_up(arguments: dict[str, Any]) -> None:
    """Say on the draft that reading failed; the worker commits."""
    draft = _waiting(arguments)
    if draft is not None:
        keep_unreadable(draft, GIVEN_UP)


def _waiting(arguments: dict[str, Any]) -> IntakeDraft | None:
    """Return the draft while it still waits for this file; it may be discarded, or have got another one."""
    draft = db.session.get(IntakeDraft, arguments["draft_id"], with_for_update=True, populate_existing=True)
    if draft is None or draft.state is not IntakeState.READING or draft.file_id != arguments["file_id"]:
        return None
    return draft


TASKS[READ_REPORT] = Task(run=read_report, give_up=give_up)

"""What the worker does for this area: reading a spreadsheet in a process of its own."""

from __future__ import annotations

from typing import Any

from tracker.database import db
from tracker.jobs import TASKS, Save, Task, run_later
from tracker.models import IntakeState, PlanImport, StoredFile
from tracker.operations.files import path_of
from tracker.operations.plan_import import keep_book, keep_unreadable
from tracker.sheets.model import Book, UnreadableSheet
from tracker.sheets.process import read_in_process

READ_PLAN = "read_plan"
GIVEN_UP = (
    "Reading this file failed three times, and that is our fault. "
    "Try once more, or copy the plan alone into a new workbook and bring that in."
)


def read_later(draft: PlanImport) -> None:
    """Leave the reading of a file to the worker, in this transaction."""
    run_later(READ_PLAN, draft_id=draft.id, file_id=draft.file_id)


def read_plan(arguments: dict[str, Any], save: Save) -> None:
    """Read the file of a draft and keep its tables, or why it could not be read."""
    if _waiting(arguments) is None:
        return
    file = db.session.get_one(StoredFile, arguments["file_id"])
    path, name = path_of(file), file.name
    # Ends the transaction: reading may take a minute, and a database must not stay locked for so long.
    save()
    found: Book | UnreadableSheet
    try:
        found = read_in_process(path, name)
    except UnreadableSheet as error:
        found = error
    draft = _waiting(arguments)
    if draft is None:
        return
    if isinstance(found, UnreadableSheet):
        keep_unreadable(draft, found.message)
    else:
        keep_book(draft, found)
    save()


def give_up(arguments: dict[str, Any]) -> None:
    """Say on the draft that reading failed; the worker commits."""
    draft = _waiting(arguments)
    if draft is not None:
        keep_unreadable(draft, GIVEN_UP)


def _waiting(arguments: dict[str, Any]) -> PlanImport | None:
    """Return the draft while it still waits for this file; it may be discarded, or have got another one."""
    draft = db.session.get(PlanImport, arguments["draft_id"], with_for_update=True, populate_existing=True)
    if draft is None or draft.state is not IntakeState.READING or draft.file_id != arguments["file_id"]:
        return None
    return draft


TASKS[READ_PLAN] = Task(run=read_plan, give_up=give_up)

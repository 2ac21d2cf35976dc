"""Bringing in a plan that exists in a spreadsheet: the draft from upload to confirmation or discarding."""

from __future__ import annotations

from datetime import datetime

from tracker.database import db
from tracker.models import IntakeState, Person, Plan, PlanImport, StoredFile
from tracker.operations.errors import Refused
from tracker.operations.files import store_file
from tracker.operations.history import record_change
from tracker.operations.plan_import_draft import ImportDecisions, decisions_of
from tracker.operations.step_words import ladders_of_plan
from tracker.sheets.model import Book


def bring_in_plan(plan: Plan, name: str, data: bytes, *, by: Person, now: datetime) -> PlanImport:
    """Keep a file as it came and return its draft, which waits to be read.

    Raises Refused for the field "file" where it is empty, too large, or of a kind that is not kept here.
    """
    file = store_file(plan, name, data, by=by, now=now)
    draft = PlanImport(
        plan_id=plan.id,
        state=IntakeState.READING,
        source_name=file.name,
        file_id=file.id,
        created_by_id=by.id,
        created_at=now,
        version=1,
        decisions={},
        message="",
    )
    db.session.add(draft)
    db.session.flush()
    return draft


def read_again(draft: PlanImport, file: StoredFile | None = None) -> None:
    """Have a file that could not be read be read again, or another one where it is given."""
    if draft.state is not IntakeState.UNREADABLE:
        raise Refused("file", "This file is being read or has been read")
    if file is not None:
        draft.file_id, draft.source_name = file.id, file.name
    draft.state, draft.message = IntakeState.READING, ""


def keep_book(draft: PlanImport, book: Book) -> None:
    """Keep what was read; the draft is then ready to be checked."""
    draft.tables = book.to_dict()
    draft.decisions = decisions_of(book, ladders_of_plan(draft.plan_id)).to_dict()
    draft.state, draft.message = IntakeState.REVIEW, ""


def keep_unreadable(draft: PlanImport, message: str) -> None:
    """Keep why a file could not be read. The file stays, so that nothing has to be sent again."""
    draft.state, draft.message = IntakeState.UNREADABLE, message


def save_decisions(draft: PlanImport, decisions: ImportDecisions) -> None:
    """Keep the decisions so far. The caller has seen by `version` that nobody else saved meanwhile."""
    draft.decisions = decisions.to_dict()


def discard_import(draft: PlanImport, *, by: Person, now: datetime) -> None:
    """Give a draft up. Nothing of it was in the plan. Raises Refused where it was confirmed meanwhile."""
    if draft.state is IntakeState.CONFIRMED:
        raise Refused("discard", "This plan has been brought in meanwhile")
    if draft.state is IntakeState.DISCARDED:
        return
    draft.state = IntakeState.DISCARDED
    # What was read goes with the draft; the file stays, as other drafts may hold the same one.
    draft.tables, draft.decisions = None, {}
    record_change(f"Existing plan discarded: {draft.source_name}", by=by, now=now, plan=draft.plan)

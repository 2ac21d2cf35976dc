"""Bringing in a plan that exists in a spreadsheet: the draft from upload to confirmation or discarding."""

from __future__ import annotations

from datetime import datetime

from tracker.models import IntakeState, Person, Plan, PlanImport
from tracker.operations import brought_in
from tracker.operations.errors import Refused
from tracker.operations.files import content_type_of, store_file
from tracker.operations.plan_import_draft import ImportDecisions, decisions_of
from tracker.operations.step_words import ladders_of_plan
from tracker.sheets.model import Book, UnreadableSheet
from tracker.sheets.packages import package_of


def bring_in_plan(plan: Plan, name: str, data: bytes, *, by: Person, now: datetime) -> PlanImport:
    """Keep a file as it came and return its draft, which waits to be read.

    Raises Refused for the field "file" where it is empty, too large, or of a kind that is not kept here.
    """
    if data and content_type_of(data) is None:
        # Nothing that is kept here; the reader can say what it is.
        try:
            package_of(data)
        except UnreadableSheet as error:
            raise Refused("file", error.message.removesuffix(".")) from None
    file = store_file(plan, name, data, by=by, now=now)
    return brought_in.start_draft(PlanImport, plan, file, by=by, now=now)


def keep_book(draft: PlanImport, book: Book) -> None:
    """Keep what was read; the draft is then ready to be checked."""
    draft.tables = book.to_dict()
    draft.decisions = decisions_of(book, ladders_of_plan(draft.plan_id)).to_dict()
    draft.state, draft.message = IntakeState.REVIEW, ""


def save_decisions(draft: PlanImport, decisions: ImportDecisions) -> None:
    """Keep the decisions so far. The caller has seen by `version` that nobody else saved meanwhile."""
    draft.decisions = decisions.to_dict()


def discard_import(draft: PlanImport, *, by: Person, now: datetime) -> None:
    """Give a draft up, with what was read of it. Raises Refused where it was confirmed meanwhile."""
    if brought_in.give_up_draft(draft, "Existing plan", by=by, now=now):
        draft.tables = None

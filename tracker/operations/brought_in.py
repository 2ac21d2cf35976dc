"""What bringing in a report and bringing in a plan have in common: a draft, from its file to its end.

The file is kept as it came; the draft waits while the worker reads it, for another file where it could not be
read, and for the lead's decisions. Its `version` rises with every write, by the mapper.
"""

from __future__ import annotations

from datetime import datetime
from typing import TypeVar

from tracker.database import db
from tracker.models import IntakeDraft, IntakeState, Person, Plan, PlanImport, StoredFile
from tracker.operations.errors import Refused
from tracker.operations.history import record_change

Draft = TypeVar("Draft", IntakeDraft, PlanImport)


def start_draft(kind: type[Draft], plan: Plan, file: StoredFile, *, by: Person, now: datetime) -> Draft:
    """Return a new draft of a file, which waits to be read."""
    draft = kind(
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


def read_again(draft: IntakeDraft | PlanImport, file: StoredFile | None = None) -> None:
    """Have a draft that could not be read be read again, from another file where one is given.

    Raises Refused (field "file") where it is being read or has been read.
    """
    if draft.state is not IntakeState.UNREADABLE:
        raise Refused("file", "This file is being read or has been read")
    if file is not None:
        draft.file_id, draft.source_name = file.id, file.name
    draft.state, draft.message = IntakeState.READING, ""


def keep_unreadable(draft: IntakeDraft | PlanImport, message: str) -> None:
    """Keep why a file could not be read. The file stays, so that nothing has to be sent again."""
    draft.state, draft.message = IntakeState.UNREADABLE, message


def give_up_draft(draft: IntakeDraft | PlanImport, what: str, *, by: Person, now: datetime) -> bool:
    """Discard a draft ("Report draft" or "Existing plan"), and return whether that changed anything.

    Nothing of it was in the plan. The file stays, as other drafts may hold the same one. Raises Refused where
    it was confirmed meanwhile.
    """
    if draft.state is IntakeState.CONFIRMED:
        raise Refused("discard", "This has been added to the plan meanwhile")
    if draft.state is IntakeState.DISCARDED:
        return False
    draft.state, draft.decisions = IntakeState.DISCARDED, {}
    record_change(f"{what} discarded: {draft.source_name}", by=by, now=now, plan=draft.plan)
    return True

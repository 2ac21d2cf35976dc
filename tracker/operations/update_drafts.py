"""Keeping what somebody types into an update form, until it is saved or thrown away."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

import sqlalchemy as sa

from tracker.database import db
from tracker.models import Action, Person, Update, UpdateDraft
from tracker.operations.errors import Refused

MOST_CHARACTERS = 200_000  # of all fields together; a form whose fields keep to their limits has fewer


def keep_draft(
    action: Action, fields: Mapping[str, Sequence[str]], *, by: Person, now: datetime
) -> UpdateDraft | None:
    """Keep the fields of a form, by name without its prefix, in place of what was kept before.

    Returns None for a form that was saved as an update meanwhile: words sent late must not come back as a
    draft. Raises Refused for more than anybody types.
    """
    if sum(len(value) for values in fields.values() for value in values) > MOST_CHARACTERS:
        raise Refused("done", f"No more than {MOST_CHARACTERS:,} characters can be kept for later")
    key = next(iter(fields.get("form_key", ())), "")
    if key and db.session.scalar(sa.select(Update.id).where(Update.form_key == key)) is not None:
        return None
    # Of two requests at once the second waits, and finds the draft of the first.
    db.session.execute(sa.select(Action.id).where(Action.id == action.id).with_for_update())
    draft = db.session.scalar(
        sa.select(UpdateDraft).where(UpdateDraft.person_id == by.id, UpdateDraft.action_id == action.id)
    )
    if draft is None:
        draft = UpdateDraft(person_id=by.id, action_id=action.id)
        db.session.add(draft)
    draft.fields = {name: list(values) for name, values in fields.items()}
    draft.saved_at = now
    return draft


def forget_draft(action: Action, *, by: Person) -> None:
    """Throw away what a person has kept for an action."""
    db.session.execute(
        sa.delete(UpdateDraft).where(UpdateDraft.person_id == by.id, UpdateDraft.action_id == action.id)
    )


def load_drafts(person_id: int, action_ids: Collection[int]) -> dict[int, UpdateDraft]:
    """Return what a person has kept, by action (one query)."""
    found = db.session.scalars(
        sa.select(UpdateDraft).where(
            UpdateDraft.person_id == person_id, UpdateDraft.action_id.in_(action_ids)
        )
    )
    return {draft.action_id: draft for draft in found}

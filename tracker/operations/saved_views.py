"""Keeping a list under a name, for oneself. Nothing of the plan changes, so there is no change record."""

from datetime import datetime

import sqlalchemy as sa

from tracker.database import db
from tracker.models import Person, Plan, SavedView
from tracker.operations.errors import Refused
from tracker.operations.turns import take_turn

MOST = 30  # of one person in one plan
LONGEST_NAME = 100


def save_view(plan: Plan, name: str, query: str, *, by: Person, now: datetime) -> SavedView:
    """Keep the filters of an address under a name; the same name again means the newer filters.

    Raises Refused without a name or filters, and once the person has kept as many as there may be.
    """
    name = " ".join(name.split())
    if not name:
        raise Refused("name", "Enter a name for this list")
    if len(name) > LONGEST_NAME:
        raise Refused("name", f"The name must be {LONGEST_NAME} characters or fewer")
    if not query or len(query) > 1000:
        raise Refused("name", "Narrow or sort the list first: there is nothing to save yet")
    # Of two forms at once the second waits, and finds the list of the first.
    take_turn(by)
    held = db.session.scalars(
        sa.select(SavedView).where(SavedView.plan_id == plan.id, SavedView.person_id == by.id)
    ).all()
    same = next((view for view in held if view.name.lower() == name.lower()), None)
    if same:
        same.query, same.created_at = query, now
        return same
    if len(held) >= MOST:
        raise Refused("name", f"You have saved {MOST} lists, which is the most. Remove one first")
    view = SavedView(plan_id=plan.id, person_id=by.id, name=name, query=query, created_at=now)
    db.session.add(view)
    return view


def remove_view(view: SavedView) -> None:
    """Forget a saved list."""
    db.session.delete(view)

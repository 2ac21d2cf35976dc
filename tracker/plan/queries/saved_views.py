"""The lists a person saved under a name."""

from collections.abc import Sequence

import sqlalchemy as sa
from flask import abort

from tracker.database import db
from tracker.models import Person, Plan, SavedView


def list_saved_views(plan: Plan, person: Person) -> Sequence[SavedView]:
    """Return what this person saved of this plan, by name (one query)."""
    return db.session.scalars(
        sa.select(SavedView)
        .where(SavedView.plan_id == plan.id, SavedView.person_id == person.id)
        .order_by(sa.func.lower(SavedView.name), SavedView.id)
    ).all()


def get_saved_view(plan: Plan, person: Person, view_id: int) -> SavedView:
    """Return a saved view of this person. Aborts with 404 for anybody else's."""
    found = db.session.scalar(
        sa.select(SavedView).where(
            SavedView.id == view_id, SavedView.plan_id == plan.id, SavedView.person_id == person.id
        )
    )
    return found or abort(404)

"""The maps of a priority."""

import sqlalchemy as sa
from flask import abort
from sqlalchemy.orm import joinedload

from tracker.database import db
from tracker.models import Plan, Priority, SafetyMap


def get_priority_for(plan: Plan, number: int) -> Priority:
    """Return a priority of the plan. Aborts with 404 for none."""
    found = db.session.scalar(
        sa.select(Priority).where(Priority.plan_id == plan.id, Priority.number == number)
    )
    return found or abort(404)


def list_maps_of(priority: Priority) -> list[SafetyMap]:
    """Return the maps of a priority with who wrote them, the oldest first (one query)."""
    return list(
        db.session.scalars(
            sa.select(SafetyMap)
            .where(SafetyMap.priority_id == priority.id)
            .options(joinedload(SafetyMap.by))
            .order_by(SafetyMap.at, SafetyMap.id)
        )
    )

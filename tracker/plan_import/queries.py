"""What the pages of bringing in a plan need from the database."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, load_only

from tracker.brought_in import get_draft_of
from tracker.database import db
from tracker.models import IntakeState, Plan, PlanImport

_LISTED = (IntakeState.READING, IntakeState.UNREADABLE, IntakeState.REVIEW, IntakeState.CONFIRMED)


def imports_of(plan: Plan) -> Sequence[PlanImport]:
    """Return the drafts that were not discarded, newest first, without what was read."""
    return db.session.scalars(
        sa.select(PlanImport)
        .where(PlanImport.plan_id == plan.id, PlanImport.state.in_(_LISTED))
        .options(
            load_only(PlanImport.source_name, PlanImport.state, PlanImport.created_at, PlanImport.message),
            joinedload(PlanImport.created_by),
        )
        .order_by(PlanImport.created_at.desc(), PlanImport.id.desc())
        .limit(200)
    ).all()


def get_import(plan: Plan, draft_id: int, *, changing: bool = False) -> PlanImport:
    """Return a draft of the plan, locked where it is about to change. Aborts with 404 where there is none."""
    return get_draft_of(PlanImport, plan, draft_id, changing=changing)

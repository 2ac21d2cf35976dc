"""How many actions have another due date than their first, and who agreed."""

from dataclasses import dataclass

import sqlalchemy as sa

from tracker.database import db
from tracker.models import Action, DateMove, Plan


@dataclass(frozen=True)
class Redated:
    """Actions whose date was moved; of those, with every move approved; and moves that wait for approval."""

    moved: int
    approved: int
    waiting: int


def count_redated(plan: Plan) -> Redated:
    """Return the plan's figures (one query). A refused move counts nowhere."""
    waits = DateMove.needs_approval & DateMove.approved_at.is_(None)
    held = sa.func.sum(sa.case((waits, 0), else_=1))
    open_ = sa.func.sum(sa.case((DateMove.approved_at.is_(None) & ~waits, 1), else_=0))
    waiting = sa.func.sum(sa.case((waits, 1), else_=0))
    rows = db.session.execute(
        sa.select(held, open_, waiting)
        .join(Action, Action.id == DateMove.action_id)
        .where(Action.plan_id == plan.id, DateMove.refused_at.is_(None))
        .group_by(DateMove.action_id)
    ).all()
    return Redated(
        moved=sum(1 for moves, _, _ in rows if moves),
        approved=sum(1 for moves, unapproved, _ in rows if moves and not unapproved),
        waiting=sum(number for _, _, number in rows),
    )

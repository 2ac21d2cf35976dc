"""The comments on an action, and who can be mentioned in one."""

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from tracker.database import db
from tracker.models import Action, Comment, Grant, Naming, Owner, Person, Plan, Role


def list_comments(action: Action) -> Sequence[Comment]:
    """Return the comments on an action in the order they were written, with who wrote them."""
    return db.session.scalars(
        sa.select(Comment)
        .where(Comment.action_id == action.id)
        .options(joinedload(Comment.by))
        .order_by(Comment.at, Comment.id)
    ).all()


def list_readers(plan: Plan) -> Sequence[Person]:
    """Return who reads the whole plan and can be mentioned, by name: not members, and nobody who has left."""
    granted = sa.select(Grant.person_id).where(Grant.plan_id == plan.id, Grant.role != Role.SCRUTINY)
    named = (
        sa.select(Owner.person_id)
        .where(Owner.plan_id == plan.id, Owner.person_id.is_not(None))
        .where(sa.exists().where(Naming.owner_id == Owner.id))
    )
    return db.session.scalars(
        sa.select(Person)
        .where(Person.id.in_(granted.union(named)), ~Person.is_removed)
        .order_by(Person.name, Person.id)
    ).all()

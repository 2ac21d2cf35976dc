"""One recommendation or one action, with all that its page shows."""

from collections.abc import Sequence

import sqlalchemy as sa
from flask import abort
from sqlalchemy.orm import joinedload, selectinload
from sqlalchemy.orm.interfaces import ORMOption

from tracker.database import db
from tracker.models import (
    Action,
    DateMove,
    EvidenceLink,
    Milestone,
    Naming,
    Owner,
    Plan,
    Recommendation,
    Update,
)

UPDATES_SHOWN = 5


def people_of_actions() -> ORMOption:
    """Return the loading of who is named on actions."""
    return selectinload(Action.named).joinedload(Naming.owner).joinedload(Owner.person)


def get_recommendation(plan: Plan, number: int) -> Recommendation:
    """Return a recommendation with all that its page shows. Aborts with 404 where the plan has none."""
    actions = selectinload(Recommendation.actions)
    found = db.session.scalar(
        sa.select(Recommendation)
        .where(Recommendation.plan_id == plan.id, Recommendation.number == number)
        .options(
            joinedload(Recommendation.priority),
            joinedload(Recommendation.inspection),
            joinedload(Recommendation.responded_by),
            selectinload(Recommendation.findings),
            actions.selectinload(Action.named).joinedload(Naming.owner).joinedload(Owner.person),
            actions.joinedload(Action.standing),
        )
    )
    if found is None:
        abort(404)
    return found


def list_recommendations(plan: Plan) -> Sequence[Recommendation]:
    """Return the plan's recommendations by number, with their priority (one query)."""
    return db.session.scalars(
        sa.select(Recommendation)
        .where(Recommendation.plan_id == plan.id)
        .options(joinedload(Recommendation.priority))
        .order_by(Recommendation.number)
    ).all()


def load_action(action: Action) -> Action:
    """Load what the action's page and forms show beside its updates and evidence."""
    found = db.session.scalar(
        sa.select(Action)
        .where(Action.id == action.id)
        .options(
            people_of_actions(),
            joinedload(Action.service),
            joinedload(Action.standing),
            selectinload(Action.milestones),
            selectinload(Action.recommendations).joinedload(Recommendation.priority),
            selectinload(Action.recommendations).joinedload(Recommendation.inspection),
            selectinload(Action.date_moves).joinedload(DateMove.moved_by),
            selectinload(Action.date_moves).joinedload(DateMove.approved_by),
            selectinload(Action.date_moves).joinedload(DateMove.refused_by),
        )
    )
    assert found is not None
    return found


def list_updates(action: Action, *, every: bool) -> tuple[Sequence[Update], int]:
    """Return the newest updates of an action (or every one), newest first, and how many there are."""
    number = db.session.scalar(sa.select(sa.func.count(Update.id)).where(Update.action_id == action.id)) or 0
    wanted = (
        sa.select(Update)
        .where(Update.action_id == action.id)
        .options(
            joinedload(Update.by),
            joinedload(Update.ask),
            joinedload(Update.entered_by),
            selectinload(Update.evidence_links).joinedload(EvidenceLink.evidence),
        )
        .order_by(Update.at.desc(), Update.id.desc())
    )
    updates = db.session.scalars(wanted if every else wanted.limit(UPDATES_SHOWN)).all()
    return updates, number


def get_milestone(action: Action, milestone_id: int) -> Milestone:
    """Return a milestone of the action. Aborts with 404 where it has no such milestone."""
    milestone = db.session.scalar(
        sa.select(Milestone).where(Milestone.id == milestone_id, Milestone.action_id == action.id)
    )
    if milestone is None:
        abort(404)
    return milestone


def get_date_move(action: Action, move_id: int) -> DateMove:
    """Return a date move of the action. Aborts with 404 where it has no such move."""
    move = db.session.scalar(
        sa.select(DateMove).where(DateMove.id == move_id, DateMove.action_id == action.id)
    )
    if move is None:
        abort(404)
    return move

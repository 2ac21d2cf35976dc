"""What changed, newest first, a page at a time."""

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from tracker.database import db
from tracker.models import Action, Change, Plan, Recommendation
from tracker.models.plans import action_recommendation

PER_PAGE = 50


@dataclass(frozen=True)
class HistoryPage:
    """Some of the changes, how many there are in all, and which page of them this is (from 1)."""

    changes: Sequence[Change]
    total: int
    page: int
    per_page: int
    labels: dict[int, str]  # of the actions these changes are about, by id

    @property
    def pages(self) -> int:
        """Return how many pages there are, at least one."""
        return max(1, -(-self.total // self.per_page))


def about_plan(plan: Plan) -> sa.ColumnElement[bool]:
    """Return the condition of everything that changed in the plan."""
    return Change.plan_id == plan.id


def about_recommendation(recommendation: Recommendation) -> sa.ColumnElement[bool]:
    """Return the condition of what changed in a recommendation or one of its actions."""
    of_it = sa.select(action_recommendation.c.action_id).where(
        action_recommendation.c.recommendation_id == recommendation.id
    )
    return sa.or_(Change.recommendation_id == recommendation.id, Change.action_id.in_(of_it))


def about_action(action: Action) -> sa.ColumnElement[bool]:
    """Return the condition of what changed in an action."""
    return Change.action_id == action.id


def load_history(about: sa.ColumnElement[bool], page: int = 1, per_page: int = PER_PAGE) -> HistoryPage:
    """Return one page of changes (three queries). A page past the end is the last one."""
    total = db.session.scalar(sa.select(sa.func.count(Change.id)).where(about)) or 0
    page = min(max(1, page), max(1, -(-total // per_page)))
    changes = db.session.scalars(
        sa.select(Change)
        .where(about)
        .options(joinedload(Change.by), joinedload(Change.ask))
        .order_by(Change.at.desc(), Change.id.desc())
        .limit(per_page)
        .offset((page - 1) * per_page)
    ).all()
    named = db.session.execute(
        sa.select(Action.id, Action.first_number, Action.sequence).where(
            Action.id.in_({change.action_id for change in changes if change.action_id})
        )
    )
    labels = {action_id: f"{number}.{sequence}" for action_id, number, sequence in named}
    return HistoryPage(changes, total, page, per_page, labels)

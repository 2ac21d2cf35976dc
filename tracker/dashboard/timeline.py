"""What is due when: actions and milestones by quarter of the year."""

from dataclasses import dataclass, field
from datetime import date, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager, joinedload

from tracker.database import db
from tracker.models import Action, Milestone, Plan
from tracker.plan.queries.details import people_of_actions
from tracker.plan.queries.filters import read_day

QUARTERS_SHOWN = 4
MOST_IN_A_QUARTER = 40  # of each kind; the list of actions shows the rest


@dataclass(frozen=True)
class Entry:
    """One thing due on a day: an action, or a milestone of it."""

    on: date
    action: Action
    milestone: Milestone | None


@dataclass
class Quarter:
    """Three months, what is due in them by day, and how many actions and milestones that are in all."""

    first: date
    entries: list[Entry] = field(default_factory=list)
    actions: int = 0
    milestones: int = 0

    @property
    def last(self) -> date:
        """Return the last day of the quarter."""
        return start_of_next(self.first) - timedelta(days=1)

    @property
    def title(self) -> str:
        """Return the quarter in words: "October to December 2026"."""
        return f"{self.first:%B} to {self.last:%B %Y}"


def start_of_quarter(day: date) -> date:
    """Return the first day of the quarter in which a day falls (January, April, July, October)."""
    return date(day.year, (day.month - 1) // 3 * 3 + 1, 1)


def start_of_next(first: date, quarters: int = 1) -> date:
    """Return the first day of the quarter that comes so many quarters later (or earlier, below 0)."""
    months = first.year * 12 + first.month - 1 + 3 * quarters
    return date(months // 12, months % 12 + 1, 1)


def read_start(written: str, today: date) -> date:
    """Return the quarter an address asks for, this one where it asks for none that makes sense."""
    day = read_day(written) if written else ""
    return start_of_quarter(date.fromisoformat(day) if day else today)


def load_timeline(plan: Plan, first: date) -> list[Quarter]:
    """Return four quarters from this one on (four queries for each, however much is due)."""
    quarters = []
    for number in range(QUARTERS_SHOWN):
        quarter = Quarter(start_of_next(first, number))
        _fill(plan, quarter)
        quarters.append(quarter)
    return quarters


def _fill(plan: Plan, quarter: Quarter) -> None:
    days = (quarter.first, quarter.last)
    of_actions = [Action.plan_id == plan.id, Action.due_on.between(*days)]
    of_milestones = [Action.plan_id == plan.id, Milestone.due_on.between(*days)]
    quarter.actions = db.session.scalar(sa.select(sa.func.count(Action.id)).where(*of_actions)) or 0
    quarter.milestones = (
        db.session.scalar(sa.select(sa.func.count(Milestone.id)).join(Milestone.action).where(*of_milestones))
        or 0
    )
    actions = db.session.scalars(
        sa.select(Action)
        .where(*of_actions)
        .options(people_of_actions(), joinedload(Action.standing))
        .order_by(Action.due_on, Action.first_number, Action.sequence)
        .limit(MOST_IN_A_QUARTER)
    )
    entries = [Entry(action.due_on, action, None) for action in actions if action.due_on]
    milestones = db.session.scalars(
        sa.select(Milestone)
        .join(Milestone.action)
        .where(*of_milestones)
        .options(contains_eager(Milestone.action))
        .order_by(Milestone.due_on, Action.first_number, Action.sequence, Milestone.id)
        .limit(MOST_IN_A_QUARTER)
    )
    entries += [Entry(milestone.due_on, milestone.action, milestone) for milestone in milestones]
    entries.sort(key=lambda entry: (entry.on, entry.action.first_number, entry.action.sequence))
    quarter.entries = entries


def days_outside(plan: Plan) -> int:
    """Return how many actions have no due date, and so stand in no quarter (one query)."""
    return (
        db.session.scalar(
            sa.select(sa.func.count(Action.id)).where(Action.plan_id == plan.id, Action.due_on.is_(None))
        )
        or 0
    )

"""The figures of the dashboard, counted in the database: a large plan costs little more than a small one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager, joinedload

from tracker.database import db
from tracker.models import (
    Action,
    DateMove,
    Meeting,
    Naming,
    Owner,
    Plan,
    Priority,
    Recommendation,
    ReportDraft,
    StandingRow,
)
from tracker.models.plans import action_recommendation
from tracker.plan.queries.details import people_of_actions
from tracker.plan.queries.flags import leads, move_waits
from tracker.rules.ladders import IMPACT_ORDER, PRINT_ORDER, Delivery, Impact
from tracker.rules.rollup import roll_up_delivery, roll_up_record_impact

DECISIONS_SHOWN = 3


@dataclass(frozen=True)
class Figures:
    """How many actions there are, and how many of them are what."""

    actions: int
    delivered: int
    verified: int
    overdue: int
    flattering: int
    unowned: int
    declared: dict[Delivery, int]
    record: dict[Delivery, int]


@dataclass(frozen=True)
class PriorityLine:
    """A priority with its actions by declared status, and what their record adds up to."""

    number: int | None
    title: str
    actions: int
    declared: dict[Delivery, int]
    record: Delivery


@dataclass(frozen=True)
class Decisions:
    """What waits for somebody to decide: some of it to show, and how much there is."""

    moves: Sequence[DateMove]
    moves_number: int
    kept: Sequence[Action]
    kept_number: int


def load_figures(plan: Plan) -> Figures:
    """Return the figures of the plan's actions (two queries)."""
    declared, record = dict.fromkeys(PRINT_ORDER, 0), dict.fromkeys(PRINT_ORDER, 0)
    delivered = verified = overdue = flattering = 0
    # In the order of an index that holds all of it, so that rows need not be sorted, nor read.
    kept = (
        StandingRow.declared_delivery,
        StandingRow.record_delivery,
        StandingRow.record_impact,
        StandingRow.is_verified,
        StandingRow.is_overdue,
        StandingRow.is_flattering,
    )
    for row in db.session.execute(
        sa.select(*kept, sa.func.count()).where(StandingRow.plan_id == plan.id).group_by(*kept)
    ):
        step, shown, _, is_verified, is_overdue, is_flattering, number = row
        declared[step] += number
        record[shown] += number
        delivered += number if step is Delivery.DELIVERED else 0
        verified += number if is_verified else 0
        overdue += number if is_overdue else 0
        flattering += number if is_flattering else 0
    # Counted from the owners, of whom there are few: an action has one lead officer at most.
    led = db.session.scalar(
        sa.select(sa.func.count(Naming.id)).join(Naming.owner).where(Owner.plan_id == plan.id, leads())
    )
    actions = sum(declared.values())
    unowned = actions - (led or 0)
    return Figures(actions, delivered, verified, overdue, flattering, unowned, declared, record)


def load_priorities(plan: Plan) -> list[PriorityLine]:
    """Return the plan's priorities in order, last what has none yet (two queries)."""
    counts: dict[int | None, dict[Delivery, int]] = {}
    record: dict[int | None, set[Delivery]] = {}
    for priority_id, declared, shown, number in db.session.execute(
        sa.select(
            Recommendation.priority_id,
            StandingRow.declared_delivery,
            StandingRow.record_delivery,
            sa.func.count(sa.distinct(StandingRow.action_id)),
        )
        .join(action_recommendation, action_recommendation.c.recommendation_id == Recommendation.id)
        .join(StandingRow, StandingRow.action_id == action_recommendation.c.action_id)
        .where(StandingRow.plan_id == plan.id)
        .group_by(Recommendation.priority_id, StandingRow.declared_delivery, StandingRow.record_delivery)
    ):
        counts.setdefault(priority_id, dict.fromkeys(PRINT_ORDER, 0))[declared] += number
        record.setdefault(priority_id, set()).add(shown)
    priorities = db.session.execute(
        sa.select(Priority.id, Priority.number, Priority.title)
        .where(Priority.plan_id == plan.id)
        .order_by(Priority.number)
    ).all()
    nothing = dict.fromkeys(PRINT_ORDER, 0)
    lines = [
        PriorityLine(
            number,
            title,
            sum(counts.get(key, nothing).values()),
            counts.get(key, nothing),
            # A roll-up asks which steps there are, not how often.
            roll_up_delivery(record.get(key, set())),
        )
        for key, number, title in priorities
    ]
    if None in counts:
        lines.append(
            PriorityLine(
                None,
                "Without a priority",
                sum(counts[None].values()),
                counts[None],
                roll_up_delivery(record[None]),
            )
        )
    return lines


def load_impact(plan: Plan) -> dict[Impact, int]:
    """Return how many recommendations stand at each impact step, as the record shows (two queries).

    The database says which steps the delivered actions of each recommendation stand at; the rule adds up.
    """
    has = [
        sa.func.max(sa.case((StandingRow.record_impact == step, 1), else_=0)).label(step.value)
        for step in IMPACT_ORDER
    ]
    each = (
        sa.select(*has)
        .join(action_recommendation, action_recommendation.c.action_id == StandingRow.action_id)
        .where(StandingRow.plan_id == plan.id, StandingRow.declared_delivery == Delivery.DELIVERED)
        .group_by(action_recommendation.c.recommendation_id)
        .subquery()
    )
    columns = [each.c[step.value] for step in IMPACT_ORDER]
    counts = dict.fromkeys(IMPACT_ORDER, 0)
    for *held, number in db.session.execute(sa.select(*columns, sa.func.count()).group_by(*columns)):
        steps = [step for step, there in zip(IMPACT_ORDER, held, strict=True) if there]
        counts[roll_up_record_impact((Delivery.DELIVERED, step) for step in steps)] += number
    every = sa.select(sa.func.count(Recommendation.id)).where(Recommendation.plan_id == plan.id)
    counts[roll_up_record_impact([])] += (db.session.scalar(every) or 0) - sum(counts.values())
    return counts


def load_decisions(plan: Plan) -> Decisions:
    """Return what waits for a decision: dates asked to move, statuses that flatter (five queries)."""
    waiting = [Action.plan_id == plan.id, move_waits()]
    moves_number = db.session.scalar(
        sa.select(sa.func.count(DateMove.id)).join(DateMove.action).where(*waiting)
    )
    moves = db.session.scalars(
        sa.select(DateMove)
        .join(DateMove.action)
        .where(*waiting)
        .options(joinedload(DateMove.action), joinedload(DateMove.moved_by))
        .order_by(DateMove.moved_at, DateMove.id)
        .limit(DECISIONS_SHOWN)
    ).all()
    # Being late is no matter of opinion, so these come first.
    late = (
        StandingRow.plan_id == plan.id,
        StandingRow.is_flattering.is_(True),
        StandingRow.record_delivery == Delivery.OFF_TRACK,
    )
    kept_number = db.session.scalar(sa.select(sa.func.count(StandingRow.action_id)).where(*late))
    kept = db.session.scalars(
        sa.select(Action)
        .join(Action.standing)
        .where(*late)
        .options(contains_eager(Action.standing), people_of_actions())
        .order_by(Action.due_on, Action.first_number, Action.sequence)
        .limit(DECISIONS_SHOWN)
    ).all()
    return Decisions(moves, moves_number or 0, kept, kept_number or 0)


def load_unsigned(plan: Plan, day: date) -> Sequence[ReportDraft]:
    """Return the next drafts for a meeting of that day or later which no director has signed (one query).

    Those that were sent back to the leads are among them, with who did it.
    """
    return db.session.scalars(
        sa.select(ReportDraft)
        .join(ReportDraft.meeting)
        .where(
            ReportDraft.plan_id == plan.id,
            ReportDraft.signed_at.is_(None),
            ReportDraft.issued_id.is_(None),
            Meeting.on >= day,
        )
        .options(
            contains_eager(ReportDraft.meeting).joinedload(Meeting.body), joinedload(ReportDraft.sent_back_by)
        )
        .order_by(Meeting.on, ReportDraft.id)
        .limit(DECISIONS_SHOWN)
    ).all()

"""What changed since a day: statuses, dates, deliveries and checks, counted in the database."""

from dataclasses import dataclass
from datetime import date, datetime, time

import sqlalchemy as sa

from tracker.database import db
from tracker.formatting import LONDON, counted
from tracker.models import (
    Action,
    Body,
    DateMove,
    Evidence,
    EvidenceCheck,
    Meeting,
    Plan,
    StandingRow,
    Update,
)
from tracker.rules.ladders import Delivery, Verdict, is_better

LABELS_SHOWN = 6


@dataclass(frozen=True)
class Since:
    """What changed since a day, in lines; `title` says since when."""

    title: str
    lines: list[str]


def last_meeting(plan: Plan, today: date) -> tuple[date, str] | None:
    """Return the day and the body of the last meeting before today, None where there was none."""
    row = db.session.execute(
        sa.select(Meeting.on, Body.name)
        .join(Body, Body.id == Meeting.body_id)
        .where(Body.plan_id == plan.id, Meeting.on < today)
        .order_by(Meeting.on.desc(), Meeting.id.desc())
        .limit(1)
    ).first()
    return (row[0], row[1]) if row else None


def load_since(plan: Plan, day: date, title: str) -> Since:
    """Return what changed from the start of that day on (four queries)."""
    start = datetime.combine(day, time(), LONDON)
    up, down, delivered = _moved_steps(plan, start, day)
    late = db.session.execute(
        # The count of all stands beside each of the few that are named.
        sa.select(Action.first_number, Action.sequence, sa.func.count().over())
        .join(Action.standing)
        .where(StandingRow.plan_id == plan.id, StandingRow.is_overdue.is_(True), Action.due_on >= day)
        .order_by(Action.first_number, Action.sequence)
        .limit(LABELS_SHOWN)
    ).all()
    lines = []
    if up or down:
        moved = ((up, "moved up"), (down, "moved down"))
        lines.append(", ".join(f"{number} {way}" for number, way in moved if number))
    if late:
        number = late[0][2]
        named = ", ".join(f"{first}.{sequence}" for first, sequence, _ in late)
        lines.append(f"{number} newly overdue ({named}{' and more' if number > len(late) else ''})")
    moves = db.session.scalar(
        sa.select(sa.func.count(DateMove.id))
        .join(DateMove.action)
        .where(Action.plan_id == plan.id, DateMove.approved_at >= start)
    )
    if moves:
        lines.append(f"{counted(moves, 'date')} moved with approval")
    verified = db.session.scalar(
        sa.select(sa.func.count(sa.distinct(EvidenceCheck.evidence_id)))
        .join(Evidence, Evidence.id == EvidenceCheck.evidence_id)
        .where(
            Evidence.plan_id == plan.id,
            EvidenceCheck.verdict == Verdict.VERIFIED,
            EvidenceCheck.at >= start,
        )
    )
    if delivered or verified:
        told = [f"{counted(delivered, 'action')} delivered"] if delivered else []
        told += (
            [f"{counted(verified, 'piece of evidence', 'pieces of evidence')} verified"] if verified else []
        )
        lines.append(", ".join(told))
    return Since(title, lines)


def _moved_steps(plan: Plan, start: datetime, day: date) -> tuple[int, int, int]:
    """Return how many actions are declared better, worse, and newly delivered since then (one query).

    An action without an update before then was not started.
    """
    before = (
        sa.select(Update.delivery)
        .where(Update.action_id == StandingRow.action_id, Update.at < start)
        .order_by(Update.at.desc(), Update.id.desc())
        .limit(1)
        .correlate(StandingRow)
        .scalar_subquery()
    )
    each = (
        sa.select(before.label("before"), StandingRow.declared_delivery.label("now"))
        .where(StandingRow.plan_id == plan.id, StandingRow.last_update_on >= day)
        .cte("each")
        # Looked up once for each action: to group by it, it would be looked up again.
        .prefix_with("MATERIALIZED")
    )
    up = down = delivered = 0
    for old, new, number in db.session.execute(
        sa.select(each.c.before, each.c.now, sa.func.count()).group_by(each.c.before, each.c.now)
    ):
        old = old or Delivery.NOT_STARTED
        if new is Delivery.DELIVERED and old is not Delivery.DELIVERED:
            delivered += number
        if is_better(new, old):
            up += number
        elif is_better(old, new):
            down += number
    return up, down, delivered

"""The submission clock: how many working days are left until an action plan is due."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager

from tracker.database import db
from tracker.formatting import long_date
from tracker.models import Deadline, Inspection, Plan
from tracker.rules.submission import STAGE_WORDS, Countdown, DayZero, PlanStage, count_down, explain_count


@dataclass(frozen=True)
class Clock:
    """What a clock shows of one inspection: the deadline that comes first, and what is due after it."""

    inspection: Inspection
    heading: str
    countdown: Countdown
    after: list[str]  # sentences
    counted: str  # "Counted from the day … was received, 6 November 2026."

    @property
    def days(self) -> int:
        """Return the number to show: working days left, or late."""
        return abs(self.countdown.days)


def running_clocks(plan: Plan, today: date) -> list[Clock]:
    """Return a clock for each inspection whose action plan is not sent yet, the most pressing first."""
    deadlines = db.session.scalars(
        sa.select(Deadline)
        .join(Deadline.inspection)
        .where(Inspection.plan_id == plan.id, Deadline.sent_on.is_(None))
        .options(contains_eager(Deadline.inspection).load_only(Inspection.title, Inspection.plan_id))
    ).all()
    by_inspection: dict[int, list[Deadline]] = {}
    for deadline in sorted(deadlines, key=lambda each: (each.due_on, each.id)):
        by_inspection.setdefault(deadline.inspection_id, []).append(deadline)
    return [clock_of(waiting[0].inspection, waiting, today) for waiting in by_inspection.values()]


def clock_of(inspection: Inspection, waiting: Sequence[Deadline], today: date) -> Clock:
    """Return the clock of an inspection from its deadlines that are not met yet, the earliest first."""
    first, rest = waiting[0], waiting[1:]
    countdown = count_down(first.due_on, today)
    verb = "was" if countdown.is_late else "is"
    to = f" with {recipient_of(first)[0]}" if first.recipient else ""
    return Clock(
        inspection,
        f"{STAGE_WORDS[first.stage]} {verb} due{to} on {long_date(first.due_on)}",
        countdown,
        [_afterwards(each, today) for each in rest],
        _counted(first, inspection),
    )


def recipient_of(deadline: Deadline) -> tuple[str, str]:
    """Return who gets the plan, and as what it goes ("as a written statement …"), which may be ""."""
    name, _, form = deadline.recipient.partition(", ")
    return name, form


def how_counted(deadline: Deadline) -> str:
    """Return how the counted day came about, in a sentence or two."""
    return explain_count(deadline.working_days, deadline.counted_from, deadline.counted_by)


def _afterwards(deadline: Deadline, today: date) -> str:
    name = "The full action plan" if deadline.stage is PlanStage.FULL else "The draft action plan"
    countdown = count_down(deadline.due_on, today)
    if countdown.is_late:
        return f"{name} was due on {long_date(deadline.due_on)}."
    unit = "working day" if countdown.days == 1 else "working days"
    return f"{name} is due on {long_date(deadline.due_on)}, in {countdown.days} {unit}."


def _counted(deadline: Deadline, inspection: Inspection) -> str:
    if deadline.changed_due_on is not None:
        return f"Changed from {long_date(deadline.counted_due_on)}, as counted: {deadline.changed_reason}"
    verb = "received" if deadline.counted_by is DayZero.RECEIVED else "published"
    return f"Counted from “{inspection.title}”, {verb} on {long_date(deadline.counted_from)}."

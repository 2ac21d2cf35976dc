"""Starting the clock of an action plan by hand, after a report was confirmed without one."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy.orm import object_session

from tracker.intake.frameworks import frameworks
from tracker.models import Deadline, Inspection, Person, Plan
from tracker.operations.errors import Refused
from tracker.operations.history import difference, record_change
from tracker.operations.intake_draft import full_day
from tracker.rules.calendar import working_days_between
from tracker.rules.submission import STAGE_WORDS, PlanStage, day_zero, due_after

MOST_WORKING_DAYS = 500


def open_stages(inspection: Inspection) -> list[PlanStage]:
    """Return what an inspection has no deadline for yet, the draft first. Its deadlines must be loaded."""
    kept = {each.stage for each in inspection.deadlines}
    return [stage for stage in PlanStage if stage not in kept]


def start_clock(
    inspection: Inspection,
    plan: Plan,
    stage: PlanStage,
    *,
    working_days: int | None,
    due_on: date | None,
    received_on: date | None,
    reason: str,
    today: date,
    by: Person,
    now: datetime,
) -> Deadline:
    """Keep a deadline that the lead enters: so many working days, or a day, with the reason.

    It counts from the day received, which is kept where none was known, else from publication. Raises
    Refused for a stage that has a deadline, for both or neither of days and day, without a day to count
    from, and for a day before that one.
    """
    if stage not in open_stages(inspection):
        raise Refused("stage", f"{STAGE_WORDS[stage]}: its clock was started already")
    if (working_days is None) == (due_on is None):
        raise Refused("working_days", "Enter the working days or the day it is due, one of the two")
    if working_days is not None and not 1 <= working_days <= MOST_WORKING_DAYS:
        raise Refused("working_days", f"Working days must be between 1 and {MOST_WORKING_DAYS}")
    if received_on is not None and received_on > today:
        raise Refused("received_on", "The day it was received cannot lie in the future")
    if not reason.strip():
        raise Refused("reason", "Say why an action plan is due")
    start = day_zero(inspection.received_on or received_on, full_day(inspection.published or ""))
    if start is None:
        raise Refused("received_on", "Enter the day the report was received: the working days count from it")
    counted_from, counted_by = start
    if due_on is not None and due_on < counted_from:
        raise Refused("due_on", "It cannot be due before the report was there")
    days = working_days if working_days is not None else working_days_between(counted_from, due_on or today)
    counted = due_after(counted_from, days)
    framework = frameworks().get(inspection.kind)
    rule = framework.action_plan if framework else None
    made = Deadline(
        inspection_id=inspection.id,
        stage=stage,
        recipient=((rule.to if rule else "") or "")[:200],
        working_days=days,
        counted_from=counted_from,
        counted_by=counted_by,
        counted_due_on=counted,
        # A day at a weekend is no number of working days, so it stands beside the counted one.
        changed_due_on=due_on if due_on != counted else None,
        changed_reason=reason.strip(),
        changed_by_id=by.id,
        changed_at=now,
        version=1,
    )
    details = difference(f"{STAGE_WORDS[stage]} due", None, made.due_on)
    if inspection.received_on is None and received_on is not None:
        inspection.received_on = received_on
        details += difference("Received", None, received_on)
    session = object_session(inspection)
    assert session is not None, "the inspection was loaded"
    session.add(made)
    session.flush()
    record_change(
        f"Action plan asked for: {inspection.title}",
        by=by,
        now=now,
        plan=plan,
        details=[*details, *difference("Reason", None, reason.strip())],
    )
    return made

"""The day on which the council's own action plan is due: counted when a report is confirmed, changed, met."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from tracker.database import db
from tracker.intake.frameworks import frameworks
from tracker.models import Deadline, Inspection, Person, Plan
from tracker.operations.errors import ChangedMeanwhile, Refused
from tracker.operations.history import difference, record_change
from tracker.operations.intake_draft import ActionPlanChoice, Choice, DraftReview, full_day
from tracker.rules.submission import (
    STAGE_WORDS,
    DayZero,
    PlanStage,
    day_zero,
    due_after,
    is_asked_for,
    stages_due,
)

NO_DAY = "Enter the day on which the report was received: the action plan’s deadline counts from it"


@dataclass(frozen=True)
class Asked:
    """What a kind of inspection asks the council to send: stages with their working days, and to whom."""

    stages: list[tuple[PlanStage, int]]
    recipient: str


@dataclass(frozen=True)
class Counted:
    """One deadline before it is kept; `due_on` and `counted_from` are None where no day is known."""

    stage: PlanStage
    working_days: int
    recipient: str
    counted_from: date | None
    counted_by: DayZero | None
    due_on: date | None


def asked_for(review: DraftReview) -> Asked | None:
    """Return what a report asks the council to send, by its kind and its headings; None for nothing."""
    framework = frameworks().get(review.facts.kind)
    rule = framework.action_plan if framework else None
    if rule is None or not rule.due:
        return None
    sections = [proposal.section for proposal in review.proposals if proposal.choice is not Choice.DROP]
    if not is_asked_for(rule.only_with, sections):
        return None
    return Asked(stages_due(rule.working_days, rule.draft_working_days), rule.to or "")


def count(review: DraftReview) -> list[Counted]:
    """Return the deadlines of a report as they would be counted from its facts; empty where none is due."""
    asked = asked_for(review)
    if asked is None:
        return []
    received = date.fromisoformat(review.facts.received_on) if review.facts.received_on else None
    start = day_zero(received, full_day(review.facts.published))
    counted_from, counted_by = start or (None, None)
    return [
        Counted(
            stage,
            days,
            asked.recipient,
            counted_from,
            counted_by,
            due_after(counted_from, days) if counted_from else None,
        )
        for stage, days in asked.stages
    ]


def choice_of(review: DraftReview, counted: list[Counted], today: date) -> ActionPlanChoice | None:
    """Return whether the clock is to run: as the lead chose, else unless every day has passed already.

    None where the kind of inspection asks for no plan. A report of years ago, brought in for its history,
    must not show as years late.
    """
    if not counted:
        return None
    if review.facts.action_plan is not None:
        return review.facts.action_plan
    passed = all(each.due_on is not None and each.due_on < today for each in counted)
    return ActionPlanChoice.NONE if passed else ActionPlanChoice.DUE


def missing_day(review: DraftReview, today: date) -> bool:
    """Return whether the clock is to run and no day is known to count from."""
    counted = count(review)
    wanted = choice_of(review, counted, today) is ActionPlanChoice.DUE
    return wanted and any(each.due_on is None for each in counted)


def add_deadlines(
    inspection: Inspection, review: DraftReview, *, today: date, by: Person, now: datetime
) -> list[Deadline]:
    """Keep the deadlines of a confirmed report. Raises Refused where no day is known to count from."""
    counted = count(review)
    if choice_of(review, counted, today) is not ActionPlanChoice.DUE:
        return []
    made: list[Deadline] = []
    for each in counted:
        if each.due_on is None or each.counted_from is None or each.counted_by is None:
            raise Refused(
                "received_on",
                NO_DAY,
            )
        made.append(
            Deadline(
                inspection_id=inspection.id,
                stage=each.stage,
                recipient=each.recipient[:200],
                working_days=each.working_days,
                counted_from=each.counted_from,
                counted_by=each.counted_by,
                counted_due_on=each.due_on,
                changed_reason="",
                version=1,
            )
        )
    db.session.add_all(made)
    db.session.flush()
    if made:
        record_change(
            f"Action plan asked for: {inspection.title}",
            by=by,
            now=now,
            plan=db.session.get_one(Plan, inspection.plan_id),
            details=[
                detail
                for each in made
                for detail in difference(f"{STAGE_WORDS[each.stage]} due", None, each.due_on)
            ],
        )
    return made


def change_deadline(
    deadline: Deadline,
    plan: Plan,
    due_on: date | None,
    reason: str,
    *,
    seen_version: int,
    by: Person,
    now: datetime,
) -> None:
    """Put another day in place of the counted one, with the reason; no day brings the counted one back."""
    _unseen(deadline, seen_version)
    if deadline.sent_on is not None:
        raise Refused("due_on", "This was sent already")
    if not reason.strip():
        raise Refused("reason", "Say why the day is another one")
    chosen = None if due_on == deadline.counted_due_on else due_on
    if chosen is not None and chosen < deadline.counted_from:
        raise Refused("due_on", "It cannot be due before the report was there")
    if chosen == deadline.changed_due_on:
        raise Refused("due_on", "That is the day it is due now")
    before = deadline.due_on
    deadline.changed_due_on, deadline.changed_reason = chosen, reason.strip()
    deadline.changed_by_id, deadline.changed_at = by.id, now
    _record(
        deadline,
        plan,
        "due date changed",
        [*difference("Due", before, deadline.due_on), *difference("Reason", None, reason.strip())],
        by=by,
        now=now,
    )


def record_sent(
    deadline: Deadline,
    plan: Plan,
    sent_on: date | None,
    *,
    today: date,
    seen_version: int,
    by: Person,
    now: datetime,
) -> None:
    """Record the day on which it was sent; the clock is then gone."""
    _unseen(deadline, seen_version)
    if sent_on is None:
        raise Refused("sent_on", "Enter the day on which it was sent")
    if sent_on > today:
        raise Refused("sent_on", "The day it was sent cannot lie in the future")
    if sent_on < deadline.counted_from:
        raise Refused("sent_on", "It cannot have been sent before the report was there")
    before = deadline.sent_on
    deadline.sent_on, deadline.sent_by_id = sent_on, by.id
    _record(deadline, plan, "sent", difference("Sent on", before, sent_on), by=by, now=now)


def take_back_sent(deadline: Deadline, plan: Plan, *, seen_version: int, by: Person, now: datetime) -> None:
    """Record that it was not sent after all; the clock runs again. Nothing where it was not sent."""
    _unseen(deadline, seen_version)
    if deadline.sent_on is None:
        return
    before = deadline.sent_on
    deadline.sent_on, deadline.sent_by_id = None, None
    _record(deadline, plan, "not sent after all", difference("Sent on", before, None), by=by, now=now)


def _unseen(deadline: Deadline, seen_version: int) -> None:
    if deadline.version != seen_version:
        raise ChangedMeanwhile


def _record(
    deadline: Deadline, plan: Plan, what: str, details: list[dict[str, str]], *, by: Person, now: datetime
) -> None:
    record_change(f"{STAGE_WORDS[deadline.stage]} {what}", by=by, now=now, plan=plan, details=details)

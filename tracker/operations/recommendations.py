"""Adding a recommendation, changing what the plan says about it, closing and reopening it."""

from collections.abc import Sequence
from datetime import date, datetime

import sqlalchemy as sa

from tracker.database import db
from tracker.formatting import in_london
from tracker.models import Action, Inspection, Person, Plan, Priority, Recommendation, Response
from tracker.models.plans import RESPONSE_WORDS
from tracker.operations.errors import ChangedMeanwhile, Refused
from tracker.operations.history import difference, record_change
from tracker.operations.standing import load_facts
from tracker.rules.status import stand
from tracker.rules.verification import ActionToClose, may_close


def add_recommendation(
    plan: Plan,
    *,
    text: str,
    by: Person,
    now: datetime,
    short_title: str = "",
    priority: Priority | None = None,
    inspection: Inspection | None = None,
    printed_number: str = "",
    printed_timescale: str = "",
    section: str = "",
    due_on: date | None = None,
    due_reason: str = "",
) -> Recommendation:
    """Return a new recommendation with the plan's next number, which is never given again.

    Raises Refused for an empty text.
    """
    # The row is locked, so that two people adding at once get two numbers.
    db.session.refresh(plan, ["last_recommendation_number"], with_for_update=True)
    recommendation = make_recommendation(
        plan,
        text=text,
        now=now,
        short_title=short_title,
        priority=priority,
        inspection=inspection,
        printed_number=printed_number,
        printed_timescale=printed_timescale,
        section=section,
        due_on=due_on,
        due_reason=due_reason,
    )
    db.session.flush()
    note_added(recommendation, by=by, now=now)
    return recommendation


def make_recommendation(
    plan: Plan,
    *,
    text: str,
    now: datetime,
    short_title: str = "",
    priority: Priority | None = None,
    inspection: Inspection | None = None,
    printed_number: str = "",
    printed_timescale: str = "",
    section: str = "",
    due_on: date | None = None,
    due_reason: str = "",
) -> Recommendation:
    """Return a new recommendation with the next number of the plan, which the caller has locked.

    For many at once: the caller flushes, then notes each with `note_added`. Raises Refused for an empty text.
    """
    if not text.strip():
        raise Refused("words", "Enter what is recommended")
    plan.last_recommendation_number += 1
    recommendation = Recommendation(
        plan_id=plan.id,
        inspection_id=inspection.id if inspection else None,
        priority_id=priority.id if priority else None,
        number=plan.last_recommendation_number,
        printed_number=printed_number or None,
        printed_timescale=printed_timescale or None,
        section=section or None,
        text=text,
        short_title=short_title,
        due_on=due_on,
        due_reason=due_reason,
        last_action_number=0,
        closing_statement="",
        created_at=now,
    )
    db.session.add(recommendation)
    return recommendation


def note_added(recommendation: Recommendation, *, by: Person, now: datetime) -> None:
    """Record that a recommendation was added; it has its id by now."""
    record_change(
        f"Recommendation {recommendation.number} added", by=by, now=now, recommendation=recommendation
    )


def change_recommendation(
    recommendation: Recommendation,
    *,
    seen_version: int,
    short_title: str,
    priority: Priority | None,
    due_on: date | None,
    due_reason: str,
    by: Person,
    now: datetime,
    text: str | None = None,
) -> None:
    """Change what the plan says about a recommendation (needs its priority loaded).

    `seen_version` is what the person saw. Inspectors' words stay as they are; `text` changes only one that
    was written by hand. Raises ChangedMeanwhile where somebody else changed it since, Refused for a due date
    that changes without a reason.
    """
    _refuse_if_changed(recommendation, seen_version)
    if due_on != recommendation.due_on and not due_reason.strip():
        raise Refused("due_reason", "Say why the due date changes")
    old = recommendation.priority
    details = difference("Short title", recommendation.short_title, short_title)
    details += difference("Priority", _words(old), _words(priority))
    details += difference("Due", recommendation.due_on, due_on)
    details += difference("Reason for the due date", recommendation.due_reason, due_reason)
    if text is not None and recommendation.inspection_id is None:
        if not text.strip():
            raise Refused("words", "Enter what is recommended")
        details += difference("Words", recommendation.text, text)
        recommendation.text = text
    recommendation.short_title, recommendation.priority = short_title, priority
    recommendation.due_on, recommendation.due_reason = due_on, due_reason.strip()
    if details:
        record_change(
            f"Recommendation {recommendation.number} changed",
            by=by,
            now=now,
            recommendation=recommendation,
            details=details,
        )


def respond(
    recommendation: Recommendation,
    response: Response,
    reason: str,
    *,
    seen_version: int,
    by: Person,
    now: datetime,
) -> None:
    """Record what the council answers; the answer before stays in the history.

    Raises ChangedMeanwhile where somebody else changed it since, Refused without the reason that anything but
    acceptance needs.
    """
    _refuse_if_changed(recommendation, seen_version)
    if response is not Response.ACCEPTED and not reason.strip():
        raise Refused("reason", "Say why it is not accepted, or which part is not")
    old = recommendation.response
    details = difference("Response", RESPONSE_WORDS[old] if old else "", RESPONSE_WORDS[response])
    details += difference("Reason", recommendation.response_reason, reason.strip())
    recommendation.response, recommendation.response_reason = response, reason.strip()
    recommendation.responded_by_id, recommendation.responded_at = by.id, now
    record_change(
        f"Response to recommendation {recommendation.number}",
        by=by,
        now=now,
        recommendation=recommendation,
        details=details,
    )


def to_close(actions: Sequence[Action], statement: str, today: date, stale_after_days: int) -> list[str]:
    """Return what stands between a recommendation with these actions and closing it, in words."""
    facts = load_facts([action.id for action in actions], today)
    return may_close(
        [
            ActionToClose(action.label, stand(facts[action.id], today, stale_after_days))
            for action in actions
            if action.id in facts
        ],
        statement,
    )


def close_recommendation(
    recommendation: Recommendation, plan: Plan, *, statement: str, by: Person, now: datetime
) -> None:
    """Close it with a statement (needs its actions loaded). Raises Refused while something stands between."""
    if recommendation.closed_at is not None:
        raise Refused("statement", "This recommendation is closed already")
    today = in_london(now).date()
    missing = to_close(recommendation.actions, statement, today, plan.stale_after_days)
    if missing:
        raise Refused("statement", f"It cannot be closed yet. {'. '.join(missing)}")
    recommendation.closed_at, recommendation.closed_by_id = now, by.id
    recommendation.closing_statement = statement.strip()
    record_change(
        f"Recommendation {recommendation.number} closed",
        by=by,
        now=now,
        recommendation=recommendation,
        details=difference("Closing statement", "", statement.strip()),
    )


def reopen_recommendation(recommendation: Recommendation, *, reason: str, by: Person, now: datetime) -> None:
    """Open a closed recommendation again. The closing statement stays in the history. Raises Refused."""
    if recommendation.closed_at is None:
        raise Refused("reason", "This recommendation is open already")
    if not reason.strip():
        raise Refused("reason", "Say why it is opened again")
    details = difference("Closing statement", recommendation.closing_statement, "")
    details += difference("Reason", "", reason.strip())
    recommendation.closed_at = recommendation.closed_by_id = None
    recommendation.closing_statement = ""
    recommendation.times_reopened += 1
    record_change(
        f"Recommendation {recommendation.number} opened again",
        by=by,
        now=now,
        recommendation=recommendation,
        details=details,
    )


def _refuse_if_changed(recommendation: Recommendation, seen_version: int) -> None:
    version = db.session.scalar(
        sa.select(Recommendation.version).where(Recommendation.id == recommendation.id).with_for_update()
    )
    if version != seen_version:
        raise ChangedMeanwhile()


def _words(priority: Priority | None) -> str:
    return f"{priority.number}: {priority.title}" if priority else ""

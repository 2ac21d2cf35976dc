"""What happened to one recommendation, day by day: for its sheet, from what was recorded."""

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager, joinedload

from tracker.database import db
from tracker.formatting import in_london
from tracker.models import Action, Change, Evidence, Plan, Recommendation, Update
from tracker.reports import facts
from tracker.reports.past import Event
from tracker.reports.words import capital, long_date
from tracker.rules.ladders import VERDICT_WORDS, Audience, Delivery, Impact


def build_history(
    plan: Plan, number: int, until: datetime, actions: Sequence[facts.Action], evidence: Sequence[Evidence]
) -> tuple[Event, ...]:
    """Return the events of a recommendation up to a moment, the earliest first.

    Those are declared statuses where one changed, moved dates, checks of evidence, and closing and reopening.
    Of evidence for officers nothing is told.
    """
    answering = {one.label: one for one in actions if number in one.recommendations}
    cited = {item for one in answering.values() for item in one.evidence}
    found = [
        *_declared(plan, number, until),
        *(_moved(one, move) for one in answering.values() for move in one.moves),
        *(event for item in evidence if item.number in cited for event in _checked(item, until)),
        *_closed(plan, number, until),
    ]
    return tuple(sorted(found, key=lambda one: (one.on, one.label, one.what)))


def _declared(plan: Plan, number: int, until: datetime) -> list[Event]:
    """Return the updates that declared another status than the one before, the first of each action too."""
    updates = db.session.scalars(
        sa.select(Update)
        .join(Update.action)
        .where(
            Action.plan_id == plan.id,
            Action.recommendations.any(Recommendation.number == number),
            Update.at <= until,
        )
        .options(contains_eager(Update.action), joinedload(Update.by), joinedload(Update.ask))
        .order_by(Update.at, Update.id)
    )
    last: dict[int, tuple[Delivery, Impact]] = {}
    found = []
    for one in updates:
        said = (one.delivery, one.impact)
        if last.get(one.action_id) != said:
            on = in_london(one.at).date()
            found.append(Event(on, one.action.label, "Declared", one.author, "", *said))
        last[one.action_id] = said
    return found


def _moved(action: facts.Action, move: facts.DateMove) -> Event:
    old, new = (long_date(day) or "no date" for day in (move.old, move.new))
    by = f"approved by {move.approved_by}" if move.approved_by else "not approved"
    return Event(move.moved_on, action.label, f"Due date moved from {old} to {new}", by, move.reason)


def _checked(item: Evidence, until: datetime) -> list[Event]:
    """Return the checks of an item by its number alone, so that nothing of a withheld one is told."""
    if item.audience == Audience.OFFICERS:
        return []
    return [
        Event(
            in_london(check.at).date(),
            f"E{item.number}",
            VERDICT_WORDS[check.verdict],
            check.by.job_title or check.by.name,
        )
        for check in item.checks
        if check.at <= until
    ]


def _closed(plan: Plan, number: int, until: datetime) -> list[Event]:
    """Return when the recommendation was closed and opened again, and by whom."""
    told = {f"Recommendation {number} {what}": what for what in ("closed", "opened again")}
    changes = db.session.scalars(
        sa.select(Change)
        .where(Change.plan_id == plan.id, Change.what.in_(told), Change.at <= until)
        .options(joinedload(Change.by), joinedload(Change.ask))
        .order_by(Change.at, Change.id)
    )
    return [
        Event(in_london(one.at).date(), f"R{number}", capital(told[one.what]), one.said_by) for one in changes
    ]

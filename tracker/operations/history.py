"""Writing down what changed, in the transaction of the write itself."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from tracker.database import db
from tracker.formatting import long_date
from tracker.models import Action, Change, Person, Plan, Recommendation, RoundAsk


def record_change(
    what: str,
    *,
    by: Person | RoundAsk | None,
    now: datetime,
    plan: Plan | None = None,
    action: Action | None = None,
    recommendation: Recommendation | None = None,
    details: list[dict[str, str]] | None = None,
) -> Change:
    """Add and return one record. Details are {"field", "before", "after"} in words (see `difference`).

    Who acts through the link of a round is handed over as what the round asked of them.

    The action or recommendation must have an id (flush first when it is new).
    """
    change = Change(
        plan_id=plan.id
        if plan
        else action.plan_id
        if action
        else recommendation.plan_id
        if recommendation
        else None,
        action_id=action.id if action else None,
        recommendation_id=recommendation.id if recommendation else None,
        at=now,
        by_id=person_id_of(by),
        ask_id=by.id if isinstance(by, RoundAsk) else None,
        what=what[:300],
        details=details or [],
    )
    db.session.add(change)
    return change


def person_id_of(by: Person | RoundAsk | None) -> int | None:
    """Return the id of the person who acts, None for the system and for a contact without an account."""
    return by.person_id if isinstance(by, RoundAsk) else by.id if by else None


def difference(field: str, before: Any, after: Any) -> list[dict[str, str]]:
    """Return one detail in a list, or an empty list where nothing differs."""
    old, new = in_words(before), in_words(after)
    return [] if old == new else [{"field": field, "before": old, "after": new}]


def in_words(value: Any) -> str:
    """Return a value as the history shows it: dates in full, nothing as ""."""
    if value is None:
        return ""
    if isinstance(value, date):
        return long_date(value)
    if isinstance(value, StrEnum):
        return value.value.replace("_", " ").capitalize()
    return str(value)

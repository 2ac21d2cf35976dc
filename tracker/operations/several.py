"""Changing several actions at once: their dates, their service, and the priority they stand under."""

from collections.abc import Sequence
from datetime import date, datetime

from tracker.formatting import in_london
from tracker.models import Action, Person, Priority, Recommendation, Service
from tracker.operations.actions import move_due_date
from tracker.operations.errors import Refused
from tracker.operations.history import difference, record_change
from tracker.operations.standing import refresh_standings


def why_not_move(action: Action, to_on: date) -> str:
    """Return why an action's due date cannot move there, in words; "" where it can."""
    if action.due_on == to_on:
        return "It is due then already"
    if action.start_on and to_on < action.start_on:
        return "It would be due before it starts"
    return ""


def move_several(
    actions: Sequence[Action], to_on: date, reason: str, *, by: Person, now: datetime
) -> list[Action]:
    """Move the due dates of those actions for which it is possible, and return them.

    Raises Refused without a reason, or where none can move.
    """
    if not reason.strip():
        raise Refused("reason", "Say why the due dates move")
    moved = [action for action in actions if not why_not_move(action, to_on)]
    if not moved:
        raise Refused("due_on", "None of these actions can move to that date")
    for action in moved:
        move_due_date(action, to_on, reason, seen_version=action.version, by=by, now=now)
    return moved


def set_service_of_several(
    actions: Sequence[Action], service: Service | None, *, by: Person, now: datetime
) -> list[Action]:
    """Set the service of actions (needs `service` loaded) and return those for which it changed."""
    changed = []
    for action in actions:
        details = difference(
            "Service", action.service.name if action.service else "", service.name if service else ""
        )
        if details:
            action.service = service
            record_change(f"Action {action.label} changed", by=by, now=now, action=action, details=details)
            changed.append(action)
    refresh_standings([action.id for action in changed], in_london(now).date())
    return changed


def set_priority_of_several(
    recommendations: Sequence[Recommendation], priority: Priority | None, *, by: Person, now: datetime
) -> list[Recommendation]:
    """Move recommendations under a priority (needs `priority` loaded) and return those that moved."""
    changed = []
    for recommendation in recommendations:
        details = difference("Priority", priority_words(recommendation.priority), priority_words(priority))
        if details:
            recommendation.priority = priority
            record_change(
                f"Recommendation {recommendation.number} changed",
                by=by,
                now=now,
                recommendation=recommendation,
                details=details,
            )
            changed.append(recommendation)
    return changed


def priority_words(priority: Priority | None) -> str:
    """Return how a priority stands in the history, "" for none."""
    return f"{priority.number}: {priority.title}" if priority else ""

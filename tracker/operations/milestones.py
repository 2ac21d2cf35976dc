"""Dated steps of an action."""

from datetime import date, datetime

from tracker.database import db
from tracker.formatting import in_london
from tracker.models import Action, Milestone, Person
from tracker.operations.errors import Refused
from tracker.operations.history import difference, record_change
from tracker.operations.standing import refresh_standing


def add_milestone(
    action: Action, *, title: str, due_on: date, by: Person, now: datetime, done_on: date | None = None
) -> Milestone:
    """Return a new milestone. Raises Refused for an empty title, or done in the future."""
    _check(title, done_on, now)
    milestone = Milestone(action_id=action.id, title=title, due_on=due_on, done_on=done_on)
    db.session.add(milestone)
    details = difference("Due", None, due_on) + difference("Done", None, done_on)
    _record(action, f"Milestone added to {action.label}: {title}", by, now, details)
    return milestone


def change_milestone(
    action: Action,
    milestone: Milestone,
    *,
    title: str,
    due_on: date,
    done_on: date | None,
    by: Person,
    now: datetime,
) -> None:
    """Change a milestone, or say when it was done. Raises Refused as `add_milestone` does."""
    _check(title, done_on, now)
    details = difference("Milestone", milestone.title, title)
    details += difference("Due", milestone.due_on, due_on)
    details += difference("Done", milestone.done_on, done_on)
    milestone.title, milestone.due_on, milestone.done_on = title, due_on, done_on
    if details:
        _record(action, f"Milestone of {action.label} changed: {title}", by, now, details)


def remove_milestone(action: Action, milestone: Milestone, *, by: Person, now: datetime) -> None:
    """Take a milestone away; the history keeps what it was."""
    details = difference("Milestone", milestone.title, "") + difference("Due", milestone.due_on, None)
    db.session.delete(milestone)
    _record(action, f"Milestone of {action.label} removed: {milestone.title}", by, now, details)


def _check(title: str, done_on: date | None, now: datetime) -> None:
    if not title.strip():
        raise Refused("title", "Enter the milestone")
    if done_on and done_on > in_london(now).date():
        raise Refused("done_on", "The day it was done must not lie in the future")


def _record(action: Action, what: str, by: Person, now: datetime, details: list[dict[str, str]]) -> None:
    record_change(what, by=by, now=now, action=action, details=details)
    refresh_standing(action, in_london(now).date())

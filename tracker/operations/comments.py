"""Commenting on an action."""

from collections.abc import Sequence
from datetime import datetime

from tracker.database import db
from tracker.models import Action, Comment, Person
from tracker.operations.errors import Refused
from tracker.operations.history import record_change
from tracker.rules.mentions import mentioned


def add_comment(
    action: Action, text: str, readers: Sequence[Person], *, by: Person, now: datetime
) -> Comment:
    """Return a new comment; of the plan's `readers`, those behind an @ are mentioned in it.

    Raises Refused for an empty one.
    """
    if not text.strip():
        raise Refused("comment", "Write your comment")
    keys = mentioned(text, {person.id: person.name for person in readers if person.id != by.id})
    people = {person.id: person for person in readers}
    comment = Comment(
        action_id=action.id, by_id=by.id, at=now, text=text.strip(), mentioned=[people[key] for key in keys]
    )
    db.session.add(comment)
    record_change(f"Comment added to {action.label}", by=by, now=now, action=action)
    return comment

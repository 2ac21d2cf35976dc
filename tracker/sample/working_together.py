"""What Harlmere's people say to each other between updates, who asks whom, and who stands in."""

from collections.abc import Mapping
from datetime import date, timedelta

from tracker.database import db
from tracker.models import Action, Asking, Plan
from tracker.operations.comments import add_comment
from tracker.operations.history import record_change
from tracker.operations.stand_ins import add_stand_in
from tracker.sample import content
from tracker.sample.days import moment
from tracker.sample.people import Cast


def work_together(cast: Cast, plan: Plan, actions: Mapping[str, Action], today: date) -> None:
    """Add comments, a question that waits for its answer, and somebody's stand-in. No mail is written."""
    raw = content.read("working_together.toml")
    for each in raw["comment"]:
        when = moment(today - timedelta(days=each["days_ago"]), 10, 40)
        mentioned = [cast.persons[key] for key in each["mentions"]]
        add_comment(actions[each["action"]], each["text"], mentioned, by=cast.persons[each["by"]], now=when)
    for each in raw["asking"]:
        action, by = actions[each["action"]], cast.persons[each["by"]]
        when = moment(today - timedelta(days=each["days_ago"]), 9, 15)
        db.session.add(Asking(action_id=action.id, by_id=by.id, at=when, words=each["words"]))
        record_change(
            f"{cast.persons['kerry'].name} asked for an update on {action.label}",
            by=by,
            now=when,
            action=action,
        )
    for each in raw["stand_in"]:
        first = today + timedelta(days=each["from_days"])
        add_stand_in(
            plan,
            absent=cast.persons[each["absent"]],
            person=cast.persons[each["person"]],
            from_on=first,
            until_on=today + timedelta(days=each["until_days"]),
            by=cast.persons[each["by"]],
            now=moment(first, 8, 50),
            today=first,
        )

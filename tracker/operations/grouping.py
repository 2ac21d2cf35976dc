"""Putting recommendations under priorities, many at once, with the priorities that are not there yet."""

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa

from tracker.database import db
from tracker.models import Person, Plan, Priority, Recommendation
from tracker.operations.priorities import add_priority, even_title
from tracker.operations.several import set_priority_of_several
from tracker.operations.turns import take_turn


def group_recommendations(
    plan: Plan, placed: Sequence[tuple[Recommendation, str]], *, by: Person, now: datetime
) -> tuple[list[Priority], list[Recommendation]]:
    """Put each recommendation (with `priority` loaded) under the priority of that title.

    A title that the plan does not have becomes a priority, in the order in which titles first come; it is
    told apart without regard to capitals and spaces. Returns the priorities that were added and the
    recommendations that moved. Raises Refused for an empty title.
    """
    take_turn(plan)
    rows = db.session.scalars(sa.select(Priority).where(Priority.plan_id == plan.id)).all()
    by_title = {even_title(priority.title): priority for priority in rows}
    added: list[Priority] = []
    under: dict[int, list[Recommendation]] = {}
    for recommendation, title in placed:
        priority = by_title.get(even_title(title))
        if priority is None:
            priority = add_priority(plan, title=title, introduction="", by=by, now=now)
            by_title[even_title(title)] = priority
            added.append(priority)
        under.setdefault(priority.id, []).append(recommendation)
    priorities = {priority.id: priority for priority in by_title.values()}
    moved = [
        recommendation
        for priority_id, recommendations in under.items()
        for recommendation in set_priority_of_several(
            recommendations, priorities[priority_id], by=by, now=now
        )
    ]
    return added, moved

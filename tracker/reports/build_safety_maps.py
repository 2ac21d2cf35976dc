"""Signs of Safety maps from the database to the report's value."""

from datetime import datetime

import sqlalchemy as sa

from tracker.database import db
from tracker.formatting import in_london
from tracker.models import Plan, Priority, SafetyMap
from tracker.reports import facts
from tracker.reports.safety import points


def build_safety_maps(plan: Plan, until: datetime) -> dict[int, facts.SafetyMap]:
    """Return the newest map of each priority that was written by then, by the priority's id (one query)."""
    written: dict[int, list[SafetyMap]] = {}
    for one in db.session.scalars(
        sa.select(SafetyMap)
        .join(Priority, Priority.id == SafetyMap.priority_id)
        .where(Priority.plan_id == plan.id, SafetyMap.at <= until)
        .order_by(SafetyMap.at, SafetyMap.id)
    ):
        written.setdefault(one.priority_id, []).append(one)
    return {priority_id: _safety_map(maps) for priority_id, maps in written.items()}


def _safety_map(maps: list[SafetyMap]) -> facts.SafetyMap:
    newest = maps[-1]
    return facts.SafetyMap(
        written_on=in_london(newest.at).date(),
        working_well=points(newest.working_well),
        worried_about=points(newest.worried_about),
        needs_to_happen=points(newest.needs_to_happen),
        how_we_will_know=points(newest.how_we_will_know),
        scale=tuple(facts.ScaleMark(in_london(one.at).date(), one.scale) for one in maps),
    )

"""Writing Signs of Safety maps. Each stands for its day; a new one never changes an old one."""

from datetime import datetime

from tracker.database import db
from tracker.models import Person, Plan, Priority, SafetyMap
from tracker.operations.errors import Refused
from tracker.operations.history import record_change


def add_map(
    plan: Plan,
    priority: Priority,
    *,
    working_well: str,
    worried_about: str,
    needs_to_happen: str,
    how_we_will_know: str,
    scale: int,
    by: Person,
    now: datetime,
) -> SafetyMap:
    """Return a new map of a priority, one point per line of each text.

    Raises Refused for a scale outside 0 to 10, or where nothing is working and nothing is a worry.
    """
    if not 0 <= scale <= 10:
        raise Refused("scale", "Choose a number from 0 to 10")
    if not working_well.strip() and not worried_about.strip():
        raise Refused("working_well", "Say what is working well or what you are worried about")
    written = SafetyMap(
        priority_id=priority.id,
        working_well=working_well.strip(),
        worried_about=worried_about.strip(),
        needs_to_happen=needs_to_happen.strip(),
        how_we_will_know=how_we_will_know.strip(),
        scale=scale,
        by_id=by.id,
        at=now,
    )
    db.session.add(written)
    db.session.flush()
    record_change(
        f"Signs of Safety map of priority {priority.number}: {scale} of 10", by=by, now=now, plan=plan
    )
    return written

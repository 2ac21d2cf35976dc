"""Being away: who does a person's part on a plan's actions meanwhile."""

from datetime import date, datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager

from tracker.database import db
from tracker.formatting import long_date
from tracker.models import Person, Plan, StandIn
from tracker.operations.errors import Refused
from tracker.operations.history import record_change
from tracker.operations.turns import take_turn

LONGEST_DAYS = 366


def add_stand_in(
    plan: Plan,
    *,
    absent: Person,
    person: Person,
    from_on: date,
    until_on: date,
    by: Person,
    now: datetime,
    today: date,
) -> StandIn:
    """Let a person stand in for another from one day to another, both inclusive.

    Raises Refused for days in the wrong order, that have passed, or of more than a year, for oneself, for
    somebody who is away on those days too, and where somebody stands in already.
    """
    if until_on < from_on:
        raise Refused("until_on", "The last day must not be before the first")
    if until_on < today:
        raise Refused("until_on", "The last day has passed")
    if (until_on - from_on).days > LONGEST_DAYS:
        raise Refused("until_on", "Nobody stands in for more than a year: hand the actions over instead")
    if person.id == absent.id:
        raise Refused("person", "Choose somebody else to stand in")
    take_turn(plan)
    for held in _overlapping(plan, from_on, until_on):
        if held.absent_id == absent.id:
            raise Refused("from_on", f"Somebody stands in already until {long_date(held.until_on)}")
        if held.absent_id == person.id:
            raise Refused("person", f"{person.name} is away until {long_date(held.until_on)}")
    row = StandIn(
        plan_id=plan.id,
        absent_id=absent.id,
        person_id=person.id,
        from_on=from_on,
        until_on=until_on,
        by_id=by.id,
        at=now,
    )
    db.session.add(row)
    days = f"from {long_date(from_on)} to {long_date(until_on)}"
    record_change(f"{person.name} stands in for {absent.name} {days}", by=by, now=now, plan=plan)
    return row


def end_stand_in(plan: Plan, row: StandIn, *, by: Person, now: datetime, today: date) -> None:
    """End a standing-in as of yesterday; one that has not begun is taken back (needs both persons)."""
    record_change(f"{row.person.name} no longer stands in for {row.absent.name}", by=by, now=now, plan=plan)
    if row.from_on >= today:
        db.session.delete(row)
    else:
        row.until_on = min(row.until_on, today - timedelta(days=1))


def stand_ins_on(plan: Plan, day: date) -> dict[int, Person]:
    """Return who stands in on a day, by the id of who is away (one query); nobody who has left."""
    rows = db.session.scalars(
        sa.select(StandIn)
        .join(StandIn.person)
        .options(contains_eager(StandIn.person))
        .where(
            StandIn.plan_id == plan.id,
            StandIn.from_on <= day,
            StandIn.until_on >= day,
            Person.is_removed.is_(False),
        )
        .order_by(StandIn.id)
    )
    return {row.absent_id: row.person for row in rows}


def _overlapping(plan: Plan, from_on: date, until_on: date) -> list[StandIn]:
    return list(
        db.session.scalars(
            sa.select(StandIn)
            .where(StandIn.plan_id == plan.id, StandIn.from_on <= until_on, StandIn.until_on >= from_on)
            .order_by(StandIn.id)
        )
    )

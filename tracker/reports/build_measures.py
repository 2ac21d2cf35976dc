"""Measures and their readings from the database to the report's value."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from tracker.database import db
from tracker.models import Measure, Plan, Priority, Reading, Recommendation
from tracker.reports import facts


def build_measures(plan: Plan, as_at: date, until: datetime) -> tuple[facts.Measure, ...]:
    """Return the measures with the readings that held, as far as was known, at the end of the day."""
    priority_of = dict(
        db.session.execute(
            sa.select(Recommendation.number, Priority.number)
            .join(Priority, Priority.id == Recommendation.priority_id)
            .where(Recommendation.plan_id == plan.id)
        ).all()
    )
    readings = defaultdict(list)
    for reading in db.session.scalars(
        sa.select(Reading)
        .join(Measure, Measure.id == Reading.measure_id)
        .where(
            Measure.plan_id == plan.id,
            Reading.on <= as_at,
            Reading.added_at <= until,
            sa.or_(Reading.withdrawn_at.is_(None), Reading.withdrawn_at > until),
        )
        .order_by(Reading.on, Reading.id)
    ):
        readings[reading.measure_id].append(reading)
    found = db.session.scalars(
        sa.select(Measure)
        .where(Measure.plan_id == plan.id)
        .options(
            joinedload(Measure.service),
            selectinload(Measure.recommendations).load_only(Recommendation.number),
        )
        .order_by(Measure.id)
    )
    return tuple(
        measure_facts(
            one,
            readings[one.id],
            priorities={priority_of.get(recommendation.number, 0) for recommendation in one.recommendations},
            recommendations={recommendation.number for recommendation in one.recommendations},
        )
        for one in found
    )


def measure_facts(
    measure: Measure,
    readings: Sequence[Reading],
    *,
    priorities: Collection[int] = (),
    recommendations: Collection[int] = (),
) -> facts.Measure:
    """Return a measure (its service loaded) with readings, oldest first, as pages and reports show it."""
    others = (("Similar councils", measure.neighbours), ("England", measure.england))
    return facts.Measure(
        title=measure.name,
        code=measure.code,
        direction=measure.direction,
        unit=measure.unit,
        baseline=measure.baseline,
        target=measure.target,
        readings=tuple(facts.Reading(reading.on, reading.value, reading.note) for reading in readings),
        comparators=tuple(facts.Comparator(name, value) for name, value in others if value is not None),
        priorities=tuple(sorted(priorities)),
        recommendations=tuple(sorted(recommendations)),
        services=(measure.service.name,) if measure.service else (),
    )

"""Measures with what lists and pages show of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import sqlalchemy as sa
from flask import abort
from markupsafe import Markup
from sqlalchemy.orm import joinedload, selectinload

from tracker.database import db
from tracker.models import Measure, Plan, Reading, Recommendation, Service
from tracker.reports import facts
from tracker.reports.build_measures import measure_facts
from tracker.reports.measuring import sentence
from tracker.reports.pictures import measure_spark
from tracker.reports.words import capital, value
from tracker.rules.ladders import Direction
from tracker.rules.measures import Band, Limits, band_of, is_worse


@dataclass(frozen=True)
class MeasureLine:
    """A measure as it stands in a list; texts are ready to be shown, "" where there is nothing."""

    id: int
    code: str
    name: str
    unit: str
    service: str
    latest: str
    latest_on: date | None
    before: str
    movement: str  # "↑ Better": the way of the number, then whether that is good
    target: str
    standing: str  # "Short of target"
    sentence: str  # what the chart shows, without the name
    spark: Markup


def list_measures_of(plan: Plan) -> list[MeasureLine]:
    """Return the plan's measures in the order of the child's journey, then by code (two queries)."""
    found = db.session.scalars(
        sa.select(Measure)
        .outerjoin(Service, Service.id == Measure.service_id)
        .where(Measure.plan_id == plan.id)
        .options(joinedload(Measure.service), selectinload(Measure.readings))
        .order_by(Service.position.is_(None), Service.position, Measure.code, Measure.id)
    )
    return [measure_line(measure) for measure in found]


def measure_line(measure: Measure) -> MeasureLine:
    """Return the line of a measure that has its service and readings loaded."""
    told = measure_facts(measure, measure.readings)
    readings = measure.readings
    return MeasureLine(
        id=measure.id,
        code=measure.code,
        name=measure.name,
        unit=measure.unit,
        service=measure.service.name if measure.service else "",
        latest=shown(readings[-1].value, measure.unit) if readings else "",
        latest_on=readings[-1].on if readings else None,
        before=shown(readings[-2].value, measure.unit) if len(readings) > 1 else "",
        movement=movement(measure.direction, readings),
        target=shown(measure.target, measure.unit),
        standing=standing_words(measure),
        sentence=capital(sentence(told).removeprefix(f"{measure.name}: ")),
        spark=measure_spark(told) if len(readings) > 1 else Markup(),
    )


def shown(number: Decimal | None, unit: str) -> str:
    """Return a value of a measure as lists show it: "81%", "£1,200", "21"; "" for none."""
    return "" if number is None else value(number, unit if unit in ("%", "£") else "")


def movement(direction: Direction, readings: Sequence[Reading] | Sequence[facts.Reading]) -> str:
    """Return which way the number went over the last two readings, and whether that is better or worse."""
    if len(readings) < 2:
        return "First reading" if readings else ""
    before, last = readings[-2].value, readings[-1].value
    if last == before:
        return "No change"
    arrow = "↑" if last > before else "↓"
    if direction is Direction.NEITHER:
        return f"{arrow} {'Up' if last > before else 'Down'}"
    return f"{arrow} {'Worse' if is_worse(direction, last, before) else 'Better'}"


def standing_words(measure: Measure) -> str:
    """Return where the newest reading stands against target and thresholds (needs readings loaded)."""
    if not measure.readings:
        return ""
    limits = Limits(measure.target, measure.amber, measure.red)
    band = band_of(measure.direction, measure.readings[-1].value, limits)
    if band is Band.RED:
        return f"Worse than the red threshold, {shown(measure.red, measure.unit)}"
    if band is Band.AMBER:
        return f"Worse than the amber threshold, {shown(measure.amber, measure.unit)}"
    if band is None:
        return ""
    return "Target met" if band is Band.MET else "Short of target"


def get_measure_for(plan: Plan, measure_id: int) -> Measure:
    """Return a measure with its service, readings and recommendations. Aborts with 404 for none."""
    found = db.session.scalar(
        sa.select(Measure)
        .where(Measure.plan_id == plan.id, Measure.id == measure_id)
        .options(
            joinedload(Measure.service),
            selectinload(Measure.readings),
            selectinload(Measure.recommendations),
        )
    )
    return found or abort(404)


def get_reading_for(measure: Measure, reading_id: int) -> Reading:
    """Return a reading of the measure that holds (needs readings loaded). Aborts with 404 for none."""
    return next((one for one in measure.readings if one.id == reading_id), None) or abort(404)


def services_of(plan: Plan) -> list[Service]:
    """Return the plan's services in the order of the child's journey."""
    return list(
        db.session.scalars(
            sa.select(Service).where(Service.plan_id == plan.id).order_by(Service.position, Service.id)
        )
    )


def recommendations_of(plan: Plan) -> list[Recommendation]:
    """Return the plan's recommendations by number."""
    return list(
        db.session.scalars(
            sa.select(Recommendation).where(Recommendation.plan_id == plan.id).order_by(Recommendation.number)
        )
    )

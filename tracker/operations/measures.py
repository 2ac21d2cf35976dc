"""Measures: defining them, linking them to recommendations, and their readings.

Whatever changes what a measure says about an action rewrites that action's standing.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime
from decimal import Decimal

import sqlalchemy as sa
from sqlalchemy.orm.attributes import flag_modified

from tracker.database import db
from tracker.formatting import amount, counted, in_london, long_date
from tracker.models import Measure, Person, Plan, Reading, Recommendation, Service
from tracker.operations.errors import ChangedMeanwhile, Refused
from tracker.operations.history import difference, record_change
from tracker.operations.standing import (
    action_ids_of_measure,
    refresh_standings,
    refresh_standings_of_measure,
)
from tracker.operations.turns import take_turn
from tracker.rules.ladders import DIRECTION_WORDS, Direction
from tracker.rules.measures import Limits, misfits


@dataclass(frozen=True)
class Definition:
    """Everything that a person says about a measure, but for its readings."""

    code: str
    name: str
    unit: str
    direction: Direction
    baseline: Decimal | None = None
    target: Decimal | None = None
    amber: Decimal | None = None
    red: Decimal | None = None
    neighbours: Decimal | None = None
    england: Decimal | None = None


@dataclass(frozen=True)
class NewReading:
    """A reading to be saved."""

    on: date
    value: Decimal
    note: str = ""


_WORDS = {
    "code": "Code",
    "name": "Name",
    "unit": "Unit",
    "direction": "Direction",
    "baseline": "Baseline",
    "target": "Target",
    "amber": "Amber threshold",
    "red": "Red threshold",
    "neighbours": "Statistical neighbours",
    "england": "England",
}


def add_measure(
    plan: Plan,
    definition: Definition,
    *,
    service: Service | None,
    recommendations: Sequence[Recommendation],
    by: Person,
    now: datetime,
) -> Measure:
    """Return a new measure without readings. Raises Refused for a taken code or limits that contradict."""
    take_turn(plan)
    _check(plan, definition, except_id=None)
    measure = Measure(plan_id=plan.id, service_id=service.id if service else None, **_values(definition))
    measure.recommendations = list(recommendations)
    db.session.add(measure)
    db.session.flush()
    record_change(f"Measure {definition.code} added: {definition.name}", by=by, now=now, plan=plan)
    return measure


def change_measure(
    plan: Plan,
    measure: Measure,
    definition: Definition,
    *,
    seen_version: int,
    service: Service | None,
    recommendations: Sequence[Recommendation],
    by: Person,
    now: datetime,
) -> None:
    """Change a measure (needs its service and recommendations loaded). Raises Refused as adding does."""
    _lock(measure, seen_version)
    _check(plan, definition, except_id=measure.id)
    before, after = _in_words(measure), _in_words(definition)
    details = [detail for name in before for detail in difference(_WORDS[name], before[name], after[name])]
    details += difference(
        "Service", measure.service.name if measure.service else "", service.name if service else ""
    )
    details += difference("Recommendations", _numbers(measure.recommendations), _numbers(recommendations))
    if not details:
        return
    touched = action_ids_of_measure(measure.id)
    for name, value in _values(definition).items():
        setattr(measure, name, value)
    measure.service_id = service.id if service else None
    measure.recommendations = list(recommendations)
    # Links alone would not count as a change of the measure to who edits it at the same time.
    flag_modified(measure, "code")
    db.session.flush()
    record_change(f"Measure {measure.code} changed", by=by, now=now, plan=plan, details=details)
    refresh_standings(touched | action_ids_of_measure(measure.id), in_london(now).date())


def remove_measure(plan: Plan, measure: Measure, *, by: Person, now: datetime) -> None:
    """Remove a measure that has no readings (needs its recommendations loaded). Raises Refused."""
    _lock(measure)
    if holding(measure):
        raise Refused("measure", "A measure with readings stays. Delete its readings first")
    record_change(f"Measure {measure.code} removed: {measure.name}", by=by, now=now, plan=plan)
    touched = action_ids_of_measure(measure.id)
    db.session.execute(sa.delete(Reading).where(Reading.measure_id == measure.id))
    db.session.delete(measure)
    db.session.flush()
    refresh_standings(touched, in_london(now).date())


def add_reading(
    plan: Plan, measure: Measure, entry: NewReading, *, corrects: int | None, by: Person, now: datetime
) -> None:
    """Add one reading. Where its day has one, `corrects` must be the id of that: the person was told.

    Raises Refused where the person was not told yet, or where nothing would change.
    """
    _lock(measure)
    held = holding(measure).get(entry.on)
    if held is not None and is_same(held, entry):
        raise Refused("value", f"The reading of this day is {_told(measure, held)} already")
    if held is not None and held.id != corrects:
        raise Refused(
            "value",
            f"The reading of this day is {_told(measure, held)}. Save again to correct it to "
            f"{_told(measure, entry)}",
        )
    save_readings(plan, measure, [entry], by=by, now=now)


def save_readings(
    plan: Plan, measure: Measure, entries: Sequence[NewReading], *, by: Person, now: datetime
) -> int:
    """Add readings, all of them or none, and return how many were new or changed.

    A reading of a day that has one corrects it: the old one is withdrawn, and stays known for earlier days.
    Raises Refused for a day in the future, or a day that stands twice.
    """
    _lock(measure)
    today = in_london(now).date()
    if late := [entry.on for entry in entries if entry.on > today]:
        raise Refused("on", f"{long_date(late[0])} is in the future")
    if len({entry.on for entry in entries}) < len(entries):
        raise Refused("on", "A day stands more than once")
    held = holding(measure)
    wanted = [entry for entry in entries if not is_same(held.get(entry.on), entry)]
    if not wanted:
        return 0
    for entry in wanted:
        if entry.on in held:
            held[entry.on].withdrawn_at = now
    # The old ones have to be out of the way before the new ones come.
    db.session.flush()
    db.session.add_all(
        Reading(measure_id=measure.id, on=entry.on, value=entry.value, note=entry.note, added_at=now)
        for entry in wanted
    )
    details = [
        detail
        for entry in wanted
        for detail in difference(
            f"Reading of {long_date(entry.on)}", _told(measure, held.get(entry.on)), _told(measure, entry)
        )
    ]
    changed = sum(entry.on in held for entry in wanted)
    what = _what_happened(len(wanted) - changed, changed)
    record_change(f"Measure {measure.code}: {what}", by=by, now=now, plan=plan, details=details)
    refresh_standings_of_measure(measure.id, today)
    return len(wanted)


def delete_reading(
    plan: Plan, measure: Measure, reading: Reading, *, reason: str, by: Person, now: datetime
) -> None:
    """Withdraw a wrong reading. Raises Refused without a reason, or for one that does not hold any more."""
    if not reason.strip():
        raise Refused("reason", "Say why the reading is deleted")
    _lock(measure)
    if holding(measure).get(reading.on) is not reading:
        raise Refused("reason", "Somebody else corrected or deleted this reading meanwhile")
    reading.withdrawn_at = now
    details = difference(f"Reading of {long_date(reading.on)}", _told(measure, reading), "")
    details += difference("Reason", "", reason.strip())
    record_change(f"Measure {measure.code}: reading deleted", by=by, now=now, plan=plan, details=details)
    refresh_standings_of_measure(measure.id, in_london(now).date())


def holding(measure: Measure) -> dict[date, Reading]:
    """Return the readings that hold, by day, as the database has them now."""
    found = db.session.scalars(
        sa.select(Reading).where(Reading.measure_id == measure.id, Reading.withdrawn_at.is_(None))
    )
    return {reading.on: reading for reading in found}


def is_same(held: Reading | None, entry: NewReading) -> bool:
    """Whether a day's reading says already what is to be saved; no note does not take one away."""
    return held is not None and held.value == entry.value and entry.note in ("", held.note)


def _what_happened(added: int, corrected: int) -> str:
    done = ((added, "added"), (corrected, "corrected"))
    return ", ".join(f"{counted(number, 'reading')} {verb}" for number, verb in done if number)


def _told(measure: Measure, reading: Reading | NewReading | None) -> str:
    if reading is None:
        return ""
    shown = f"{amount(reading.value)}%" if measure.unit == "%" else f"{amount(reading.value)} {measure.unit}"
    return f"{shown.strip()} ({reading.note})" if reading.note else shown.strip()


def _lock(measure: Measure, seen_version: int | None = None) -> None:
    """Let one person at a time change a measure. Raises ChangedMeanwhile where it is newer than was seen."""
    version = db.session.scalar(sa.select(Measure.version).where(Measure.id == measure.id).with_for_update())
    if seen_version is not None and version != seen_version:
        raise ChangedMeanwhile()


def _check(plan: Plan, definition: Definition, *, except_id: int | None) -> None:
    same = sa.select(Measure.id).where(
        Measure.plan_id == plan.id, Measure.code == definition.code, Measure.id != (except_id or 0)
    )
    if db.session.scalar(same) is not None:
        raise Refused("code", f"The plan has a measure {definition.code} already")
    for wrong in misfits(definition.direction, Limits(definition.target, definition.amber, definition.red)):
        raise Refused(wrong.field, wrong.message)


def _values(definition: Definition) -> dict[str, object]:
    return {field.name: getattr(definition, field.name) for field in fields(Definition)}


def _in_words(said: Measure | Definition) -> dict[str, str]:
    shown = {}
    for name in _WORDS:
        value = getattr(said, name)
        if isinstance(value, Direction):
            shown[name] = DIRECTION_WORDS[value]
        else:
            shown[name] = amount(value) if isinstance(value, Decimal) else value or ""
    return shown


def _numbers(recommendations: Iterable[Recommendation]) -> str:
    return ", ".join(str(number) for number in sorted(one.number for one in recommendations))

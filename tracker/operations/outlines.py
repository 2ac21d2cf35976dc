"""Arranging a plan's board report: order, what is printed, the plan's own sections, what belongs in them."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from tracker.database import db
from tracker.models import Commentary, OutlineSection, Person, Plan, Priority
from tracker.operations.errors import Refused
from tracker.operations.history import difference, record_change
from tracker.operations.turns import take_turn
from tracker.rules.outlines import (
    PRIORITY,
    Contents,
    arranged,
    is_own,
    kind_of,
    moved,
    next_own,
    priority_number,
    usual_order,
)

MOST_OWN = 30


@dataclass(frozen=True)
class Arranged:
    """One section that can be moved. `chosen` are ids; of a kind that is not in it, it has the usual."""

    key: str
    is_printed: bool
    chosen: Mapping[str, Sequence[int]]


def arrangement(plan: Plan) -> tuple[Arranged, ...]:
    """Return the sections that can be moved, in the plan's order (two queries)."""
    stored = {
        row.key: row
        for row in db.session.scalars(
            sa.select(OutlineSection)
            .where(OutlineSection.plan_id == plan.id)
            .order_by(OutlineSection.position, OutlineSection.id)
        )
    }
    numbers = db.session.scalars(
        sa.select(Priority.number).where(Priority.plan_id == plan.id).order_by(Priority.number)
    )
    order = arranged(tuple(stored), usual_order(numbers))
    return tuple(
        Arranged(key, stored[key].is_printed, stored[key].chosen)
        if key in stored
        else Arranged(key, True, {})
        for key in order
    )


def newest_words(plan: Plan) -> dict[str, Commentary]:
    """Return the words that hold in each section."""
    found = db.session.scalars(
        sa.select(Commentary).where(Commentary.plan_id == plan.id).order_by(Commentary.at, Commentary.id)
    )
    return {one.section: one for one in found}


def set_printed(
    plan: Plan, shown: Collection[str], ticked: Collection[str], *, by: Person, now: datetime
) -> bool:
    """Print the sections that are ticked; return whether anything changed.

    Only sections that were `shown` to the person are looked at, so that what somebody else added in the
    meantime stays as it is.
    """
    rows = _rows(plan)
    details = []
    for row in rows.values():
        wanted = row.key in ticked
        if row.key in shown and row.is_printed != wanted:
            details += difference(row.key, _printed(row.is_printed), _printed(wanted))
            row.is_printed = wanted
    if details:
        record_change("Outline of the report changed", by=by, now=now, plan=plan, details=details)
    return bool(details)


def move_section(plan: Plan, key: str, places: int, *, by: Person, now: datetime) -> None:
    """Move a section by so many places; at either end nothing happens. Raises Refused for no such section."""
    rows = _rows(plan)
    if key not in rows:
        raise Refused("section", "This section is not in the outline any more")
    before = tuple(rows)
    order = moved(before, key, places)
    for place, one in enumerate(order):
        rows[one].position = place
    if order != before:
        record_change("Outline of the report changed: a section was moved", by=by, now=now, plan=plan)


def add_section(plan: Plan, heading: str, *, by: Person, now: datetime) -> str:
    """Add a section of the plan's own before the questions from members, and return its key.

    Raises Refused without a heading, and where there are more of them than anybody would read.
    """
    heading = " ".join(heading.split())
    if not heading:
        raise Refused("heading", "Enter a heading for the new section")
    rows = _rows(plan)
    if sum(is_own(key) for key in rows) >= MOST_OWN:
        raise Refused("heading", f"A report has {MOST_OWN} added sections at most")
    used = db.session.scalars(
        sa.select(Commentary.section).where(Commentary.plan_id == plan.id, Commentary.section.like("own-%"))
    )
    key = next_own([*rows, *used])
    place = rows["questions"].position
    for row in rows.values():
        row.position += row.position >= place
    db.session.add(OutlineSection(plan_id=plan.id, key=key, position=place, is_printed=True, chosen={}))
    db.session.add(Commentary(plan_id=plan.id, section=key, heading=heading, text="", by_id=by.id, at=now))
    record_change(f"Section “{heading}” added to the report", by=by, now=now, plan=plan)
    db.session.flush()
    return key


def remove_section(plan: Plan, key: str, *, by: Person, now: datetime) -> None:
    """Take a section of the plan's own out of the outline; its words stay in the history of words.

    Raises Refused for a section that the plan did not add.
    """
    row = _rows(plan).get(key)
    if row is None or not is_own(key):
        raise Refused("section", "Only sections that were added can be removed")
    db.session.delete(row)
    record_change("Section removed from the report", by=by, now=now, plan=plan)


def choose_self_evaluation(plan: Plan, *, by_outline: bool, by: Person, now: datetime) -> None:
    """Let the self-evaluation have the plan's own outline, or the three questions of the inspectorate."""
    if plan.evaluates_by_outline == by_outline:
        return
    plan.evaluates_by_outline = by_outline
    what = "the plan’s own outline" if by_outline else "the three questions"
    record_change(f"The self-evaluation has {what} now", by=by, now=now, plan=plan)


def choose_contents(
    plan: Plan, key: str, chosen: Mapping[Contents, Collection[int]], *, by: Person, now: datetime
) -> bool:
    """Say what belongs in a section; return whether that changed. A kind that is not given is as usual."""
    kind, row = kind_of(key), _rows(plan).get(key)
    if kind is None or row is None:
        raise Refused("section", "This section is not in the outline any more")
    wanted = {one.value: sorted(chosen[one]) for one in kind.holds if one in chosen}
    if row.chosen == wanted:
        return False
    row.chosen = wanted
    record_change("Contents of a section of the report changed", by=by, now=now, plan=plan)
    return True


def swap_priorities(plan: Plan, one: int, other: int) -> None:
    """Let words and choices follow two priorities that have changed numbers; sections stay in their order."""
    keys = {f"{PRIORITY}{one}": f"{PRIORITY}{other}", f"{PRIORITY}{other}": f"{PRIORITY}{one}"}
    for words in db.session.scalars(
        sa.select(Commentary).where(Commentary.plan_id == plan.id, Commentary.section.like(f"{PRIORITY}%"))
    ):
        if priority_number(words.section) in (one, other):
            whole, dash, step = words.section.removeprefix(PRIORITY).partition("-")
            words.section = f"{keys[PRIORITY + whole]}{dash}{step}"
    rows = _rows(plan)
    first, second = (rows.get(key) for key in keys)
    if first and second:
        first.is_printed, second.is_printed = second.is_printed, first.is_printed
        first.chosen, second.chosen = second.chosen, first.chosen


def _rows(plan: Plan) -> dict[str, OutlineSection]:
    """Return every section as a row, in order; those that had none get one. One writer at a time."""
    take_turn(plan)
    stored = {
        row.key: row
        for row in db.session.scalars(sa.select(OutlineSection).where(OutlineSection.plan_id == plan.id))
    }
    rows = {}
    for place, one in enumerate(arrangement(plan)):
        row = stored.get(one.key)
        if row is None:
            row = OutlineSection(plan_id=plan.id, key=one.key, is_printed=True, chosen={})
            db.session.add(row)
        row.position = place
        rows[one.key] = row
    db.session.flush()
    return rows


def _printed(is_printed: bool) -> str:
    return "Printed" if is_printed else "Not printed"

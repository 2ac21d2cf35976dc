"""Readings of a measure: one by form, many from a sheet, and deleting a wrong one."""

import hashlib
from dataclasses import dataclass

from flask import flash, redirect, render_template, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from tracker.accounts.views import Page
from tracker.clock import now, today
from tracker.database import db
from tracker.formatting import counted, long_date
from tracker.measures import blueprint
from tracker.measures.forms import DeleteForm, PasteForm, ReadingForm
from tracker.measures.pasted import PastedLine, read_pasted
from tracker.measures.queries import get_measure_for, get_reading_for, shown
from tracker.models import Measure, Plan
from tracker.operations import measures as operations
from tracker.operations.errors import Refused
from tracker.operations.measures import NewReading, is_same
from tracker.permissions import Permission, requires
from tracker.plan.forms import number_or_none


@dataclass(frozen=True)
class Previewed:
    """A pasted line, and what saving it would do ("" where it cannot be saved)."""

    line: PastedLine
    effect: str
    reading: NewReading | None  # None where there is nothing to save


@blueprint.route("/plans/<plan>/measures/<int:measure>/readings/new", methods=["GET", "POST"])
@requires(Permission.LEAD_PLAN)
def add_reading(plan: Plan, measure: int) -> Page:
    """Add a reading, or correct that of a day."""
    found = get_measure_for(plan, measure)
    form = ReadingForm(found.unit)
    if form.validate_on_submit():
        entry = NewReading(form.on.data, form.value.amount, form.note.data)
        corrects = number_or_none(form.corrects.data)
        try:
            operations.add_reading(plan, found, entry, corrects=corrects, by=current_user, now=now())
        except Refused as refused:
            db.session.rollback()
            held = operations.holding(get_measure_for(plan, measure)).get(entry.on)
            form.corrects.data = str(held.id) if held else ""
            form.show(refused)
        else:
            db.session.commit()
            return _to_measure(plan, measure, f"The reading of {long_date(entry.on)} is saved")
    return render_template(
        "measures/add_reading.html", title="Add a reading", plan=plan, measure=found, form=form
    )


@blueprint.route("/plans/<plan>/measures/<int:measure>/readings/paste", methods=["GET", "POST"])
@requires(Permission.LEAD_PLAN)
def paste_readings(plan: Plan, measure: int) -> Page:
    """Read what was pasted, show what saving it would do, and save what was seen."""
    found = get_measure_for(plan, measure)
    form = PasteForm()
    preview: list[Previewed] = []
    problems: list[dict[str, str]] = []
    if form.validate_on_submit():
        try:
            preview = _previewed(found, read_pasted(form.lines.data, found.unit, today()))
        except ValueError as wrong:
            form.show(Refused("lines", str(wrong)))
        problems = [
            {"text": f"Line {one.line.number}: {one.line.problem}", "href": f"#line-{one.line.number}"}
            for one in preview
            if one.line.problem
        ]
        wanted = [one.reading for one in preview if one.reading]
        if wanted and not problems and form.save.data == _seen(preview):
            operations.save_readings(plan, found, wanted, by=current_user, now=now())
            db.session.commit()
            return _to_measure(plan, measure, f"{counted(len(wanted), 'reading')} saved")
    return render_template(
        "measures/paste_readings.html",
        title="Paste readings",
        plan=plan,
        measure=found,
        form=form,
        preview=preview,
        errors=problems,
        to_save=sum(one.reading is not None for one in preview),
        seen=_seen(preview),
        is_outdated=bool(form.save.data and preview and not problems),
        shown=shown,
    )


@blueprint.route(
    "/plans/<plan>/measures/<int:measure>/readings/<int:reading>/delete", methods=["GET", "POST"]
)
@requires(Permission.LEAD_PLAN)
def delete_reading(plan: Plan, measure: int, reading: int) -> Page:
    """Ask why a reading is wrong, and delete it."""
    found = get_measure_for(plan, measure)
    wrong = get_reading_for(found, reading)
    day = long_date(wrong.on)
    form = DeleteForm()
    if form.validate_on_submit():
        try:
            operations.delete_reading(plan, found, wrong, reason=form.reason.data, by=current_user, now=now())
        except Refused as refused:
            db.session.rollback()
            found = get_measure_for(plan, measure)
            wrong = get_reading_for(found, reading)
            form.show(refused)
        else:
            db.session.commit()
            return _to_measure(plan, measure, f"The reading of {day} is deleted")
    return render_template(
        "measures/delete_reading.html",
        title=f"Delete the reading of {day}",
        plan=plan,
        measure=found,
        reading=wrong,
        form=form,
        shown=shown,
    )


def _previewed(measure: Measure, lines: list[PastedLine]) -> list[Previewed]:
    """Return the lines with what saving them does to the readings there are."""
    held = {reading.on: reading for reading in measure.readings}
    found = []
    for line in lines:
        if line.problem or line.on is None or line.value is None:
            found.append(Previewed(line, "", None))
            continue
        entry, old = NewReading(line.on, line.value, line.note), held.get(line.on)
        if old is None:
            found.append(Previewed(line, "New", entry))
        elif is_same(old, entry):
            found.append(Previewed(line, "Same as now", None))
        elif old.value == entry.value:
            found.append(Previewed(line, "Changes the note", entry))
        else:
            found.append(Previewed(line, f"Corrects {shown(old.value, measure.unit)}", entry))
    return found


def _seen(preview: list[Previewed]) -> str:
    """Return a mark of what a preview showed, so that only that is saved."""
    told = "\n".join(f"{one.line.on} {one.line.value} {one.line.note} {one.effect}" for one in preview)
    return hashlib.sha256(told.encode()).hexdigest()[:16]


def _to_measure(plan: Plan, measure_id: int, words: str) -> Response:
    flash(words)
    return redirect(url_for("measures.show_measure", plan=plan.slug, measure=measure_id))

"""The list of measures, one measure with its chart, and defining measures."""

from flask import current_app, flash, redirect, render_template, url_for
from flask_login import current_user

from tracker.accounts.views import Page
from tracker.clock import now
from tracker.database import db
from tracker.measures import blueprint
from tracker.measures.forms import MeasureForm, RemoveForm, filled_from
from tracker.measures.queries import (
    get_measure_for,
    list_measures_of,
    measure_line,
    recommendations_of,
    services_of,
    shown,
)
from tracker.models import Measure, Plan
from tracker.operations import measures as operations
from tracker.operations.errors import ChangedMeanwhile, Refused
from tracker.permissions import Permission, requires
from tracker.plan.forms import number_or_none
from tracker.reports.build_measures import measure_facts
from tracker.reports.measuring import chart_note
from tracker.reports.pictures import draw_measure

_BLACK = "#0b0c0c"


@blueprint.get("/plans/<plan>/measures")
@requires(Permission.READ_PLAN)
def list_measures(plan: Plan) -> str:
    """List the measures with their newest reading, its direction and the target."""
    return render_template(
        "measures/list_measures.html", title="Measures", plan=plan, lines=list_measures_of(plan)
    )


@blueprint.get("/plans/<plan>/measures/<int:measure>")
@requires(Permission.READ_PLAN)
def show_measure(plan: Plan, measure: int) -> str:
    """Show a measure with its chart and all its readings."""
    found = get_measure_for(plan, measure)
    told = measure_facts(found, found.readings)
    council = current_app.config["SETTINGS"].council_name
    charts = [draw_measure(told, council, _BLACK, small=small) for small in (False, True) if found.readings]
    return render_template(
        "measures/show_measure.html",
        title=found.name,
        plan=plan,
        measure=found,
        line=measure_line(found),
        charts=charts,
        chart_note=chart_note(told),
        shown=shown,
        button=RemoveForm(formdata=None),
    )


@blueprint.route("/plans/<plan>/measures/new", methods=["GET", "POST"])
@requires(Permission.LEAD_PLAN)
def add_measure(plan: Plan) -> Page:
    """Add a measure."""
    return _save(plan, MeasureForm(), None)


@blueprint.route("/plans/<plan>/measures/<int:measure>/edit", methods=["GET", "POST"])
@requires(Permission.LEAD_PLAN)
def edit_measure(plan: Plan, measure: int) -> Page:
    """Change what a measure is and what it is held against."""
    found = get_measure_for(plan, measure)
    return _save(plan, MeasureForm(data=filled_from(found)), found)


@blueprint.post("/plans/<plan>/measures/<int:measure>/remove")
@requires(Permission.LEAD_PLAN)
def remove_measure(plan: Plan, measure: int) -> Page:
    """Remove a measure without readings."""
    found = get_measure_for(plan, measure)
    name = found.name
    try:
        operations.remove_measure(plan, found, by=current_user, now=now())
    except Refused as refused:
        db.session.rollback()
        flash(refused.message, "problem")
        return redirect(url_for("measures.show_measure", plan=plan.slug, measure=measure))
    db.session.commit()
    flash(f"{name} is removed")
    return redirect(url_for("measures.list_measures", plan=plan.slug))


def _save(plan: Plan, form: MeasureForm, measure: Measure | None) -> Page:
    """Show the form of a measure, or save it."""
    title, measure_id = f"Edit {measure.code}" if measure else "Add a measure", measure and measure.id
    services, recommendations = services_of(plan), recommendations_of(plan)
    form.service.choices = [("", "No service"), *((str(one.id), one.name) for one in services)]
    form.recommendations.choices = [(str(one.number), f"{one.number} {one.title}") for one in recommendations]
    if form.validate_on_submit():
        chosen = {
            "service": next((one for one in services if str(one.id) == form.service.data), None),
            "recommendations": [
                one for one in recommendations if str(one.number) in form.recommendations.data
            ],
            "by": current_user,
            "now": now(),
        }
        try:
            if measure is None:
                measure = operations.add_measure(plan, form.definition(), **chosen)
            else:
                seen = number_or_none(form.version.data) or 0
                operations.change_measure(plan, measure, form.definition(), seen_version=seen, **chosen)
        except ChangedMeanwhile:
            db.session.rollback()
            form.version.data = str(get_measure_for(plan, measure_id or 0).version)
            form.show(
                Refused(
                    "name",
                    "Somebody else changed this measure while you were writing. Save again to keep yours",
                )
            )
        except Refused as refused:
            db.session.rollback()
            form.show(refused)
        else:
            db.session.commit()
            flash(f"{form.name.data} is saved")
            return redirect(url_for("measures.show_measure", plan=plan.slug, measure=measure.id))
    return render_template(
        "measures/edit_measure.html", title=title, plan=plan, form=form, measure_id=measure_id
    )

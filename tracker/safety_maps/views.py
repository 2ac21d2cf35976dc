"""A priority's Signs of Safety map, its earlier ones, and writing a new one."""

from flask import abort, flash, redirect, render_template, url_for
from flask_login import current_user

from tracker.accounts.views import Page
from tracker.clock import now
from tracker.database import db
from tracker.formatting import in_london
from tracker.models import Plan
from tracker.operations.errors import Refused
from tracker.operations.safety_maps import add_map as write_map
from tracker.permissions import Permission, requires
from tracker.reports.safety import BOXES, draw_scale, points, scale_sentence
from tracker.safety_maps import blueprint
from tracker.safety_maps.forms import MapForm, filled_from
from tracker.safety_maps.queries import get_priority_for, list_maps_of

_BLACK = "#0b0c0c"


@blueprint.get("/plans/<plan>/priorities/<int:number>/map")
@requires(Permission.READ_PLAN)
def show_map(plan: Plan, number: int) -> str:
    """Show the newest map, and how the scale moved."""
    return _page(plan, number, None)


@blueprint.get("/plans/<plan>/priorities/<int:number>/map/<int:record>")
@requires(Permission.READ_PLAN)
def show_earlier_map(plan: Plan, number: int, record: int) -> str:
    """Show a map as it was written on its day."""
    return _page(plan, number, record)


@blueprint.route("/plans/<plan>/priorities/<int:number>/map/new", methods=["GET", "POST"])
@requires(Permission.LEAD_PLAN)
def add_map(plan: Plan, number: int) -> Page:
    """Write a new map; it begins with the words of the newest, which stays as it is."""
    priority = get_priority_for(plan, number)
    maps = list_maps_of(priority)
    form = MapForm(data=filled_from(maps[-1] if maps else None))
    if form.validate_on_submit():
        try:
            write_map(
                plan,
                priority,
                **{box: form[box].data for box, _ in BOXES},
                scale=int(form.scale.data),
                by=current_user,
                now=now(),
            )
        except Refused as refused:
            db.session.rollback()
            form.show(refused)
        else:
            db.session.commit()
            flash("The new map is saved")
            return redirect(url_for("safety_maps.show_map", plan=plan.slug, number=number))
    return render_template(
        "safety_maps/add_map.html",
        title=f"New Signs of Safety map of priority {number}",
        plan=plan,
        number=number,
        form=form,
        last=maps[-1] if maps else None,
    )


def _page(plan: Plan, number: int, record: int | None) -> str:
    """Return the page of the newest map, or of the one asked for; the scale always shows all."""
    priority = get_priority_for(plan, number)
    maps = list_maps_of(priority)
    shown = maps[-1] if maps else None
    if record is not None:
        shown = next((one for one in maps if one.id == record), None) or abort(404)
    marks = [(in_london(one.at).date(), one.scale) for one in maps]
    return render_template(
        "safety_maps/show_map.html",
        title=f"Signs of Safety map of priority {number}",
        plan=plan,
        priority=priority,
        maps=maps,
        shown=shown,
        boxes=[(heading, points(getattr(shown, box))) for box, heading in BOXES] if shown else [],
        sentence=scale_sentence(marks),
        drawings=[draw_scale(marks, _BLACK, small=small) for small in (False, True)] if marks else [],
    )

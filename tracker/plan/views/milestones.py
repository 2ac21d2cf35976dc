"""Milestones of an action: its owner and the leads add, change and remove them."""

from flask import flash, redirect, render_template, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from tracker.accounts.views import Page
from tracker.clock import now
from tracker.database import db
from tracker.models import Action, Plan
from tracker.operations import milestones as operations
from tracker.operations.errors import Refused
from tracker.permissions import Permission, requires
from tracker.plan import blueprint
from tracker.plan.forms import MilestoneForm, PlainForm
from tracker.plan.queries.details import get_milestone


@blueprint.route("/plans/<plan>/actions/<label:action>/milestones/new", methods=["GET", "POST"])
@requires(Permission.UPDATE_ACTION)
def add_milestone(plan: Plan, action: Action) -> Page:
    """Add a dated step."""
    form = MilestoneForm()
    if form.validate_on_submit():
        try:
            operations.add_milestone(
                action,
                title=form.title.data,
                due_on=form.due_on.data,
                done_on=form.done_on.data,
                by=current_user,
                now=now(),
            )
        except Refused as refused:
            db.session.rollback()
            form.show(refused)
        else:
            db.session.commit()
            flash(f"The milestone is added to {action.label}")
            return _back(plan, action)
    return render_template(
        "plan/edit_milestone.html",
        title=f"Add a milestone to {action.label}",
        plan=plan,
        action=action,
        form=form,
    )


@blueprint.route(
    "/plans/<plan>/actions/<label:action>/milestones/<int(max=999999999):milestone>", methods=["GET", "POST"]
)
@requires(Permission.UPDATE_ACTION)
def edit_milestone(plan: Plan, action: Action, milestone: int) -> Page:
    """Change a dated step, or say when it was done."""
    found = get_milestone(action, milestone)
    form = MilestoneForm(obj=found)
    if form.validate_on_submit():
        try:
            operations.change_milestone(
                action,
                found,
                title=form.title.data,
                due_on=form.due_on.data,
                done_on=form.done_on.data,
                by=current_user,
                now=now(),
            )
        except Refused as refused:
            db.session.rollback()
            form.show(refused)
        else:
            db.session.commit()
            flash(f"The milestone of {action.label} is saved")
            return _back(plan, action)
    return render_template(
        "plan/edit_milestone.html",
        title=f"Edit a milestone of {action.label}",
        plan=plan,
        action=action,
        form=form,
        milestone=milestone,
        removal=PlainForm(),
    )


@blueprint.post("/plans/<plan>/actions/<label:action>/milestones/<int(max=999999999):milestone>/remove")
@requires(Permission.UPDATE_ACTION)
def remove_milestone(plan: Plan, action: Action, milestone: int) -> Response:
    """Take a dated step away; the history keeps what it was."""
    operations.remove_milestone(action, get_milestone(action, milestone), by=current_user, now=now())
    db.session.commit()
    flash(f"The milestone is removed from {action.label}")
    return _back(plan, action)


def _back(plan: Plan, action: Action) -> Response:
    return redirect(url_for("plan.show_action", plan=plan.slug, action=action.label, _anchor="steps"))

"""Moving a due date, and deciding about a move of somebody else."""

from collections.abc import Callable

from flask import flash, redirect, render_template, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from tracker.accounts.views import Page
from tracker.clock import now
from tracker.database import db
from tracker.models import Action, Plan
from tracker.operations import actions as operations
from tracker.operations.errors import ChangedMeanwhile, Refused
from tracker.permissions import Permission, requires
from tracker.plan import blueprint
from tracker.plan.forms import DecisionForm, DueDateForm, number_or_none
from tracker.plan.queries.details import get_date_move
from tracker.plan.queries.history import about_action
from tracker.plan.views.shared import told


@blueprint.route("/plans/<plan>/actions/<label:action>/due-date", methods=["GET", "POST"])
@requires(Permission.LEAD_PLAN)
def move_due_date(plan: Plan, action: Action) -> Page:
    """Move a due date, with the reason; the original one is kept."""
    form = DueDateForm(data={"version": str(action.version)})
    if form.validate_on_submit():
        try:
            operations.move_due_date(
                action,
                form.due_on.data,
                form.reason.data,
                seen_version=number_or_none(form.version.data) or 0,
                by=current_user,
                now=now(),
            )
        except ChangedMeanwhile:
            db.session.rollback()
            form.version.data = str(action.version)
            form.show(Refused("due_on", told(about_action(action))))
        except Refused as refused:
            db.session.rollback()
            form.show(refused)
        else:
            db.session.commit()
            waits = plan.moves_need_approval and action.due_on != form.due_on.data
            flash(
                f"The move of {action.label} waits for approval"
                if waits
                else f"The due date of {action.label} is saved"
            )
            return redirect(url_for("plan.show_action", plan=plan.slug, action=action.label))
    first = action.due_on is None
    return render_template(
        "plan/move_due_date.html",
        title=f"{'Set' if first else 'Move'} the due date of {action.label}",
        plan=plan,
        action=action,
        form=form,
    )


@blueprint.post("/plans/<plan>/actions/<label:action>/due-date/<int(max=999999999):move>/approve")
@requires(Permission.APPROVE_DATES)
def approve_date_move(plan: Plan, action: Action, move: int) -> Response:
    """Record that a lead or director other than the mover agrees."""
    return _decide(plan, action, move, operations.approve_date_move, "approved")


@blueprint.post("/plans/<plan>/actions/<label:action>/due-date/<int(max=999999999):move>/refuse")
@requires(Permission.APPROVE_DATES)
def refuse_date_move(plan: Plan, action: Action, move: int) -> Response:
    """Refuse a move that waits for approval, with the reason."""
    return _decide(plan, action, move, operations.refuse_date_move, "refused")


def _decide(plan: Plan, action: Action, move: int, decision: Callable[..., None], word: str) -> Response:
    """Approve or refuse, and go back to the dates. A note that is too long goes back to be shortened."""
    label, form = action.label, DecisionForm()
    found = get_date_move(action, move)
    try:
        if not form.validate_on_submit():
            raise Refused("move", str(form.note.errors[0]))
        decision(action, found, note=form.note.data or "", by=current_user, now=now())
    except Refused as refused:
        db.session.rollback()
        flash(refused.message, "problem")
    else:
        db.session.commit()
        flash(f"The new due date of {label} is {word}")
    return redirect(url_for("plan.show_action", plan=plan.slug, action=label, _anchor="dates"))

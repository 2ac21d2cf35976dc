"""How an action plan's deadline was counted; another day in its place, and that it was sent."""

from __future__ import annotations

from typing import Any

from flask import abort, flash, redirect, render_template, url_for
from flask_login import current_user
from wtforms import HiddenField

from tracker.accounts.views import Page
from tracker.clock import now, today
from tracker.database import db
from tracker.forms import Form, day, long_text
from tracker.intake_review import blueprint, queries
from tracker.intake_review.clocks import how_counted, recipient_of
from tracker.models import Deadline, Inspection, Plan
from tracker.operations import deadlines
from tracker.operations.errors import ChangedMeanwhile, Refused
from tracker.permissions import Permission, requires
from tracker.rules.submission import STAGE_WORDS, PlanStage, count_down

_CHANGED = (
    "Somebody else changed this deadline while you were writing. Look at it, and save again to keep yours"
)


class DeadlineForm(Form):
    """Another day than the counted one."""

    version = HiddenField()
    due_on = day("Due on", hint="Leave it empty to go back to the counted day")
    reason = long_text("Why it is another day", hint="It is shown beside the date and kept in the history")


class SentForm(Form):
    """That it was sent."""

    version = HiddenField()
    sent_on = day("Sent on")


@blueprint.get("/plans/<plan>/inspections/<int:inspection>/action-plan")
@requires(Permission.READ_PLAN)
def show_deadlines(plan: Plan, inspection: int) -> str:
    """Say how the deadlines of an inspection were counted, for everybody who may read the plan."""
    found = queries.get_deadlines(plan, inspection)
    return render_template(
        "intake_review/show_deadlines.html",
        title="When the action plan is due",
        plan=plan,
        inspection=found,
        rows=[
            (
                each,
                STAGE_WORDS[each.stage],
                how_counted(each),
                recipient_of(each),
                count_down(each.due_on, today()),
            )
            for each in found.deadlines
        ],
    )


@blueprint.route(
    "/plans/<plan>/inspections/<int:inspection>/action-plan/<any(draft,full):stage>/change",
    methods=["GET", "POST"],
)
@requires(Permission.LEAD_PLAN)
def change_deadline(plan: Plan, inspection: int, stage: str) -> Page:
    """Put another day in place of the counted one, with the reason."""
    found, deadline = _deadline(plan, inspection, stage)
    form = DeadlineForm(data={"version": str(deadline.version), "due_on": deadline.due_on})
    if form.validate_on_submit():
        try:
            deadlines.change_deadline(
                deadline,
                plan,
                form.due_on.data,
                form.reason.data,
                seen_version=_number(form.version.data),
                by=current_user,
                now=now(),
            )
        except Refused as refused:
            db.session.rollback()
            deadline = _explained(form, "due_on", refused, plan, inspection, stage)
        else:
            db.session.commit()
            flash(f"{STAGE_WORDS[deadline.stage]}: the due date is saved")
            return redirect(url_for(".show_deadlines", plan=plan.slug, inspection=inspection))
    return _form_page("change_deadline", "Change when it is due", plan, found, deadline, form)


@blueprint.route(
    "/plans/<plan>/inspections/<int:inspection>/action-plan/<any(draft,full):stage>/sent",
    methods=["GET", "POST"],
)
@requires(Permission.LEAD_PLAN)
def record_sent(plan: Plan, inspection: int, stage: str) -> Page:
    """Record on which day it was sent, or that it was not sent after all."""
    found, deadline = _deadline(plan, inspection, stage)
    form = SentForm(data={"version": str(deadline.version), "sent_on": deadline.sent_on})
    if form.validate_on_submit():
        facts: dict[str, Any] = {
            "seen_version": _number(form.version.data),
            "by": current_user,
            "now": now(),
        }
        was_sent = deadline.sent_on is not None and form.sent_on.data is None
        try:
            if was_sent:
                deadlines.take_back_sent(deadline, plan, **facts)
            else:
                deadlines.record_sent(deadline, plan, form.sent_on.data, today=today(), **facts)
        except Refused as refused:
            db.session.rollback()
            deadline = _explained(form, "sent_on", refused, plan, inspection, stage)
        else:
            db.session.commit()
            name = STAGE_WORDS[deadline.stage]
            flash(
                f"{name}: not sent after all. The clock runs again"
                if was_sent
                else f"{name}: recorded as sent"
            )
            return redirect(url_for(".show_deadlines", plan=plan.slug, inspection=inspection))
    return _form_page("record_sent", "Record that it was sent", plan, found, deadline, form)


def _deadline(plan: Plan, inspection_id: int, stage: str) -> tuple[Inspection, Deadline]:
    """Return the inspection and its deadline of this stage. Aborts with 404 where there is none."""
    found = queries.get_deadlines(plan, inspection_id)
    deadline = next((each for each in found.deadlines if each.stage == PlanStage(stage)), None)
    if deadline is None:
        abort(404)
    return found, deadline


def _explained(
    form: DeadlineForm | SentForm, field: str, refused: Refused, plan: Plan, inspection: int, stage: str
) -> Deadline:
    """Put what was refused on the form, and return the deadline as it is stored now."""
    _, deadline = _deadline(plan, inspection, stage)
    if isinstance(refused, ChangedMeanwhile):
        form.version.data = str(deadline.version)
        refused = Refused(field, _CHANGED)
    form.show(refused)
    return deadline


def _form_page(
    template: str, title: str, plan: Plan, inspection: Inspection, deadline: Deadline, form: Form
) -> str:
    return render_template(
        f"intake_review/{template}.html",
        title=title,
        plan=plan,
        inspection=inspection,
        deadline=deadline,
        name=STAGE_WORDS[deadline.stage],
        counted=how_counted(deadline),
        form=form,
    )


def _number(written: str | None) -> int:
    return int(written) if written and written.isascii() and written.isdecimal() and len(written) < 9 else 0

"""Starting the clock of an action plan after the report was confirmed without one."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask_login import current_user

from tracker.accounts.views import Page
from tracker.clock import now, today
from tracker.database import db
from tracker.forms import Form, day, long_text, radios, text
from tracker.intake_review import blueprint, queries
from tracker.models import Plan
from tracker.operations.deadline_start import open_stages, start_clock
from tracker.operations.errors import Refused
from tracker.permissions import Permission, requires
from tracker.rules.submission import STAGE_WORDS, PlanStage


class StartForm(Form):
    """What is due, and when: so many working days, or a day."""

    stage = radios("What is due", [], required="Choose what is due")
    received_on = day(
        "Received by the council",
        hint="Working days count from this day. Where it is empty, they count from publication",
    )
    working_days = text("Working days", hint="For example 70. Or leave it empty and enter the day", most=4)
    due_on = day("Due on", hint="Only where the inspectorate named a day")
    reason = long_text(
        "Why an action plan is due", hint="It is shown beside the date and kept in the history"
    )


@blueprint.route("/plans/<plan>/inspections/<int:inspection>/action-plan/start", methods=["GET", "POST"])
@requires(Permission.LEAD_PLAN)
def start_deadline(plan: Plan, inspection: int) -> Page:
    """Start the clock for what an inspection has no deadline for yet."""
    found = queries.get_inspection_to_time(plan, inspection, changing=request.method == "POST")
    stages = open_stages(found)
    if not stages:
        return redirect(url_for(".show_deadlines", plan=plan.slug, inspection=inspection))
    form = StartForm()
    form.stage.choices = [(stage.value, STAGE_WORDS[stage]) for stage in stages]
    asks_received = found.received_on is None
    if form.validate_on_submit():
        written = form.working_days.data or ""
        try:
            if written and not (written.isascii() and written.isdecimal()):
                raise Refused("working_days", "Working days must be a whole number, like 70")
            start_clock(
                found,
                plan,
                PlanStage(form.stage.data),
                working_days=int(written) if written else None,
                due_on=form.due_on.data,
                received_on=form.received_on.data if asks_received else None,
                reason=form.reason.data or "",
                today=today(),
                by=current_user,
                now=now(),
            )
        except Refused as refused:
            db.session.rollback()
            found = queries.get_inspection_to_time(plan, inspection)
            form.show(refused)
        else:
            db.session.commit()
            flash(f"{STAGE_WORDS[PlanStage(form.stage.data)]}: the clock is running")
            return redirect(url_for(".show_deadlines", plan=plan.slug, inspection=inspection))
    return render_template(
        "intake_review/start_deadline.html",
        title="Start the clock for an action plan",
        plan=plan,
        inspection=found,
        asks_received=asks_received,
        form=form,
    )

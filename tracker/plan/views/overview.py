"""The plan page and the plan's settings."""

from flask import flash, redirect, render_template, url_for
from flask_login import current_user

from tracker.accounts.views import Page
from tracker.clock import now, today
from tracker.database import db
from tracker.intake_review.clocks import running_clocks
from tracker.intake_review.forms import ReportForm
from tracker.models import Plan
from tracker.operations.errors import Refused
from tracker.operations.plans import change_plan
from tracker.permissions import Permission, requires
from tracker.plan import blueprint
from tracker.plan.forms import SettingsForm, number_or_none
from tracker.plan.queries.overview import load_overview
from tracker.plan.queries.redated import count_redated
from tracker.plan.queries.repeats import asked_by_number


@blueprint.get("/plans/<plan>")
@requires(Permission.READ_PLAN)
def show_plan(plan: Plan) -> str:
    """Show the plan: what needs attention, the counts, and every recommendation under its priority."""
    overview = load_overview(plan, today())
    template = "plan/show_plan.html" if overview.recommendations else "plan/empty_plan.html"
    return render_template(
        template,
        title=plan.title,
        plan=plan,
        overview=overview,
        asked=asked_by_number(plan),
        redated=count_redated(plan),
        clocks=running_clocks(plan, today()),
        today=today(),
        upload=ReportForm(),
    )


@blueprint.route("/plans/<plan>/settings", methods=["GET", "POST"])
@requires(Permission.LEAD_PLAN)
def change_settings(plan: Plan) -> Page:
    """Change the plan's title, its strapline, and how long an action may go without an update."""
    form = SettingsForm(
        data={
            "plan_title": plan.title,
            "strapline": plan.strapline,
            "stale_after_days": str(plan.stale_after_days),
            "moves_need_approval": plan.moves_need_approval,
        }
    )
    if form.validate_on_submit():
        try:
            change_plan(
                plan,
                title=form.plan_title.data,
                strapline=form.strapline.data,
                stale_after_days=number_or_none(form.stale_after_days.data) or 0,
                moves_need_approval=form.moves_need_approval.data,
                by=current_user,
                now=now(),
            )
        except Refused as refused:
            db.session.rollback()
            form.show(Refused("plan_title", refused.message) if refused.field == "title" else refused)
        else:
            db.session.commit()
            flash("The plan’s settings are saved")
            return redirect(url_for("plan.show_plan", plan=plan.slug))
    return render_template("plan/change_settings.html", title="Plan settings", plan=plan, form=form)

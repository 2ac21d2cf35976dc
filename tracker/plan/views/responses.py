"""What the council answers to a recommendation."""

from flask import flash, redirect, render_template, url_for
from flask_login import current_user

from tracker.accounts.views import Page
from tracker.clock import now
from tracker.database import db
from tracker.models import Plan, Response
from tracker.operations.errors import ChangedMeanwhile, Refused
from tracker.operations.recommendations import respond as record_response
from tracker.permissions import Permission, requires
from tracker.plan import blueprint
from tracker.plan.forms import ResponseForm, number_or_none
from tracker.plan.queries.details import get_recommendation
from tracker.plan.queries.history import about_recommendation
from tracker.plan.views.shared import told


@blueprint.route("/plans/<plan>/recommendations/<int:number>/response", methods=["GET", "POST"])
@requires(Permission.LEAD_PLAN)
def respond(plan: Plan, number: int) -> Page:
    """Accept a recommendation, in full or in part, or say why not."""
    recommendation = get_recommendation(plan, number)
    form = ResponseForm(
        data={
            "version": str(recommendation.version),
            "response": recommendation.response.value if recommendation.response else None,
            "reason": recommendation.response_reason,
        }
    )
    if form.validate_on_submit():
        try:
            record_response(
                recommendation,
                Response(form.response.data),
                form.reason.data or "",
                seen_version=number_or_none(form.version.data) or 0,
                by=current_user,
                now=now(),
            )
        except ChangedMeanwhile:
            db.session.rollback()
            form.version.data = str(recommendation.version)
            form.show(Refused("reason", told(about_recommendation(recommendation))))
        except Refused as refused:
            db.session.rollback()
            form.show(refused)
        else:
            db.session.commit()
            flash(f"The response to recommendation {number} is saved")
            return redirect(url_for("plan.show_recommendation", plan=plan.slug, number=number))
    return render_template(
        "plan/respond.html", title=f"Response to recommendation {number}", plan=plan, number=number, form=form
    )

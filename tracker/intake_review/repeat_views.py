"""Linking a recommendation with an earlier one that asked for the same, and taking such a link away."""

from __future__ import annotations

import sqlalchemy as sa
from flask import abort, flash, redirect, render_template, request, url_for
from flask_login import current_user

from tracker.accounts.views import Page
from tracker.clock import now
from tracker.database import db
from tracker.formatting import clipped
from tracker.forms import Form, select
from tracker.intake_review import blueprint
from tracker.models import Plan, Recommendation, RecommendationRepeat
from tracker.operations.errors import Refused
from tracker.operations.repeats import link_repeat, unlink_repeat
from tracker.permissions import Permission, requires


class RepeatForm(Form):
    """An earlier recommendation of the plan."""

    earlier = select("Recommendation that asked for the same")


@blueprint.route(
    "/plans/<plan>/recommendations/<int(max=999999999):number>/asked-before", methods=["GET", "POST"]
)
@requires(Permission.LEAD_PLAN)
def link_asked_before(plan: Plan, number: int) -> Page:
    """Link a recommendation with an earlier one by hand, or say that a linked one is not the same."""
    every = db.session.scalars(
        sa.select(Recommendation).where(Recommendation.plan_id == plan.id).order_by(Recommendation.number)
    ).all()
    by_number = {each.number: each for each in every}
    if number not in by_number:
        abort(404)
    later = by_number[number]
    linked = set(
        db.session.scalars(
            sa.select(RecommendationRepeat.earlier_id).where(RecommendationRepeat.later_id == later.id)
        )
    )
    form = RepeatForm()
    form.earlier.choices = [
        ("", "Choose"),
        *(
            (str(each.number), f"{each.number}: {clipped(each.title, 100)}")
            for each in every
            if each.number < number and each.id not in linked
        ),
    ]
    here = url_for("plan.show_recommendation", plan=plan.slug, number=number)
    if form.validate_on_submit():
        removed = by_number.get(request.form.get("not_the_same", 0, type=int))
        chosen = by_number.get(int(form.earlier.data or 0))
        try:
            if removed is not None:
                unlink_repeat(later, removed, by=current_user, now=now())
            elif chosen is None:
                raise Refused("earlier", "Choose the recommendation that asked for the same")
            else:
                link_repeat(later, chosen, by=current_user, now=now())
        except Refused as refused:
            db.session.rollback()
            form.show(refused)
        else:
            db.session.commit()
            flash("The link is taken away" if removed is not None else "The two are linked")
            return redirect(here)
    return render_template(
        "intake_review/link_asked_before.html",
        title=f"Recommendation {number}: asked before",
        plan=plan,
        later=later,
        linked=[each for each in every if each.id in linked],
        form=form,
        here=here,
    )

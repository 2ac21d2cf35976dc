"""A recommendation: read it, add one by hand, change what the plan says about it, close and reopen it."""

import sqlalchemy as sa
from flask import flash, g, redirect, render_template, url_for
from flask_login import current_user

from tracker.accounts.views import Page
from tracker.clock import now, today
from tracker.database import db
from tracker.formatting import clipped
from tracker.models import Inspection, Person, Plan
from tracker.operations import recommendations as operations
from tracker.operations.errors import ChangedMeanwhile, Refused
from tracker.operations.step_words import ladders_of
from tracker.permissions import Permission, requires
from tracker.plan import blueprint
from tracker.plan.forms import (
    CloseForm,
    NewRecommendationForm,
    OwnRecommendationForm,
    RecommendationForm,
    ReopenForm,
    number_or_none,
)
from tracker.plan.queries.details import get_recommendation
from tracker.plan.queries.evidence import load_evidence
from tracker.plan.queries.history import about_recommendation, load_history
from tracker.plan.queries.lists import list_priorities
from tracker.plan.queries.overview import roll_up_of
from tracker.plan.queries.repeats import asked_elsewhere
from tracker.plan.views.shared import Choices, breadcrumbs, pick, priority_choices, priority_crumb, told
from tracker.rules.verification import gaps


@blueprint.get("/plans/<plan>/recommendations/<int(max=999999999):number>")
@requires(Permission.READ_PLAN)
def show_recommendation(plan: Plan, number: int) -> str:
    """Show the inspectors' words, how it stands, its actions, its evidence and what is missing."""
    recommendation = get_recommendation(plan, number)
    evidence = load_evidence([action.id for action in recommendation.actions], g.access)
    closed_by = db.session.get(Person, recommendation.closed_by_id) if recommendation.closed_by_id else None
    # A closing statement is written when closing, so it is no news that there is none yet.
    missing = operations.to_close(recommendation.actions, "written", today(), plan.stale_after_days)
    return render_template(
        "plan/show_recommendation.html",
        title=f"Recommendation {number}: {clipped(recommendation.title)}",
        plan=plan,
        recommendation=recommendation,
        asked=asked_elsewhere(plan, recommendation.id).get(recommendation.id, []),
        own_findings=[
            finding
            for finding in recommendation.findings
            if finding.inspection_id == recommendation.inspection_id
        ],
        line=roll_up_of(recommendation, today(), ladders_of(plan).delivery_words),
        evidence=evidence,
        gaps=gaps(evidence.facts, today()),
        missing=missing,
        closed_by=closed_by,
        history=load_history(about_recommendation(recommendation), per_page=3),
        crumbs=breadcrumbs(plan, *priority_crumb(plan, recommendation.priority)),
        today=today(),
    )


@blueprint.route("/plans/<plan>/recommendations/new", methods=["GET", "POST"])
@requires(Permission.LEAD_PLAN)
def add_recommendation(plan: Plan) -> Page:
    """Add a recommendation by hand."""
    form = NewRecommendationForm()
    priorities = list_priorities(plan)
    inspections = db.session.scalars(
        sa.select(Inspection).where(Inspection.plan_id == plan.id).order_by(Inspection.id)
    ).all()
    form.priority.choices = priority_choices(priorities)
    no_inspection: Choices = [("", "No inspection: the council’s own")]
    form.inspection.choices = no_inspection + [(str(found.id), found.title) for found in inspections]
    if form.validate_on_submit():
        try:
            recommendation = operations.add_recommendation(
                plan,
                text=form.words.data,
                short_title=form.short_title.data,
                priority=pick(priorities, form.priority.data),
                inspection=next((found for found in inspections if found.id == form.inspection.data), None),
                printed_number=form.printed_number.data,
                printed_timescale=form.printed_timescale.data,
                section=form.section.data,
                due_on=form.due_on.data,
                due_reason=form.due_reason.data,
                by=current_user,
                now=now(),
            )
        except Refused as refused:
            db.session.rollback()
            form.show(refused)
        else:
            db.session.commit()
            flash(f"Recommendation {recommendation.number} is in the plan")
            return redirect(url_for("plan.show_recommendation", plan=plan.slug, number=recommendation.number))
    return render_template("plan/add_recommendation.html", title="Add a recommendation", plan=plan, form=form)


@blueprint.route("/plans/<plan>/recommendations/<int(max=999999999):number>/edit", methods=["GET", "POST"])
@requires(Permission.LEAD_PLAN)
def edit_recommendation(plan: Plan, number: int) -> Page:
    """Change the short title, priority and due date; the words only where they are the council's own."""
    recommendation = get_recommendation(plan, number)
    form_class = RecommendationForm if recommendation.inspection_id else OwnRecommendationForm
    form: RecommendationForm = form_class(
        data={
            "version": str(recommendation.version),
            "words": recommendation.text,
            "short_title": recommendation.short_title,
            "priority": recommendation.priority_id,
            "due_on": recommendation.due_on,
            "due_reason": recommendation.due_reason,
        }
    )
    priorities = list_priorities(plan)
    form.priority.choices = priority_choices(priorities)
    if form.validate_on_submit():
        try:
            operations.change_recommendation(
                recommendation,
                seen_version=number_or_none(form.version.data) or 0,
                short_title=form.short_title.data,
                priority=pick(priorities, form.priority.data),
                due_on=form.due_on.data,
                due_reason=form.due_reason.data,
                text=form.words.data if isinstance(form, OwnRecommendationForm) else None,
                by=current_user,
                now=now(),
            )
        except ChangedMeanwhile:
            db.session.rollback()
            form.version.data = str(recommendation.version)
            form.show(Refused("short_title", told(about_recommendation(recommendation))))
        except Refused as refused:
            db.session.rollback()
            form.show(refused)
        else:
            db.session.commit()
            flash(f"Recommendation {number} is saved")
            return redirect(url_for("plan.show_recommendation", plan=plan.slug, number=number))
    return render_template(
        "plan/edit_recommendation.html",
        title=f"Edit recommendation {number}",
        plan=plan,
        recommendation=recommendation,
        form=form,
    )


@blueprint.route("/plans/<plan>/recommendations/<int(max=999999999):number>/close", methods=["GET", "POST"])
@requires(Permission.LEAD_PLAN)
def close_recommendation(plan: Plan, number: int) -> Page:
    """Close a recommendation with a statement, once nothing stands between."""
    recommendation = get_recommendation(plan, number)
    missing = operations.to_close(recommendation.actions, "written", today(), plan.stale_after_days)
    form = CloseForm()
    if form.validate_on_submit():
        try:
            operations.close_recommendation(
                recommendation, plan, statement=form.statement.data, by=current_user, now=now()
            )
        except Refused as refused:
            db.session.rollback()
            form.show(refused)
        else:
            db.session.commit()
            flash(f"Recommendation {number} is closed")
            return redirect(url_for("plan.show_recommendation", plan=plan.slug, number=number))
    return render_template(
        "plan/close_recommendation.html",
        title=f"Close recommendation {number}",
        plan=plan,
        number=number,
        form=form,
        missing=missing,
    )


@blueprint.route("/plans/<plan>/recommendations/<int(max=999999999):number>/reopen", methods=["GET", "POST"])
@requires(Permission.LEAD_PLAN)
def reopen_recommendation(plan: Plan, number: int) -> Page:
    """Open a closed recommendation again, with the reason."""
    recommendation = get_recommendation(plan, number)
    form = ReopenForm()
    if form.validate_on_submit():
        try:
            operations.reopen_recommendation(
                recommendation, reason=form.reason.data, by=current_user, now=now()
            )
        except Refused as refused:
            db.session.rollback()
            form.show(refused)
        else:
            db.session.commit()
            flash(f"Recommendation {number} is open again")
            return redirect(url_for("plan.show_recommendation", plan=plan.slug, number=number))
    return render_template(
        "plan/reopen_recommendation.html",
        title=f"Open recommendation {number} again",
        plan=plan,
        number=number,
        form=form,
    )

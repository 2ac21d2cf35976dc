"""Bringing in a report: what is in progress, uploading, and the draft while it is read or could not be."""

from __future__ import annotations

from flask import abort, flash, redirect, render_template, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from tracker.accounts.views import Page
from tracker.brought_in import attachment, uploaded
from tracker.clock import now
from tracker.database import db
from tracker.intake_review import blueprint, queries
from tracker.intake_review.forms import ReportForm
from tracker.intake_review.pictures import picture_of
from tracker.intake_review.review_page import review_marks
from tracker.intake_review.review_views import review_draft
from tracker.intake_review.source import marks_on_page
from tracker.intake_review.tasks import reading
from tracker.models import IntakeDraft, IntakeState, Plan, StoredFile
from tracker.operations import intake
from tracker.operations.errors import Refused
from tracker.operations.intake_draft import DraftReview
from tracker.permissions import Permission, requires


@blueprint.get("/plans/<plan>/reports-in")
@requires(Permission.LEAD_PLAN)
def list_drafts(plan: Plan) -> str:
    """List the reports in progress and those brought in, with the form for another."""
    return render_template(
        "intake_review/list_drafts.html",
        title="Bring in a report",
        plan=plan,
        form=ReportForm(),
        drafts=queries.drafts_in_progress(plan),
        inspections=queries.inspections_of(plan),
    )


@blueprint.route("/plans/<plan>/reports-in/new", methods=["GET", "POST"])
@requires(Permission.LEAD_PLAN)
def add_report(plan: Plan) -> Page:
    """Take a report, as a file or as text, and leave reading it to the worker."""
    form = ReportForm()
    if form.validate_on_submit():
        try:
            if form.text.data:
                draft = intake.bring_in_text(plan, form.text.data, by=current_user, now=now())
            else:
                name, data = uploaded(form)
                draft = intake.bring_in_file(plan, name, data, by=current_user, now=now())
        except Refused as refused:
            db.session.rollback()
            form.show(refused)
        else:
            reading.later(draft)
            db.session.commit()
            return redirect(url_for(".show_draft", plan=plan.slug, draft=draft.id))
    return render_template("intake_review/add_report.html", title="Bring in a report", plan=plan, form=form)


@blueprint.route("/plans/<plan>/reports-in/<int:draft>", methods=["GET", "POST"])
@requires(Permission.LEAD_PLAN)
def show_draft(plan: Plan, draft: int) -> Page:
    """Show a draft as it stands: being read, unreadable, to be checked, or in the plan."""
    found = queries.get_draft(plan, draft, changing=request.method == "POST")
    if found.state is IntakeState.REVIEW:
        return review_draft(plan, found)
    if found.state is IntakeState.UNREADABLE:
        return _try_again(plan, found)
    if found.state is IntakeState.CONFIRMED:
        return redirect(url_for(".show_inspection", plan=plan.slug, inspection=found.inspection_id))
    if request.method == "POST":
        return redirect(url_for(".show_draft", plan=plan.slug, draft=found.id))
    return render_template("intake_review/progress.html", title="Reading the report", plan=plan, draft=found)


def _try_again(plan: Plan, draft: IntakeDraft) -> Page:
    """Say why a report could not be read, and take another file, its text, or another try."""
    once_more = request.method == "POST" and request.form.get("do") == "again"
    form = ReportForm(None) if once_more else ReportForm()
    if once_more or form.validate_on_submit():
        try:
            intake.read_again(draft, None if once_more else _store(plan, form))
        except Refused as refused:
            db.session.rollback()
            draft = queries.get_draft(plan, draft.id)
            form.show(refused)
        else:
            reading.later(draft)
            db.session.commit()
            return redirect(url_for(".show_draft", plan=plan.slug, draft=draft.id))
    return render_template(
        "intake_review/unreadable.html",
        title="This report could not be read",
        plan=plan,
        draft=draft,
        form=form,
    )


def _store(plan: Plan, form: ReportForm) -> StoredFile:
    if form.text.data:
        return intake.store_text(plan, form.text.data, by=current_user, now=now())
    name, data = uploaded(form)
    return intake.store_report(plan, name, data, by=current_user, now=now())


@blueprint.route("/plans/<plan>/reports-in/<int:draft>/discard", methods=["GET", "POST"])
@requires(Permission.LEAD_PLAN)
def discard_draft(plan: Plan, draft: int) -> Page:
    """Ask whether a draft is to be discarded, and discard it."""
    found = queries.get_draft(plan, draft, changing=request.method == "POST")
    if found.state is IntakeState.CONFIRMED:
        return redirect(url_for(".show_inspection", plan=plan.slug, inspection=found.inspection_id))
    if request.method == "POST":
        intake.discard_draft(found, by=current_user, now=now())
        db.session.commit()
        flash(f"The draft of “{found.source_name}” is discarded. The plan is as it was")
        return redirect(url_for(".list_drafts", plan=plan.slug))
    return render_template(
        "intake_review/discard_draft.html", title="Discard this draft", plan=plan, draft=found
    )


@blueprint.get("/plans/<plan>/reports-in/<int:draft>/source")
@requires(Permission.LEAD_PLAN)
def download_draft_source(plan: Plan, draft: int) -> Response:
    """Hand out the file of a draft, as an attachment."""
    found = queries.get_draft(plan, draft)
    assert found.file is not None, "every draft is made with its file"
    return attachment(found.file)


@blueprint.get("/plans/<plan>/reports-in/<int:draft>/pages/<int:page>")
@requires(Permission.LEAD_PLAN)
def show_draft_page(plan: Plan, draft: int, page: int) -> Response:
    """Show a page of a draft's PDF as a picture, with its passages marked."""
    found = queries.get_draft(plan, draft)
    if found.state is not IntakeState.REVIEW or found.reading is None:
        abort(404)
    text, starts = found.reading["source_text"], found.reading["page_starts"]
    review = DraftReview.from_dict(found.decisions)
    return picture_of(
        found.file, page, text, marks_on_page(review_marks(review, text), page, starts, len(text))
    )

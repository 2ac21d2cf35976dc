"""Bringing in a plan: what is in progress, uploading, discarding; and taking this plan out."""

from __future__ import annotations

from io import BytesIO

from flask import flash, g, redirect, render_template, request, send_file, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from tracker.accounts.views import Page
from tracker.brought_in import attachment, uploaded
from tracker.clock import now, today
from tracker.database import db
from tracker.models import IntakeState, Plan, PlanImport
from tracker.operations import plan_import as operations
from tracker.operations.brought_in import read_again
from tracker.operations.errors import Refused
from tracker.operations.files import store_file
from tracker.permissions import Permission, requires
from tracker.plan_import import blueprint, queries
from tracker.plan_import.check_views import check_rows
from tracker.plan_import.export import workbook_of
from tracker.plan_import.forms import PlanFileForm
from tracker.plan_import.tasks import reading

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@blueprint.get("/plans/<plan>/plans-in")
@requires(Permission.LEAD_PLAN)
def list_imports(plan: Plan) -> str:
    """List the plans in progress and those brought in, with the form for another."""
    return render_template(
        "plan_import/list_imports.html",
        title="Bring in an existing plan",
        plan=plan,
        form=PlanFileForm(),
        drafts=queries.imports_of(plan),
    )


@blueprint.route("/plans/<plan>/plans-in/new", methods=["GET", "POST"])
@requires(Permission.LEAD_PLAN)
def add_import(plan: Plan) -> Page:
    """Take a file and leave reading it to the worker."""
    form = PlanFileForm()
    if form.validate_on_submit():
        try:
            name, data = uploaded(form)
            draft = operations.bring_in_plan(plan, name, data, by=current_user, now=now())
        except Refused as refused:
            db.session.rollback()
            form.show(refused)
        else:
            reading.later(draft)
            db.session.commit()
            return redirect(url_for(".show_import", plan=plan.slug, draft=draft.id))
    return render_template(
        "plan_import/add_import.html", title="Bring in an existing plan", plan=plan, form=form
    )


@blueprint.route("/plans/<plan>/plans-in/<int:draft>", methods=["GET", "POST"])
@requires(Permission.LEAD_PLAN)
def show_import(plan: Plan, draft: int) -> Page:
    """Show a draft as it stands: being read, unreadable, its rows to be checked, or in the plan."""
    found = queries.get_import(plan, draft, changing=request.method == "POST")
    if found.state is IntakeState.REVIEW:
        return check_rows(plan, found)
    if found.state is IntakeState.UNREADABLE:
        return _try_again(plan, found)
    if found.state is IntakeState.CONFIRMED or request.method == "POST":
        return redirect(url_for(".list_imports", plan=plan.slug))
    return render_template("plan_import/progress.html", title="Reading the plan", plan=plan, draft=found)


def _try_again(plan: Plan, draft: PlanImport) -> Page:
    """Say why a file could not be read, and take another file or another try."""
    once_more = request.method == "POST" and request.form.get("do") == "again"
    form = PlanFileForm(None) if once_more else PlanFileForm()
    if once_more or form.validate_on_submit():
        try:
            file = None
            if not once_more:
                name, data = uploaded(form)
                file = store_file(plan, name, data, by=current_user, now=now())
            read_again(draft, file)
        except Refused as refused:
            db.session.rollback()
            draft = queries.get_import(plan, draft.id)
            form.show(refused)
        else:
            reading.later(draft)
            db.session.commit()
            return redirect(url_for(".show_import", plan=plan.slug, draft=draft.id))
    return render_template(
        "plan_import/unreadable.html", title="This file could not be read", plan=plan, draft=draft, form=form
    )


@blueprint.route("/plans/<plan>/plans-in/<int:draft>/discard", methods=["GET", "POST"])
@requires(Permission.LEAD_PLAN)
def discard_import(plan: Plan, draft: int) -> Page:
    """Ask whether a draft is to be discarded, and discard it."""
    found = queries.get_import(plan, draft, changing=request.method == "POST")
    if found.state is IntakeState.CONFIRMED:
        return redirect(url_for(".list_imports", plan=plan.slug))
    if request.method == "POST":
        operations.discard_import(found, by=current_user, now=now())
        db.session.commit()
        flash(f"The draft of “{found.source_name}” is discarded. The plan is as it was")
        return redirect(url_for(".list_imports", plan=plan.slug))
    return render_template(
        "plan_import/discard_import.html", title="Discard this draft", plan=plan, draft=found
    )


@blueprint.get("/plans/<plan>/plans-in/<int:draft>/source")
@requires(Permission.LEAD_PLAN)
def download_import_source(plan: Plan, draft: int) -> Response:
    """Hand out the file of a draft as it came; browsers must save it and not show it."""
    return attachment(queries.get_import(plan, draft).file)


@blueprint.get("/plans/<plan>/plan.xlsx")
@requires(Permission.READ_PLAN)
def export_plan(plan: Plan) -> Response:
    """Hand out the plan as a workbook, in the columns that are understood when it is brought in again."""
    data = workbook_of(plan, g.access, today())
    return send_file(
        BytesIO(data), mimetype=XLSX, as_attachment=True, download_name=f"{plan.slug}-{today()}.xlsx"
    )

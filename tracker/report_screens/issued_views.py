"""Issued reports: the stored forms as they were, the check of a printout, withdrawing and replacing."""

import re
from collections.abc import Sequence

from flask import Response, abort, flash, g, redirect, render_template, request, send_file, url_for
from flask_login import current_user

from tracker.accounts.views import Page
from tracker.clock import now, today
from tracker.database import db
from tracker.models import QUESTION_STATUS_WORDS, FormKind, IssuedReport, Plan
from tracker.operations import issuing, reports
from tracker.operations.errors import Refused
from tracker.operations.issuing import CONTENT_TYPES
from tracker.permissions import Permission, public, requires
from tracker.report_screens import blueprint
from tracker.report_screens.changed import changed_in
from tracker.report_screens.forms import CheckForm, ReplaceForm, WithdrawForm
from tracker.report_screens.queries import issued_for, load_issued, may_ask, questions_for
from tracker.reports.fonts import font_files
from tracker.reports.kept import Damaged, form_file, kept_snapshot
from tracker.reports.snapshot import Snapshot
from tracker.reports.suggested import Suggestion, suggested_questions
from tracker.rules.ladders import Edition
from tracker.rules.report_kinds import ReportKind

_A_YEAR = 365 * 24 * 60 * 60


@blueprint.get("/plans/<plan>/issued-reports")
@requires(Permission.READ_ISSUED)
def list_issued(plan: Plan) -> str:
    """List the reports issued to a body of this person, or released to members, the newest first."""
    found = issued_for(plan, g.access)
    newest = first_for_members(found)
    value = _value(newest, Edition.MEMBERS) if newest else None
    asks = newest is not None and may_ask(newest, g.access)
    return render_template(
        "report_screens/list_issued.html",
        title="Reports for members" if not g.access.may(Permission.READ_PLAN) else "Reports",
        plan=plan,
        roomy=True,
        newest=newest,
        changed=changed_in(value),
        earlier=[one for one in found if one is not newest],
        questions=questions_for(plan, g.access),
        question_status_words=QUESTION_STATUS_WORDS,
        may_ask=asks,
        suggested=_suggested(newest) if newest and asks else [],
    )


@blueprint.get("/plans/<plan>/issued-reports/<int:number>")
@requires(Permission.READ_ISSUED)
def show_issued(plan: Plan, number: int) -> str:
    """Show what is known of an issued report, what changed, and its forms."""
    report = _issued(plan, number)
    value, asks = _value(report, Edition.MEMBERS), may_ask(report, g.access)
    return render_template(
        "report_screens/show_issued.html",
        title=f"Report {number}",
        plan=plan,
        report=report,
        changed=changed_in(value),
        may_ask=asks,
        suggested=_suggested(report) if asks else [],
        roomy=not g.access.may(Permission.READ_PLAN),
    )


@blueprint.get("/plans/<plan>/issued-reports/<int:number>/<name>")
@requires(Permission.READ_ISSUED)
def read_form(plan: Plan, number: int, name: str) -> Response:
    """Send the stored bytes of a form, like "public.html" or "members.pdf". They are never made anew."""
    report = _issued(plan, number)
    edition, _, ending = name.partition(".")
    form = next(
        (one for one in report.forms if (one.edition.value, one.kind.value) == (edition, ending)), None
    )
    # The value holds no more than the page does, but its readers are those who compare it.
    if form is None or (form.kind is FormKind.SNAPSHOT and not g.access.may(Permission.READ_DRAFTS)):
        abort(404)
    try:
        file = form_file(form)
    except Damaged as damaged:
        return Response(
            render_template(
                "report_screens/damaged_form.html",
                title="This form cannot be shown",
                plan=plan,
                report=report,
                message=str(damaged),
            ),
            status=410,
        )
    kept = form.file
    assert kept is not None  # or it would be damaged
    is_page = form.kind in (FormKind.HTML, FormKind.STYLES)
    return send_file(
        file,
        mimetype=CONTENT_TYPES[form.kind],
        as_attachment=not is_page,
        download_name=kept.name,
        etag=form.sha256,
        conditional=False,
    )


@blueprint.get("/report-fonts/<name>")
@public
def report_font(name: str) -> Response:
    """Send one of the typefaces that reports on screen are set in."""
    if name not in font_files():
        abort(404)
    answer = send_file(font_files()[name], mimetype="font/otf", max_age=_A_YEAR)
    answer.headers["Cache-Control"] = f"public, max-age={_A_YEAR}, immutable"
    return answer


@blueprint.get("/plans/<plan>/check-report")
@requires(Permission.READ_ISSUED)
def check_report(plan: Plan) -> str:
    """Say whether a printout with this number and code is one that was issued."""
    asked = "number" in request.args or "code" in request.args
    form = CheckForm(request.args if asked else None)
    report = form_found = None
    answered = asked and form.validate()
    if answered:
        code = re.sub(r"[^0-9a-f]", "", form.code.data.lower())
        number = form.number.data.strip()
        report = load_issued(plan, g.access, int(number)) if number.isdecimal() and len(number) < 9 else None
        values = [one for one in report.forms if one.kind is FormKind.SNAPSHOT] if report else []
        form_found = next((one for one in values if len(code) == 8 and one.sha256.startswith(code)), None)
    return render_template(
        "report_screens/check_report.html",
        title="Check a printed report",
        plan=plan,
        form=form,
        answered=answered,
        report=report,
        found=form_found,
    )


@blueprint.route("/plans/<plan>/issued-reports/<int:number>/withdraw", methods=["GET", "POST"])
@requires(Permission.LEAD_PLAN)
def withdraw_report(plan: Plan, number: int) -> Page:
    """Withdraw a report, with a reason; nothing of it is deleted."""
    report = _issued(plan, number)
    form = WithdrawForm()
    if form.validate_on_submit():
        try:
            issuing.withdraw_report(plan, report, reason=form.reason.data, by=current_user, now=now())
        except Refused as refused:
            db.session.rollback()
            form.show(refused)
        else:
            db.session.commit()
            flash(f"Report {number} is withdrawn")
            return redirect(url_for("report_screens.show_issued", plan=plan.slug, number=number))
    return render_template(
        "report_screens/withdraw_report.html",
        title=f"Withdraw report {number}",
        plan=plan,
        number=number,
        form=form,
    )


@blueprint.route("/plans/<plan>/issued-reports/<int:number>/replace", methods=["GET", "POST"])
@requires(Permission.LEAD_PLAN)
def replace_report(plan: Plan, number: int) -> Page:
    """Start the draft of a supplementary issue, which replaces a report for the same meeting."""
    report = _issued(plan, number)
    if report.replaced_by is not None:
        abort(404)
    form = ReplaceForm(data={"as_at": report.as_at})
    if form.validate_on_submit():
        try:
            draft = reports.start_report(
                plan,
                report.meeting,
                as_at=form.as_at.data,
                edition=Edition.PUBLIC,
                today=today(),
                by=current_user,
                now=now(),
                kind=report.kind,
                recommendation=report.recommendation_number,
                replaces=report,
                replaces_reason=form.reason.data,
            )
        except Refused as refused:
            db.session.rollback()
            form.show(refused)
        else:
            db.session.commit()
            return redirect(url_for("report_screens.show_report", plan=plan.slug, report=draft.id))
    return render_template(
        "report_screens/replace_report.html",
        title=f"Replace report {number}",
        plan=plan,
        number=number,
        form=form,
    )


@blueprint.post("/plans/<plan>/issued-reports/<int:number>/release")
@requires(Permission.LEAD_PLAN)
def release_report(plan: Plan, number: int) -> Page:
    """Let every scrutiny member of the plan read a report, or end that."""
    report = _issued(plan, number)
    to_members = request.form.get("to_members") == "yes"
    issuing.release_report(plan, report, to_members=to_members, by=current_user, now=now())
    db.session.commit()
    flash(
        f"Report {number} is released to all scrutiny members"
        if to_members
        else f"Report {number} is for members of its own body only"
    )
    return redirect(url_for("report_screens.show_issued", plan=plan.slug, number=number))


def first_for_members(found: Sequence[IssuedReport]) -> IssuedReport | None:
    """Return what members see first, of reports with the newest first: the scrutiny report, if any."""
    standing = [one for one in found if one.withdrawn_at is None]
    written_for_them = (one for one in standing if one.kind is ReportKind.SCRUTINY)
    return next(written_for_them, standing[0] if standing else None)


def _suggested(report: IssuedReport) -> list[Suggestion]:
    """Return the questions that a report suggests, from its public edition: they are printed for all."""
    value = _value(report, Edition.PUBLIC)
    return suggested_questions(value) if value else []


def _issued(plan: Plan, number: int) -> IssuedReport:
    return load_issued(plan, g.access, number) or abort(404)


def _value(report: IssuedReport, edition: Edition) -> Snapshot | None:
    """Return the value that was issued, or None where it was purged or is not what it was."""
    form = report.form(edition, FormKind.SNAPSHOT)
    try:
        return kept_snapshot(form) if form else None
    except Damaged:
        return None

"""From a draft to an issued report: changing it, a director's signature, asking for the issue."""

from flask import abort, flash, redirect, render_template, request, url_for
from flask_login import current_user

from tracker.accounts.views import Page
from tracker.clock import now, today
from tracker.database import db
from tracker.models import Plan, ReportDraft
from tracker.operations import issuing, reports, signatures
from tracker.operations.errors import Refused
from tracker.permissions import Permission, requires
from tracker.report_screens import blueprint
from tracker.report_screens.checks import checks_of
from tracker.report_screens.forms import ReportForm, SendBackForm
from tracker.report_screens.mails import ask_directors, tell_leads
from tracker.report_screens.queries import coming_meetings
from tracker.report_screens.tasks import draft_snapshot, load_draft
from tracker.report_screens.views import (
    NO_MEETING,
    NO_RECOMMENDATION,
    meeting_choices,
    recommendation_choices,
)
from tracker.reports.facts import Signature
from tracker.reports.kept import Damaged
from tracker.rules.ladders import Edition
from tracker.rules.report_kinds import ReportKind


@blueprint.route("/plans/<plan>/reports/<int:report>/edit", methods=["GET", "POST"])
@requires(Permission.LEAD_PLAN)
def change_report(plan: Plan, report: int) -> Page:
    """Change the kind, meeting, day or edition of a draft; a signature ends."""
    draft = _open_draft(plan, report)
    meetings = {meeting.id: meeting for meeting in coming_meetings(plan, today())}
    if draft.meeting is not None:
        meetings[draft.meeting.id] = draft.meeting
    form = ReportForm(
        data={
            "kind": draft.kind.value,
            "recommendation": draft.recommendation_number or NO_RECOMMENDATION,
            "meeting": draft.meeting_id or NO_MEETING,
            "as_at": draft.as_at,
            "edition": draft.edition.value,
        }
    )
    form.meeting.choices = meeting_choices(meetings.values())
    form.recommendation.choices = recommendation_choices(plan)
    if form.validate_on_submit():
        try:
            reports.change_report(
                draft,
                meetings.get(form.meeting.data),
                kind=ReportKind(form.kind.data),
                recommendation=form.recommendation.data or None,
                as_at=form.as_at.data,
                edition=Edition(form.edition.data),
                today=today(),
                by=current_user,
                now=now(),
            )
        except Refused as refused:
            db.session.rollback()
            form.show(refused)
        else:
            db.session.commit()
            return redirect(url_for("report_screens.show_report", plan=plan.slug, report=report))
    return render_template(
        "report_screens/change_report.html", title="Change the draft", plan=plan, report=report, form=form
    )


@blueprint.post("/plans/<plan>/reports/<int:report>/ask-signature")
@requires(Permission.LEAD_PLAN)
def ask_signature(plan: Plan, report: int) -> Page:
    """Ask the directors to sign the draft; they are told by e-mail."""
    draft = _open_draft(plan, report)
    try:
        told = signatures.ask_for_signature(draft, by=current_user, now=now())
        ask_directors(draft, told, by=current_user, now=now())
    except Refused as refused:
        db.session.rollback()
        flash(refused.message, "problem")
    else:
        db.session.commit()
        names = " and ".join(person.name for person in told)
        flash(f"{names} will be asked by e-mail to sign it" if names else "It waits for your signature")
    return redirect(url_for("report_screens.show_report", plan=plan.slug, report=report))


@blueprint.route("/plans/<plan>/reports/<int:report>/send-back", methods=["GET", "POST"])
@requires(Permission.SIGN_REPORTS)
def send_back_report(plan: Plan, report: int) -> Page:
    """Send the draft back to the leads, with what has to change."""
    draft = _open_draft(plan, report)
    form = SendBackForm()
    if form.validate_on_submit():
        try:
            signatures.send_back(draft, form.reason.data, by=current_user, now=now())
            tell_leads(draft, "sent back", "Read what has to change", by=current_user, now=now())
        except Refused as refused:
            db.session.rollback()
            form.show(refused)
        else:
            db.session.commit()
            flash("The report is sent back. The leads are told by e-mail")
            return redirect(url_for("report_screens.show_report", plan=plan.slug, report=report))
    return render_template(
        "report_screens/send_back_report.html",
        title="Send the draft back",
        plan=plan,
        report=report,
        form=form,
    )


@blueprint.post("/plans/<plan>/reports/<int:report>/sign")
@requires(Permission.SIGN_REPORTS)
def sign_report(plan: Plan, report: int) -> Page:
    """Sign the draft as it stands now; exactly this is issued."""
    draft = _open_draft(plan, report)
    signature = Signature(current_user.name, today())
    try:
        reports.refuse_issued(draft)
        if draft.signed_at is None:
            public, members = (
                draft_snapshot(draft, edition, signed=signature).to_json()
                for edition in (Edition.PUBLIC, Edition.MEMBERS)
            )
            reports.sign_draft(draft, public=public, members=members, by=current_user, now=now())
            tell_leads(draft, "signed", "Issue it", by=current_user, now=now())
    except (Refused, Damaged) as refused:
        db.session.rollback()
        flash(str(refused), "problem")
    else:
        db.session.commit()
        flash("You have signed the report. A lead can issue it now")
    return redirect(url_for("report_screens.show_report", plan=plan.slug, report=report))


@blueprint.post("/plans/<plan>/reports/<int:report>/end-signature")
@requires(Permission.READ_DRAFTS)
def end_signature(plan: Plan, report: int) -> Page:
    """End the signature, so that the draft shows the plan as it is known now."""
    draft = _open_draft(plan, report)
    try:
        was_signed = draft.signed_at is not None
        reports.end_signature(draft, by=current_user, now=now())
        if was_signed:
            tell_leads(draft, "ended the signature of", "See how it stands", by=current_user, now=now())
    except Refused as refused:
        db.session.rollback()
        flash(refused.message, "problem")
    else:
        db.session.commit()
        flash("The signature is ended. The draft shows the plan as it is known now")
    return redirect(url_for("report_screens.show_report", plan=plan.slug, report=report))


@blueprint.post("/plans/<plan>/reports/<int:report>/issue")
@requires(Permission.LEAD_PLAN)
def issue_report(plan: Plan, report: int) -> Page:
    """Ask the worker to issue a signed draft and show how far it is."""
    draft = _open_draft(plan, report)
    try:
        checks = checks_of(draft)
        if checks.may_identify and request.form.get("identifies_nobody") != checks.code:
            raise Refused("report", "Tick that the words found identify no child before you issue the report")
        attach = request.form.get("attach_evidence") == "yes"
        issuing.ask_to_issue(draft, by=current_user, now=now(), attach_evidence=attach)
    except Refused as refused:
        db.session.rollback()
        flash(refused.message, "problem")
    else:
        db.session.commit()
    return redirect(url_for("report_screens.show_report", plan=plan.slug, report=report))


def _open_draft(plan: Plan, report: int) -> ReportDraft:
    draft = load_draft(plan, report)
    return draft if draft is not None and draft.issued_id is None else abort(404)

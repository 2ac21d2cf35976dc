"""Reports: what is coming, drafts, the preview, making the PDF."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from flask import Response, abort, flash, g, redirect, render_template, request, send_file, url_for
from flask_login import current_user
from markupsafe import Markup

from tracker.accounts.views import Page
from tracker.clock import now, today
from tracker.database import db
from tracker.models import BodyKind, Meeting, Plan, QuestionStatus, ReportDraft, ReportState, Role
from tracker.operations import reports
from tracker.operations.errors import Refused
from tracker.operations.files import path_of
from tracker.operations.plans import people_with
from tracker.permissions import Permission, requires
from tracker.report_screens import blueprint
from tracker.report_screens.checks import Checks, checks_of
from tracker.report_screens.forms import MeetingForm, ReportForm
from tracker.report_screens.queries import (
    attachable_files,
    coming_meetings,
    drafts_of,
    issued_for,
    questions_for,
    recommendations_of,
    round_to_report,
)
from tracker.report_screens.styles import screen_css
from tracker.report_screens.tasks import draft_snapshot, load_draft
from tracker.reports.html import report_html
from tracker.reports.kept import Damaged
from tracker.reports.words import brief
from tracker.rules.ladders import Edition
from tracker.rules.report_kinds import ReportKind, kind_name

NO_MEETING = 0
NO_RECOMMENDATION = 0
# Which report a body usually gets.
USUAL_KIND = {
    BodyKind.BOARD: ReportKind.BOARD,
    BodyKind.COMMITTEE: ReportKind.SCRUTINY,
    BodyKind.MANAGEMENT: ReportKind.EXCEPTIONS,
}


@blueprint.get("/plans/<plan>/reports")
@requires(Permission.READ_DRAFTS)
def list_reports(plan: Plan) -> str:
    """List coming meetings, the drafts made for them, and what was issued."""
    drafts = drafts_of(plan)
    questions = questions_for(plan, g.access)
    issued = issued_for(plan, g.access)
    return render_template(
        "report_screens/list_reports.html",
        title="Reports",
        plan=plan,
        meetings=coming_meetings(plan, today()),
        drafts=drafts,
        draft_of={draft.meeting_id: draft for draft in reversed(drafts)},
        issued=issued,
        issued_for={one.meeting_id: one for one in reversed(issued) if one.withdrawn_at is None},
        usual={kind: kind_name(report).lower() for kind, report in USUAL_KIND.items()},
        waiting=sum(one.status is QuestionStatus.WAITING for one in questions),
    )


def meeting_choices(meetings: Iterable[Meeting]) -> list[tuple[int, str]]:
    """Return the meetings to choose from, and that there is none yet."""
    return [
        (NO_MEETING, "No meeting yet"),
        *((one.id, f"{one.body.name}, {one.on.day} {one.on:%B %Y}") for one in meetings),
    ]


def recommendation_choices(plan: Plan) -> list[tuple[int, str]]:
    """Return the recommendations to choose from, and that the report is about none alone."""
    return [
        (NO_RECOMMENDATION, "None"),
        *(
            (one.number, f"{one.number} {one.short_title or brief(one.text, 80)}")
            for one in recommendations_of(plan)
        ),
    ]


def _usual_report(meetings: dict[int, Meeting], as_at: date | None) -> dict[str, Any]:
    """Return what the form for a new report begins with: what its address asks for, or else the usual.

    `as_at` is the day of a closed round that no report speaks of yet.
    """
    meeting = request.args.get("meeting", NO_MEETING, type=int)
    kind = request.args.get("kind", "")
    if not kind:
        body = meetings[meeting].body if meeting in meetings else None
        kind = (USUAL_KIND[body.kind] if body else ReportKind.BOARD).value
    return {
        "kind": kind,
        "recommendation": request.args.get("recommendation", NO_RECOMMENDATION, type=int),
        "meeting": meeting,
        "as_at": as_at or today(),
    }


@blueprint.route("/plans/<plan>/reports/new", methods=["GET", "POST"])
@requires(Permission.LEAD_PLAN)
def start_report(plan: Plan) -> Page:
    """Start a report of any kind, usually for a meeting."""
    meetings = {meeting.id: meeting for meeting in coming_meetings(plan, today())}
    closed = round_to_report(plan)
    form = ReportForm(data=_usual_report(meetings, closed.as_at if closed else None))
    form.meeting.choices = meeting_choices(meetings.values())
    form.recommendation.choices = recommendation_choices(plan)
    if form.validate_on_submit():
        try:
            draft = reports.start_report(
                plan,
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
            return redirect(url_for("report_screens.show_report", plan=plan.slug, report=draft.id))
    return render_template(
        "report_screens/start_report.html",
        title="Start a report",
        plan=plan,
        form=form,
        closed=closed,
    )


@blueprint.route("/plans/<plan>/meetings/new", methods=["GET", "POST"])
@requires(Permission.LEAD_PLAN)
def add_meeting(plan: Plan) -> Page:
    """Add a coming meeting of a body."""
    form = MeetingForm()
    if form.validate_on_submit():
        try:
            reports.add_meeting(
                plan, form.body.data, BodyKind(form.kind.data), form.on.data, by=current_user, now=now()
            )
        except Refused as refused:
            db.session.rollback()
            form.show(refused)
        else:
            db.session.commit()
            flash(f"The meeting of the {form.body.data} is added")
            return redirect(url_for("report_screens.list_reports", plan=plan.slug))
    return render_template("report_screens/add_meeting.html", title="Add a meeting", plan=plan, form=form)


@blueprint.get("/plans/<plan>/reports/<int:report>")
@requires(Permission.READ_DRAFTS)
def show_report(plan: Plan, report: int) -> Page:
    """Show a draft: what it is about, its preview, its PDF and how far that is."""
    draft = _draft(plan, report)
    if draft.issued is not None:
        return redirect(url_for("report_screens.show_issued", plan=plan.slug, number=draft.issued.number))
    under_way = (ReportState.WAITING, ReportState.MAKING)
    issuing, busy = draft.issue_state in under_way, draft.state in under_way
    if issuing:
        title = "Issuing the report"
    elif busy:
        title = "Making the PDF"
    elif draft.issue_state is ReportState.FAILED:
        title = "The report could not be issued"
    elif draft.state is ReportState.FAILED:
        title = "The PDF could not be made"
    else:
        title = f"{draft.name}, draft"
    return render_template(
        "report_screens/show_report.html",
        title=title,
        plan=plan,
        draft=draft,
        busy=busy or issuing,
        issuing=issuing,
        attachable=attachable_files(plan, draft.as_at) if draft.signed_at is not None else (),
        checks=Checks() if busy or issuing else checks_of(draft),
        directors=people_with(plan, Role.DIRECTOR),
    )


@blueprint.post("/plans/<plan>/reports/<int:report>/pdf")
@requires(Permission.READ_DRAFTS)
def make_pdf(plan: Plan, report: int) -> Page:
    """Ask the worker for the PDF and show how far it is."""
    draft = _draft(plan, report)
    if draft.issued is None:
        reports.ask_for_pdf(draft, now=now())
    db.session.commit()
    return redirect(url_for("report_screens.show_report", plan=plan.slug, report=report))


@blueprint.get("/plans/<plan>/reports/<int:report>/<any(pdf, docx, xlsx):kind>")
@requires(Permission.READ_DRAFTS)
def download_draft(plan: Plan, report: int, kind: str) -> Page:
    """Send the PDF of a draft, its Word document or its workbook, as they were made."""
    draft = _draft(plan, report)
    file = {"pdf": draft.pdf_file, "docx": draft.docx_file, "xlsx": draft.xlsx_file}[kind]
    if file is None:
        abort(404)
    return send_file(path_of(file), mimetype=file.content_type, as_attachment=True, download_name=file.name)


@blueprint.get("/plans/<plan>/reports/<int:report>/preview")
@requires(Permission.READ_DRAFTS)
def preview_report(plan: Plan, report: int) -> Page:
    """Show the report as a page, from the same template as the PDF."""
    draft = _draft(plan, report)
    if draft.issued is not None:
        return redirect(url_for("report_screens.show_issued", plan=plan.slug, number=draft.issued.number))
    try:
        snapshot = draft_snapshot(draft)
    except Damaged as damaged:
        flash(f"The last report to this body cannot be compared with: {damaged}", "problem")
        return redirect(url_for("report_screens.show_report", plan=plan.slug, report=report))
    address = url_for("report_screens.report_styles", plan=plan.slug, report=report)
    bar = render_template("report_screens/preview_bar.html", plan=plan, draft=draft, checks=checks_of(draft))
    return report_html(snapshot, stylesheet=address, bar=Markup(bar))  # noqa: S704 - a template of ours


@blueprint.get("/plans/<plan>/reports/<int:report>/report.css")
@requires(Permission.READ_DRAFTS)
def report_styles(plan: Plan, report: int) -> Response:
    """Send the style sheet of a report, with the council's colours and the marks of the plan's key."""
    return Response(screen_css(draft_snapshot(_draft(plan, report))), mimetype="text/css")


def _draft(plan: Plan, report: int) -> ReportDraft:
    return load_draft(plan, report) or abort(404)

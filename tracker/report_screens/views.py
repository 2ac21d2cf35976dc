"""Reports: what is coming, drafts, the preview, making the PDF, what was issued."""

from flask import Response, abort, flash, redirect, render_template, request, send_file, url_for
from flask_login import current_user
from markupsafe import Markup

from tracker.accounts.views import Page
from tracker.clock import now, today
from tracker.database import db
from tracker.models import BodyKind, Plan, ReportDraft, ReportState
from tracker.operations import reports
from tracker.operations.errors import Refused
from tracker.operations.files import path_of
from tracker.permissions import Permission, requires
from tracker.report_screens import blueprint
from tracker.report_screens.forms import MeetingForm, ReportForm
from tracker.report_screens.queries import coming_meetings, drafts_of
from tracker.report_screens.tasks import draft_snapshot, load_draft
from tracker.reports.html import board_css, board_html
from tracker.rules.ladders import Edition

NO_MEETING = 0


@blueprint.get("/plans/<plan>/reports")
@requires(Permission.READ_DRAFTS)
def list_reports(plan: Plan) -> str:
    """List coming meetings and the drafts made for them."""
    return render_template(
        "report_screens/list_reports.html",
        title="Reports",
        plan=plan,
        meetings=coming_meetings(plan, today()),
        drafts=drafts_of(plan),
    )


@blueprint.route("/plans/<plan>/reports/new", methods=["GET", "POST"])
@requires(Permission.LEAD_PLAN)
def start_report(plan: Plan) -> Page:
    """Start a board report for a meeting."""
    meetings = {meeting.id: meeting for meeting in coming_meetings(plan, today())}
    form = ReportForm(data={"meeting": request.args.get("meeting", NO_MEETING, type=int), "as_at": today()})
    form.meeting.choices = [
        (NO_MEETING, "No meeting yet"),
        *((one.id, f"{one.body.name}, {one.on.day} {one.on:%B %Y}") for one in meetings.values()),
    ]
    if form.validate_on_submit():
        try:
            draft = reports.start_report(
                plan,
                meetings.get(form.meeting.data),
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
        "report_screens/start_report.html", title="Start a board report", plan=plan, form=form
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
def show_report(plan: Plan, report: int) -> str:
    """Show a draft: what it is about, its preview, its PDF and how far that is."""
    draft = _draft(plan, report)
    busy = draft.state in (ReportState.WAITING, ReportState.MAKING)
    titles = {ReportState.FAILED: "The PDF could not be made"}
    title = "Making the PDF" if busy else titles.get(draft.state, "Board report, draft")
    return render_template("report_screens/show_report.html", title=title, plan=plan, draft=draft, busy=busy)


@blueprint.post("/plans/<plan>/reports/<int:report>/pdf")
@requires(Permission.READ_DRAFTS)
def make_pdf(plan: Plan, report: int) -> Page:
    """Ask the worker for the PDF and show how far it is."""
    draft = _draft(plan, report)
    reports.ask_for_pdf(draft, now=now())
    db.session.commit()
    return redirect(url_for("report_screens.show_report", plan=plan.slug, report=report))


@blueprint.get("/plans/<plan>/reports/<int:report>/pdf")
@requires(Permission.READ_DRAFTS)
def download_pdf(plan: Plan, report: int) -> Page:
    """Send the PDF that was made."""
    draft = _draft(plan, report)
    if draft.pdf_file is None:
        abort(404)
    return send_file(
        path_of(draft.pdf_file),
        mimetype=draft.pdf_file.content_type,
        as_attachment=True,
        download_name=draft.pdf_file.name,
    )


@blueprint.get("/plans/<plan>/reports/<int:report>/preview")
@requires(Permission.READ_DRAFTS)
def preview_report(plan: Plan, report: int) -> str:
    """Show the report as a page, from the same template as the PDF."""
    draft = _draft(plan, report)
    address = url_for("report_screens.report_styles", plan=plan.slug, report=report)
    bar = Markup(render_template("report_screens/preview_bar.html", plan=plan, draft=draft))  # noqa: S704
    return board_html(draft_snapshot(draft), stylesheet=address, bar=bar)


@blueprint.get("/plans/<plan>/reports/<int:report>/report.css")
@requires(Permission.READ_DRAFTS)
def report_styles(plan: Plan, report: int) -> Response:
    """Send the style sheet of a report, with the council's colours and the marks of the plan's key."""
    return Response(board_css(draft_snapshot(_draft(plan, report))), mimetype="text/css")


@blueprint.get("/plans/<plan>/issued-reports")
@requires(Permission.READ_ISSUED)
def list_issued(plan: Plan) -> str:
    """List the reports issued to a body of this person, or released to members."""
    return render_template("report_screens/list_issued.html", title="Reports", plan=plan, roomy=True)


def _draft(plan: Plan, report: int) -> ReportDraft:
    return load_draft(plan, report) or abort(404)

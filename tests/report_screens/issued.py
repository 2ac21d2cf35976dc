"""Issued reports for tests: really made and stored, but for the forms that take seconds."""

from tests.world import NOW, TODAY, World
from tracker.database import db
from tracker.models import (
    Body,
    FormKind,
    IssuedReport,
    Meeting,
    Person,
    Plan,
    ReportDraft,
    ReportState,
)
from tracker.operations.issuing import MadeForm, issue_report
from tracker.operations.reports import sign_draft
from tracker.report_screens.making import quick_forms
from tracker.reports import facts
from tracker.reports.build import build_snapshot
from tracker.reports.changes import short_line
from tracker.reports.facts import Council
from tracker.reports.kept import last_report_to
from tracker.rules.ladders import Edition
from tracker.rules.report_kinds import ReportKind


def issued_report(
    plan: Plan,
    meeting: Meeting,
    world: World,
    pdf: bytes = b"%PDF-1.7 laid out",
    kind: ReportKind = ReportKind.BOARD,
) -> IssuedReport:
    """Return the plan's next issued report, for a meeting, as at today, in both editions."""
    body = db.session.get_one(Body, meeting.body_id)
    draft = ReportDraft(
        plan=plan,
        kind=kind,
        meeting=meeting,
        as_at=TODAY,
        edition=Edition.PUBLIC,
        created_by_id=world.people["lead"],
        created_at=NOW,
        state=ReportState.NONE,
        issue_state=ReportState.NONE,
        replaces=None,
    )
    db.session.add(draft)
    db.session.flush()
    by = db.session.get_one(Person, world.people["lead"])
    director = db.session.get_one(Person, world.people["director"])
    sign_draft(draft, public="{}", members="{}", by=director, now=NOW)
    number = plan.last_report_number + 1
    values = [
        build_snapshot(
            plan,
            TODAY,
            edition,
            council=Council("Harlmere County Council"),
            meeting=facts.Meeting(body.name, meeting.on),
            number=number,
            signed=facts.Signature(director.name, TODAY),
            before=last_report_to(meeting.body_id, TODAY, edition),
            kind=kind,
        )
        for edition in Edition
    ]
    forms = [form for value in values for form in quick_forms(value)]
    for value in values:
        forms.append(MadeForm(value.edition, FormKind.PDF, pdf + value.edition.encode(), 3))
        for made in (FormKind.DOCX, FormKind.XLSX, FormKind.ZIP):
            forms.append(MadeForm(value.edition, made, b"PK " + made.encode() + value.edition.encode()))
    assert meeting.body is body  # loaded, so that issuing finds it
    return issue_report(draft, forms, number=number, changed=short_line(values[0].since), by=by, now=NOW)

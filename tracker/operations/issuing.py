"""Issuing reports: freezing what was signed, withdrawing, replacing, releasing to members."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from typing import IO

import sqlalchemy as sa

from tracker.database import db
from tracker.models import (
    FormKind,
    IssuedForm,
    IssuedReport,
    Job,
    Person,
    Plan,
    ReportDraft,
    ReportState,
    StoredFile,
)
from tracker.operations.errors import Refused
from tracker.operations.files import DOCX, PDF, XLSX, keep_file
from tracker.operations.history import record_change
from tracker.operations.reports import refuse_issued
from tracker.rules.ladders import Edition

CONTENT_TYPES = {
    FormKind.SNAPSHOT: "application/json",
    FormKind.HTML: "text/html",
    FormKind.STYLES: "text/css",
    FormKind.PDF: PDF,
    FormKind.DOCX: DOCX,
    FormKind.XLSX: XLSX,
    FormKind.ZIP: "application/zip",
}


@dataclass(frozen=True)
class MadeForm:
    """One form of one edition: its bytes, or an open file of many; `pages` where it has pages."""

    edition: Edition
    kind: FormKind
    data: bytes | IO[bytes]
    pages: int | None = None


def ask_to_issue(draft: ReportDraft, *, by: Person, now: datetime, attach_evidence: bool = False) -> None:
    """Leave the issuing of a signed draft to the worker; with the files of its evidence where that is asked.

    Raises Refused where the draft is not signed, or is issued or being issued.
    """
    refuse_issued(draft)
    if draft.signed_at is None:
        raise Refused("report", "A director must sign the report before it is issued")
    draft.issue_state, draft.issue_message = ReportState.WAITING, ""
    draft.pages_done, draft.pages_expected = 0, 0
    arguments = {"draft_id": draft.id, "by_id": by.id, "attach_evidence": attach_evidence}
    db.session.add(Job(kind="issue_report", arguments=arguments, run_after=now, created_at=now))


def issue_report(
    draft: ReportDraft,
    forms: Sequence[MadeForm],
    *,
    number: int,
    changed: str,
    by: Person,
    now: datetime,
) -> IssuedReport:
    """Return the issued report that a draft has become, with the bytes and hash of every form.

    Needs the draft's plan, meeting with its body, and the report it replaces. `number` is the one printed in
    the forms. Raises Refused where that is not the plan's next number, or where the signature has ended.
    """
    plan = db.session.scalars(sa.select(Plan).where(Plan.id == draft.plan_id).with_for_update()).one()
    if draft.signed_at is None or draft.signed_by_id is None or draft.meeting is None:
        raise Refused("report", "The signature ended while the report was being made, so it was not issued.")
    if number != plan.last_report_number + 1:
        raise Refused("number", "Another report took this number while this one was being made.")
    plan.last_report_number = number
    report = IssuedReport(
        plan_id=plan.id,
        number=number,
        kind=draft.kind,
        recommendation_number=draft.recommendation_number,
        meeting_id=draft.meeting.id,
        body_name=draft.meeting.body.name,
        as_at=draft.as_at,
        changed=changed,
        signed_by_id=draft.signed_by_id,
        signed_at=draft.signed_at,
        issued_by_id=by.id,
        issued_at=now,
        replaces_id=draft.replaces_id,
    )
    db.session.add(report)
    db.session.flush()
    for form in forms:
        add_form(plan, report, form, by=by, now=now)
    draft.issued_id, draft.issue_state = report.id, ReportState.MADE
    # The stored snapshots hold them from now on, and are the only place to purge.
    draft.signed_public, draft.signed_members = None, None
    if draft.replaces is not None and draft.replaces.withdrawn_at is None:
        withdraw_report(plan, draft.replaces, reason=draft.replaces_reason, by=by, now=now)
    record_change(f"Report {number} issued to the {report.body_name}", by=by, now=now, plan=plan)
    return report


def add_form(plan: Plan, report: IssuedReport, form: MadeForm, *, by: Person, now: datetime) -> IssuedForm:
    """Keep the bytes of a form and return its row."""
    name = f"{plan.slug}-report-{report.number}-{form.edition.value}.{form.kind.value}"
    file = keep_form(plan, name, form, by=by, now=now)
    row = IssuedForm(
        report_id=report.id,
        edition=form.edition,
        kind=form.kind,
        sha256=file.sha256,
        size=file.size,
        pages=form.pages,
        file_id=file.id,
    )
    db.session.add(row)
    return row


def keep_form(plan: Plan, name: str, form: MadeForm, *, by: Person, now: datetime) -> StoredFile:
    """Keep the bytes of a form under a name and return their row. An open file of the form is closed."""
    with BytesIO(form.data) if isinstance(form.data, bytes) else form.data as data:
        return keep_file(plan, name, data, CONTENT_TYPES[form.kind], by=by, now=now)


def withdraw_report(plan: Plan, report: IssuedReport, *, reason: str, by: Person, now: datetime) -> None:
    """Mark a report as withdrawn. Nothing of it is deleted; its readers see the reason.

    Raises Refused without a reason, or where it is withdrawn already.
    """
    if report.withdrawn_at is not None:
        raise Refused("reason", "This report is withdrawn already")
    if not reason.strip():
        raise Refused("reason", "Enter why the report is withdrawn")
    report.withdrawn_at, report.withdrawn_by_id, report.withdrawn_reason = now, by.id, reason.strip()
    record_change(f"Report {report.number} withdrawn", by=by, now=now, plan=plan)


def release_report(plan: Plan, report: IssuedReport, *, to_members: bool, by: Person, now: datetime) -> None:
    """Let scrutiny members who do not belong to the report's body read it, or end that."""
    if to_members == (report.released_at is not None):
        return
    report.released_at, report.released_by_id = (now, by.id) if to_members else (None, None)
    what = "released to members" if to_members else "no longer released to members"
    record_change(f"Report {report.number} {what}", by=by, now=now, plan=plan)


def purge_forms(plan: Plan, report: IssuedReport, *, by: Person, now: datetime) -> list[str]:
    """Let go of every form; number and hashes remain (needs `forms` with their files).

    For a report that held personal data which was removed. Returns the hashes to hand to `files.purge_bytes`
    after the commit. Raises Refused where it is not withdrawn.
    """
    if report.withdrawn_at is None:
        raise Refused("report", "Withdraw the report before its forms are purged")
    hashes = []
    for form in report.forms:
        if form.file is not None:
            hashes.append(form.file.sha256)
            form.file.sha256, form.file.size, form.file.removed_at = "", 0, now
            form.file = None
    record_change(f"The forms of report {report.number} purged", by=by, now=now, plan=plan)
    return hashes

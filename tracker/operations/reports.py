"""Preparing reports: drafts, their meetings, and asking for the PDF."""

from datetime import date, datetime

import sqlalchemy as sa

from tracker.database import db
from tracker.models import (
    Body,
    BodyKind,
    Job,
    Meeting,
    Person,
    Plan,
    ReportDraft,
    ReportKind,
    ReportState,
)
from tracker.operations.errors import Refused
from tracker.operations.history import record_change
from tracker.rules.ladders import Edition


def add_meeting(
    plan: Plan, body_name: str, kind: BodyKind, on: date, *, by: Person, now: datetime
) -> Meeting:
    """Return the meeting of a body on a day; the body and the meeting are added where they are new.

    Raises Refused where the body has no name.
    """
    body_name = " ".join(body_name.split())
    if not body_name:
        raise Refused("body", "Enter the name of the board, committee or team")
    body = db.session.scalar(sa.select(Body).where(Body.plan_id == plan.id, Body.name == body_name))
    if body is None:
        body = Body(plan_id=plan.id, name=body_name, kind=kind)
        db.session.add(body)
        db.session.flush()
    meeting = db.session.scalar(sa.select(Meeting).where(Meeting.body_id == body.id, Meeting.on == on))
    if meeting is None:
        meeting = Meeting(body_id=body.id, on=on)
        db.session.add(meeting)
        db.session.flush()
        record_change(f"Meeting of the {body_name} added", by=by, now=now, plan=plan)
    return meeting


def start_report(
    plan: Plan,
    meeting: Meeting | None,
    *,
    as_at: date,
    edition: Edition,
    today: date,
    by: Person,
    now: datetime,
    kind: ReportKind = ReportKind.BOARD,
) -> ReportDraft:
    """Return a new draft. Raises Refused for a day that has not come, since nobody can know its facts."""
    if as_at > today:
        raise Refused("as_at", "The day the report is as at must not be in the future")
    draft = ReportDraft(
        plan_id=plan.id,
        kind=kind,
        meeting_id=meeting.id if meeting else None,
        as_at=as_at,
        edition=edition,
        created_by_id=by.id,
        created_at=now,
        state=ReportState.NONE,
    )
    db.session.add(draft)
    db.session.flush()
    record_change("Report started", by=by, now=now, plan=plan)
    return draft


def ask_for_pdf(draft: ReportDraft, *, now: datetime) -> None:
    """Leave the making of the PDF to the worker. Asking again while it is being made changes nothing."""
    if draft.state in (ReportState.WAITING, ReportState.MAKING):
        return
    draft.state, draft.message, draft.pages_done, draft.pages_expected = ReportState.WAITING, "", 0, 0
    db.session.add(
        Job(kind="make_report_pdf", arguments={"draft_id": draft.id}, run_after=now, created_at=now)
    )

"""Preparing reports: bodies, their meetings and members, drafts, and asking for the PDF."""

from collections.abc import Sequence
from datetime import date, datetime

import sqlalchemy as sa

from tracker.database import db
from tracker.models import (
    Body,
    BodyKind,
    BodyMember,
    IssuedReport,
    Job,
    Meeting,
    Person,
    Plan,
    Recommendation,
    ReportDraft,
    ReportState,
)
from tracker.operations.errors import Refused
from tracker.operations.history import record_change
from tracker.operations.turns import take_turn
from tracker.rules.ladders import Edition
from tracker.rules.report_kinds import ReportKind


def add_meeting(
    plan: Plan, body_name: str, kind: BodyKind, on: date, *, by: Person, now: datetime
) -> Meeting:
    """Return the meeting of a body on a day; the body and the meeting are added where they are new.

    Raises Refused where the body has no name.
    """
    body_name = " ".join(body_name.split())
    if not body_name:
        raise Refused("body", "Enter the name of the board, committee or team")
    take_turn(plan)
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


def set_members(body: Body, people: Sequence[Person], *, plan: Plan, by: Person, now: datetime) -> None:
    """Make these people, and nobody else, the members of a body (needs `members` with their people)."""
    wanted = {person.id: person for person in people}
    gone = [one for one in body.members if one.person_id not in wanted]
    here = {one.person_id for one in body.members}
    come = [person for key, person in wanted.items() if key not in here]
    details = [{"field": "Member", "before": one.person.name, "after": ""} for one in gone]
    details += [{"field": "Member", "before": "", "after": person.name} for person in come]
    for one in gone:
        body.members.remove(one)
    body.members += [BodyMember(person_id=person.id, person=person, added_at=now) for person in come]
    if details:
        record_change(f"Members of the {body.name} changed", by=by, now=now, plan=plan, details=details)


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
    recommendation: int | None = None,
    replaces: IssuedReport | None = None,
    replaces_reason: str = "",
) -> ReportDraft:
    """Return a new draft, of a replacement where `replaces` is given.

    `recommendation` is the number of the one that a recommendation sheet is about. Raises Refused for a day
    that has not come, since nobody can know its facts, and for a sheet about nothing.
    """
    _refuse_future(as_at, today)
    recommendation = recommendation_for(plan.id, kind, recommendation)
    draft = ReportDraft(
        plan_id=plan.id,
        kind=kind,
        recommendation_number=recommendation,
        meeting_id=meeting.id if meeting else None,
        as_at=as_at,
        edition=edition,
        created_by_id=by.id,
        created_at=now,
        state=ReportState.NONE,
        replaces_id=replaces.id if replaces else None,
        replaces_reason=replaces_reason,
    )
    db.session.add(draft)
    db.session.flush()
    record_change("Report started", by=by, now=now, plan=plan)
    return draft


def change_report(
    draft: ReportDraft,
    meeting: Meeting | None,
    *,
    kind: ReportKind,
    recommendation: int | None,
    as_at: date,
    edition: Edition,
    today: date,
    by: Person,
    now: datetime,
) -> None:
    """Change what a draft is about. A signature of it ends, and files made of it are let go (needs its plan).

    Raises Refused for a day that has not come, for a sheet about no recommendation, and while or after it
    is issued.
    """
    refuse_issued(draft)
    _refuse_future(as_at, today)
    recommendation = recommendation_for(draft.plan_id, kind, recommendation)
    meeting_id = meeting.id if meeting else None
    was = (draft.kind, draft.recommendation_number, draft.meeting_id, draft.as_at, draft.edition)
    if was == (kind, recommendation, meeting_id, as_at, edition):
        return
    draft.kind, draft.recommendation_number = kind, recommendation
    draft.meeting_id, draft.as_at, draft.edition = meeting_id, as_at, edition
    draft.pdf_file_id, draft.docx_file_id, draft.xlsx_file_id = None, None, None
    draft.made_at, draft.state = None, ReportState.NONE
    record_change("Report draft changed", by=by, now=now, plan=draft.plan)
    end_signature(draft, by=by, now=now)


def sign_draft(draft: ReportDraft, *, public: str, members: str, by: Person, now: datetime) -> None:
    """Record a director's signature with what was signed, each edition's snapshot as JSON (needs its plan).

    Raises Refused for a draft without a meeting, one that is signed already, and one that is being issued.
    """
    refuse_issued(draft)
    if draft.meeting_id is None:
        raise Refused("report", "Choose the meeting of the report before it is signed")
    if draft.signed_at is not None:
        raise Refused("report", "This report is signed already")
    draft.signed_by_id, draft.signed_at = by.id, now
    draft.sent_back_by_id, draft.sent_back_at, draft.sent_back_reason = None, None, ""
    draft.signed_public, draft.signed_members = public, members
    draft.issue_state, draft.issue_message = ReportState.NONE, ""
    record_change("Report signed", by=by, now=now, plan=draft.plan)


def end_signature(draft: ReportDraft, *, by: Person, now: datetime) -> None:
    """Let go of a signature, where there is one, and of what was signed (needs its plan)."""
    refuse_issued(draft)
    if draft.signed_at is None:
        return
    draft.signed_by_id, draft.signed_at = None, None
    draft.signed_public, draft.signed_members = None, None
    draft.issue_state, draft.issue_message = ReportState.NONE, ""
    record_change("Report signature ended", by=by, now=now, plan=draft.plan)


def refuse_issued(draft: ReportDraft) -> None:
    """Raise Refused for a draft that is issued or being issued."""
    if draft.issued_id is not None:
        raise Refused("report", "This report is issued and can never change")
    if draft.issue_state in (ReportState.WAITING, ReportState.MAKING):
        raise Refused("report", "This report is being issued")


def _refuse_future(as_at: date, today: date) -> None:
    if as_at > today:
        raise Refused("as_at", "The day the report is as at must not be in the future")


def recommendation_for(plan_id: int, kind: ReportKind, number: int | None) -> int | None:
    """Return the number of the recommendation that a report is about: only a sheet has one, and it must.

    Raises Refused where a sheet has none, or one that is not in the plan.
    """
    if kind is not ReportKind.RECOMMENDATION:
        return None
    if number is None:
        raise Refused("recommendation", "Select the recommendation that the sheet is about")
    there = sa.select(Recommendation.id).where(
        Recommendation.plan_id == plan_id, Recommendation.number == number
    )
    if db.session.scalar(there) is None:
        raise Refused("recommendation", f"The plan has no recommendation {number}")
    return number


def ask_for_pdf(draft: ReportDraft, *, now: datetime) -> None:
    """Leave the making of the PDF to the worker. Asking again while it is being made changes nothing."""
    if draft.state in (ReportState.WAITING, ReportState.MAKING):
        return
    draft.state, draft.message, draft.pages_done, draft.pages_expected = ReportState.WAITING, "", 0, 0
    db.session.add(
        Job(kind="make_report_pdf", arguments={"draft_id": draft.id}, run_after=now, created_at=now)
    )

"""Harlmere's reports: who belongs to its bodies, the report the board had a month ago, what members asked."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from tracker.database import db
from tracker.jobs import run_later
from tracker.models import (
    Body,
    BodyKind,
    BodyMember,
    IssuedReport,
    Meeting,
    Owner,
    Person,
    Plan,
    QuestionKind,
    QuestionStatus,
    ReportDraft,
)
from tracker.operations.issuing import issue_report, release_report
from tracker.operations.questions import answer_question, ask_question
from tracker.operations.reports import add_meeting, set_members, sign_draft, start_report
from tracker.report_screens.making import quick_forms
from tracker.report_screens.tasks import draft_snapshot
from tracker.reports.changes import short_line
from tracker.reports.facts import Signature
from tracker.reports.snapshot import Snapshot
from tracker.rules.ladders import Audience, Edition
from tracker.rules.report_kinds import ReportKind
from tracker.sample import content
from tracker.sample.days import Days, moment
from tracker.sample.people import Cast

AGO = timedelta(days=30)


def load_reports(cast: Cast, plan: Plan, days: Days) -> None:
    """Add members, the reports of board and committee with questions, and a draft for the next meeting.

    The pages on screen are stored at once; the PDFs take a while, so the worker makes them, as soon
    as it runs, from the stored values.
    """
    raw = content.read("reports.toml")
    lead = cast.persons["ruth"]
    bodies = _members(cast, plan, raw["members"], moment(days.day("-10/6"), 10))
    board, coming = _board(plan, bodies)
    report = _issued(cast, plan, board, ReportKind.BOARD, _weekday_before(days.today - AGO))
    release_report(plan, report, to_members=True, by=lead, now=report.issued_at + timedelta(hours=1))
    for one in raw["question"]:
        _question(cast, plan, report, one)
    committee = next(body for body in bodies if body.kind is BodyKind.COMMITTEE)
    for_members = _issued(
        cast, plan, committee, ReportKind.SCRUTINY, _weekday_before(days.today - AGO + timedelta(days=9))
    )
    start_report(
        plan,
        coming,
        as_at=days.today,
        edition=Edition.PUBLIC,
        today=days.today,
        by=lead,
        now=moment(days.today, 8),
    )
    for one in (report, for_members):
        run_later("make_missing_forms", report_id=one.id)
    db.session.flush()


def _members(cast: Cast, plan: Plan, wanted: dict[str, list[str]], when: datetime) -> list[Body]:
    bodies = list(
        db.session.scalars(
            sa.select(Body)
            .where(Body.plan_id == plan.id)
            .options(selectinload(Body.members).joinedload(BodyMember.person))
            .order_by(Body.id)
        )
    )
    for body in bodies:
        people = [cast.persons[key] for key in wanted.get(body.kind.value, ())]
        set_members(body, people, plan=plan, by=cast.persons["ruth"], now=when)
    return bodies


def _board(plan: Plan, bodies: list[Body]) -> tuple[Body, Meeting]:
    """Return the board and its coming meeting."""
    board = next(body for body in bodies if body.kind is BodyKind.BOARD)
    meeting = db.session.scalars(sa.select(Meeting).where(Meeting.body_id == board.id)).one()
    return board, meeting


def _issued(cast: Cast, plan: Plan, body: Body, kind: ReportKind, as_at: date) -> IssuedReport:
    lead, director = cast.persons["ruth"], cast.persons[content.read("reports.toml")["signs"]]
    meeting = add_meeting(
        plan, body.name, body.kind, as_at + timedelta(days=6), by=lead, now=moment(as_at, 9)
    )
    started = start_report(
        plan,
        meeting,
        as_at=as_at,
        edition=Edition.PUBLIC,
        today=as_at,
        by=lead,
        now=moment(as_at, 10),
        kind=kind,
    )
    draft = db.session.scalars(
        sa.select(ReportDraft)
        .where(ReportDraft.id == started.id)
        .options(
            joinedload(ReportDraft.plan),
            joinedload(ReportDraft.meeting).joinedload(Meeting.body),
            joinedload(ReportDraft.replaces),
        )
        .execution_options(populate_existing=True)
    ).one()
    signature = Signature(director.name, as_at + timedelta(days=1))
    values = {edition: draft_snapshot(draft, edition, signed=signature) for edition in Edition}
    sign_draft(
        draft,
        public=values[Edition.PUBLIC].to_json(),
        members=values[Edition.MEMBERS].to_json(),
        by=director,
        now=moment(signature.on, 9),
    )
    return _issue(plan, draft, list(values.values()), lead, signature.on)


def _issue(plan: Plan, draft: ReportDraft, values: list[Snapshot], by: Person, on: date) -> IssuedReport:
    number = plan.last_report_number + 1
    forms = [form for value in values for form in quick_forms(replace(value, number=number))]
    changed = short_line(values[0].since)
    return issue_report(draft, forms, number=number, changed=changed, by=by, now=moment(on, 15))


def _question(cast: Cast, plan: Plan, report: IssuedReport, raw: dict[str, object]) -> None:
    """Add a question of a member, with its reply where it has one."""
    asked_at = report.issued_at + timedelta(days=8)
    question = ask_question(
        plan,
        report,
        kind=QuestionKind(str(raw["kind"])),
        about=str(raw["about"]),
        place="",
        text=str(raw["text"]),
        by=cast.persons[str(raw["by"])],
        now=asked_at,
    )
    owner = db.session.get_one(Owner, cast.owners[str(raw["owner"])].id)
    reply = str(raw.get("reply", ""))
    answer_question(
        plan,
        question,
        owner=owner,
        due_on=(asked_at + timedelta(days=28)).date(),
        status=QuestionStatus(str(raw.get("status", "waiting"))),
        reply=reply,
        audience=Audience.PUBLIC,
        by=cast.persons["ruth"],
        now=asked_at + timedelta(days=6),
    )


def _weekday_before(day: date) -> date:
    """Return the day, or the Friday before where it is at a weekend."""
    return day - timedelta(days=max(0, day.weekday() - 4))

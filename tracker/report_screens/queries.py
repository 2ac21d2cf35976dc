"""What the reports' pages show."""

from collections.abc import Sequence
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, load_only, selectinload
from sqlalchemy.sql.base import ExecutableOption

from tracker.database import db
from tracker.models import (
    Body,
    BodyMember,
    Evidence,
    Grant,
    IssuedForm,
    IssuedReport,
    Meeting,
    Owner,
    Person,
    Plan,
    Question,
    Recommendation,
    ReportDraft,
    Round,
    StoredFile,
)
from tracker.operations.owners import owner_name
from tracker.operations.standing import end_of_day
from tracker.permissions import Access, Capacity, Permission
from tracker.reports.editions import AUDIENCES
from tracker.rules.ladders import Edition

MOST_DRAFTS = 50


def coming_meetings(plan: Plan, today: date) -> list[Meeting]:
    """Return the plan's meetings from today on, the next first, with their bodies."""
    return list(
        db.session.scalars(
            sa.select(Meeting)
            .join(Meeting.body)
            .where(Body.plan_id == plan.id, Meeting.on >= today)
            .options(joinedload(Meeting.body))
            .order_by(Meeting.on, Body.name, Meeting.id)
        )
    )


def round_to_report(plan: Plan) -> Round | None:
    """Return the newest closed round whose day no report speaks of yet; the next is offered as at it."""
    newest = db.session.scalar(
        sa.select(Round)
        .where(Round.plan_id == plan.id, Round.as_at.is_not(None))
        .order_by(Round.number.desc())
        .limit(1)
    )
    if newest is None:
        return None
    later = sa.select(ReportDraft.id).where(ReportDraft.plan_id == plan.id, ReportDraft.as_at >= newest.as_at)
    return None if db.session.scalar(later.limit(1)) else newest


def recommendations_of(plan: Plan) -> list[Recommendation]:
    """Return the plan's recommendations by number, for choosing the one that a sheet is about."""
    return list(
        db.session.scalars(
            sa.select(Recommendation)
            .where(Recommendation.plan_id == plan.id)
            .order_by(Recommendation.number)
            .options(load_only(Recommendation.number, Recommendation.short_title, Recommendation.text))
        )
    )


def drafts_of(plan: Plan) -> list[ReportDraft]:
    """Return the newest drafts that are not issued, with their meetings."""
    return list(
        db.session.scalars(
            sa.select(ReportDraft)
            .where(ReportDraft.plan_id == plan.id, ReportDraft.issued_id.is_(None))
            .options(
                joinedload(ReportDraft.meeting).joinedload(Meeting.body),
                joinedload(ReportDraft.created_by),
                joinedload(ReportDraft.signed_by),
                joinedload(ReportDraft.sent_back_by),
                joinedload(ReportDraft.pdf_file),
            )
            .order_by(ReportDraft.created_at.desc(), ReportDraft.id.desc())
            .limit(MOST_DRAFTS)
        )
    )


def attachable_files(plan: Plan, as_at: date) -> list[tuple[Edition, int, int]]:
    """Return for each edition how many evidence files it could carry, and their size in bytes.

    Counted is the evidence there was at the end of the day `as_at`. Nothing where no edition has a file.
    """
    query = (
        sa.select(Evidence.audience, sa.func.count(), sa.func.sum(StoredFile.size))
        .join(StoredFile, StoredFile.id == Evidence.file_id)
        .where(
            Evidence.plan_id == plan.id,
            Evidence.added_at <= end_of_day(as_at),
            StoredFile.removed_at.is_(None),
        )
        .group_by(Evidence.audience)
    )
    sums = {audience: (count, int(size)) for audience, count, size in db.session.execute(query)}
    found = []
    for edition in Edition:
        own = [sums[audience] for audience in AUDIENCES[edition] if audience in sums]
        if own:
            found.append((edition, sum(count for count, _ in own), sum(size for _, size in own)))
    return found


def bodies_of(plan: Plan) -> list[Body]:
    """Return the plan's bodies with their members, by name."""
    return list(
        db.session.scalars(
            sa.select(Body)
            .where(Body.plan_id == plan.id)
            .options(selectinload(Body.members).joinedload(BodyMember.person))
            .order_by(Body.name, Body.id)
        )
    )


def people_of(plan: Plan) -> list[Person]:
    """Return who was granted anything on the plan: they can be members of its bodies."""
    granted = sa.select(Grant.person_id).where(Grant.plan_id == plan.id)
    return list(
        db.session.scalars(
            sa.select(Person)
            .where(Person.id.in_(granted), Person.is_removed.is_(False))
            .order_by(Person.name, Person.id)
        )
    )


def issued_for(plan: Plan, access: Access) -> list[IssuedReport]:
    """Return the issued reports that a person may read, the newest first, with their forms."""
    return list(
        db.session.scalars(
            _readable(plan, access).options(*_with_forms()).order_by(IssuedReport.number.desc())
        )
    )


def load_issued(plan: Plan, access: Access, number: int) -> IssuedReport | None:
    """Return an issued report that a person may read, or None, whether it is there or not."""
    return db.session.scalar(
        _readable(plan, access).where(IssuedReport.number == number).options(*_with_forms())
    )


def load_issued_by_id(report_id: int) -> IssuedReport | None:
    """Return an issued report with its forms, for the worker."""
    query = sa.select(IssuedReport).where(IssuedReport.id == report_id)
    return db.session.scalar(
        query.options(*_with_forms(), joinedload(IssuedReport.plan)).execution_options(populate_existing=True)
    )


def _with_forms() -> Sequence[ExecutableOption]:
    return (
        joinedload(IssuedReport.meeting),
        joinedload(IssuedReport.signed_by),
        joinedload(IssuedReport.issued_by),
        joinedload(IssuedReport.withdrawn_by),
        joinedload(IssuedReport.replaces),
        joinedload(IssuedReport.replaced_by),
        selectinload(IssuedReport.forms).joinedload(IssuedForm.file),
    )


def _readable(plan: Plan, access: Access) -> sa.Select[IssuedReport]:
    """Return the query of the reports a person may read.

    Who reads the plan reads all of them; scrutiny members those issued to their bodies or released to them.
    """
    query = sa.select(IssuedReport).where(IssuedReport.plan_id == plan.id)
    if access.may(Permission.READ_PLAN):
        return query
    own = (
        sa.select(Meeting.id)
        .join(BodyMember, BodyMember.body_id == Meeting.body_id)
        .where(BodyMember.person_id == access.person_id)
    )
    return query.where(sa.or_(IssuedReport.meeting_id.in_(own), IssuedReport.released_at.is_not(None)))


def may_ask(report: IssuedReport, access: Access) -> bool:
    """Return whether a person may put questions about a report they may read (needs its meeting).

    Those are scrutiny members, the members of its body, and leads, who enter what was asked at a meeting.
    """
    if Capacity.SCRUTINY in access.granted or access.may(Permission.LEAD_PLAN):
        return True
    query = sa.select(BodyMember.id).where(
        BodyMember.body_id == report.meeting.body_id, BodyMember.person_id == access.person_id
    )
    return db.session.scalar(query) is not None


def questions_for(plan: Plan, access: Access) -> list[Question]:
    """Return the questions about reports that a person may read, the newest first."""
    readable = _readable(plan, access).with_only_columns(IssuedReport.id)
    return list(
        db.session.scalars(
            sa.select(Question)
            .where(Question.plan_id == plan.id, Question.report_id.in_(readable))
            .options(
                joinedload(Question.report),
                joinedload(Question.asked_by),
                joinedload(Question.replied_by),
                joinedload(Question.owner).joinedload(Owner.person),
            )
            .order_by(Question.asked_at.desc(), Question.id.desc())
        )
    )


def load_question(plan: Plan, question_id: int) -> Question | None:
    """Return a question of the plan with its people."""
    return db.session.scalar(
        sa.select(Question)
        .where(Question.plan_id == plan.id, Question.id == question_id)
        .options(
            joinedload(Question.report),
            joinedload(Question.asked_by),
            joinedload(Question.replied_by),
            joinedload(Question.owner).joinedload(Owner.person),
        )
    )


def owners_of(plan: Plan) -> list[Owner]:
    """Return the plan's owners with the people behind them, by name."""
    found = db.session.scalars(
        sa.select(Owner).where(Owner.plan_id == plan.id).options(joinedload(Owner.person))
    )
    return sorted(found, key=lambda one: (owner_name(one).casefold(), one.id))

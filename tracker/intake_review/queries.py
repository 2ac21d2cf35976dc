"""What the pages of bringing in a report need from the database."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa
from flask import abort
from sqlalchemy.orm import joinedload, load_only, selectinload

from tracker.brought_in import get_draft_of
from tracker.database import db
from tracker.models import (
    Deadline,
    Finding,
    Inspection,
    IntakeDraft,
    IntakeState,
    Plan,
    Priority,
    Recommendation,
)

_OPEN = (IntakeState.READING, IntakeState.UNREADABLE, IntakeState.REVIEW)


def drafts_in_progress(plan: Plan) -> Sequence[IntakeDraft]:
    """Return the drafts that are neither confirmed nor discarded, newest first, without their texts."""
    return db.session.scalars(
        sa.select(IntakeDraft)
        .where(IntakeDraft.plan_id == plan.id, IntakeDraft.state.in_(_OPEN))
        .options(
            load_only(
                IntakeDraft.source_name, IntakeDraft.state, IntakeDraft.created_at, IntakeDraft.message
            ),
            joinedload(IntakeDraft.created_by),
        )
        .order_by(IntakeDraft.created_at.desc(), IntakeDraft.id.desc())
    ).all()


def inspections_of(plan: Plan) -> list[tuple[Inspection, int]]:
    """Return the inspections without their texts, newest first, each with how many recommendations it has."""
    count = (
        sa.select(sa.func.count(Recommendation.id))
        .where(Recommendation.inspection_id == Inspection.id)
        .scalar_subquery()
    )
    rows = db.session.execute(
        sa.select(Inspection, count)
        .where(Inspection.plan_id == plan.id)
        .options(
            load_only(Inspection.title, Inspection.provider, Inspection.published, Inspection.created_at)
        )
        .order_by(sa.func.coalesce(Inspection.published, "").desc(), Inspection.id.desc())
    )
    return [(inspection, number) for inspection, number in rows]


def get_draft(plan: Plan, draft_id: int, *, changing: bool = False) -> IntakeDraft:
    """Return a draft of the plan, locked where it is about to change. Aborts with 404 where there is none."""
    return get_draft_of(IntakeDraft, plan, draft_id, changing=changing)


def priorities_of(plan: Plan) -> Sequence[Priority]:
    """Return the plan's priorities in order."""
    return db.session.scalars(
        sa.select(Priority).where(Priority.plan_id == plan.id).order_by(Priority.number, Priority.id)
    ).all()


def judged_inspections(plan: Plan, *, other_than: int | None = None) -> Sequence[Inspection]:
    """Return the plan's inspections with their judgements, without their texts (two queries)."""
    return db.session.scalars(
        sa.select(Inspection)
        .where(Inspection.plan_id == plan.id, Inspection.judgements.any(), Inspection.id != (other_than or 0))
        .options(
            load_only(Inspection.title, Inspection.provider, Inspection.published),
            selectinload(Inspection.judgements),
        )
        .order_by(Inspection.id)
    ).all()


def get_inspection(plan: Plan, inspection_id: int) -> Inspection:
    """Return an inspection with all that its page shows. Aborts with 404 where the plan has none such."""
    inspection = db.session.scalar(
        sa.select(Inspection)
        .where(Inspection.id == inspection_id, Inspection.plan_id == plan.id)
        .options(
            joinedload(Inspection.file),
            selectinload(Inspection.judgements),
            selectinload(Inspection.deadlines),
            selectinload(Inspection.recommendations).joinedload(Recommendation.priority),
            selectinload(Inspection.findings).selectinload(Finding.recommendations),
        )
    )
    if inspection is None:
        abort(404)
    return inspection


def number_without_actions(inspection: Inspection) -> int:
    """Return how many of the inspection's recommendations are open and have no action."""
    query = sa.select(sa.func.count(Recommendation.id)).where(
        Recommendation.inspection_id == inspection.id,
        Recommendation.closed_at.is_(None),
        ~Recommendation.actions.any(),
    )
    return db.session.scalar(query) or 0


def get_source(plan: Plan, inspection_id: int) -> Inspection:
    """Return an inspection that has a file, with that file. Aborts with 404 where there is none."""
    inspection = db.session.scalar(
        sa.select(Inspection)
        .where(
            Inspection.id == inspection_id,
            Inspection.plan_id == plan.id,
            Inspection.file_id.is_not(None),
        )
        .options(load_only(Inspection.id), joinedload(Inspection.file))
    )
    if inspection is None:
        abort(404)
    return inspection


def get_inspection_to_time(plan: Plan, inspection_id: int, *, changing: bool = False) -> Inspection:
    """Return an inspection with its deadlines, which may be none, without its text; locked for a change."""
    query = (
        sa.select(Inspection)
        .where(Inspection.id == inspection_id, Inspection.plan_id == plan.id)
        .options(
            load_only(Inspection.title, Inspection.kind, Inspection.published, Inspection.received_on),
            selectinload(Inspection.deadlines),
        )
        .execution_options(populate_existing=True)
    )
    inspection = db.session.scalar(query.with_for_update() if changing else query)
    if inspection is None:
        abort(404)
    return inspection


def get_deadlines(plan: Plan, inspection_id: int) -> Inspection:
    """Return an inspection with its deadlines, without its text. Aborts with 404 where there are none."""
    inspection = db.session.scalar(
        sa.select(Inspection)
        .where(
            Inspection.id == inspection_id,
            Inspection.plan_id == plan.id,
            Inspection.deadlines.any(),
        )
        .options(
            load_only(Inspection.title, Inspection.published, Inspection.received_on),
            selectinload(Inspection.deadlines).options(
                joinedload(Deadline.changed_by), joinedload(Deadline.sent_by)
            ),
        )
        .execution_options(populate_existing=True)
    )
    if inspection is None:
        abort(404)
    return inspection

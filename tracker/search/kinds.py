"""What of a plan is searched: each kind of text with its rows, the order they are listed in, and its page."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from flask import url_for
from sqlalchemy.orm import InstrumentedAttribute, contains_eager, joinedload

from tracker.evidence.queries import readable
from tracker.formatting import long_date
from tracker.models import (
    Action,
    Comment,
    DateMove,
    Evidence,
    EvidenceCheck,
    Finding,
    Inspection,
    Measure,
    Milestone,
    Plan,
    Priority,
    Reading,
    Recommendation,
    SafetyMap,
    Update,
)
from tracker.permissions import Access

Wanted = sa.Select[Any]


@dataclass(frozen=True)
class Kind:
    """One kind of text: `wanted` gives its rows that a person may read, in order, with what `title` needs."""

    name: str
    words: str
    texts: tuple[InstrumentedAttribute[Any], ...]
    wanted: Callable[[Plan, Access], Wanted]
    title: Callable[[Any], str]
    href: Callable[[Plan, Any], str]


def _of_plan(kind: Any, *order: Any) -> Callable[[Plan, Access], Wanted]:
    """Return the rows of a kind that names its plan itself."""
    return lambda plan, _: sa.select(kind).where(kind.plan_id == plan.id).order_by(*order)


def _of_action(kind: Any, *order: Any) -> Callable[[Plan, Access], Wanted]:
    """Return the rows of a kind that belongs to an action, with that; by its number unless said otherwise."""
    return lambda plan, _: (
        sa.select(kind)
        .join(kind.action)
        .where(Action.plan_id == plan.id)
        .options(contains_eager(kind.action))
        .order_by(*order or (Action.first_number, Action.sequence), kind.id)
    )


def _comments(plan: Plan, access: Access) -> Wanted:
    """Return the comments, the newest first, with who made them."""
    return _of_action(Comment, Comment.at.desc())(plan, access).options(joinedload(Comment.by))


def _updates(plan: Plan, access: Access) -> Wanted:
    """Return the updates, the newest first; one that came through a link has no person behind it.

    There may be many, so SQLite goes through them by their time and ends when a page is full. Joined with the
    actions, it would read all of them first.
    """
    return (
        sa.select(Update)
        .where(sa.exists().where(Action.id == Update.action_id, Action.plan_id == plan.id))
        .options(joinedload(Update.action), joinedload(Update.by), joinedload(Update.ask))
        .order_by(Update.at.desc(), Update.id.desc())
    )


def _evidence(plan: Plan, access: Access) -> Wanted:
    mine = (Evidence.plan_id == plan.id, *readable(access))
    return sa.select(Evidence).where(*mine).order_by(Evidence.number.desc())


def _checks(plan: Plan, access: Access) -> Wanted:
    return (
        sa.select(EvidenceCheck)
        .join(EvidenceCheck.evidence)
        .where(Evidence.plan_id == plan.id, *readable(access))
        .options(contains_eager(EvidenceCheck.evidence), joinedload(EvidenceCheck.by))
        .order_by(EvidenceCheck.at.desc(), EvidenceCheck.id.desc())
    )


def _maps(plan: Plan, access: Access) -> Wanted:
    return (
        sa.select(SafetyMap)
        .join(SafetyMap.priority)
        .where(Priority.plan_id == plan.id)
        .options(contains_eager(SafetyMap.priority))
        .order_by(Priority.number, SafetyMap.at.desc(), SafetyMap.id.desc())
    )


def _readings(plan: Plan, access: Access) -> Wanted:
    return (
        sa.select(Reading)
        .join(Reading.measure)
        .where(Measure.plan_id == plan.id, Reading.withdrawn_at.is_(None))
        .options(contains_eager(Reading.measure))
        .order_by(Reading.on.desc(), Reading.id)
    )


def _findings(plan: Plan, access: Access) -> Wanted:
    return (
        sa.select(Finding)
        .join(Inspection, Inspection.id == Finding.inspection_id)
        .where(Inspection.plan_id == plan.id)
        .order_by(Inspection.id, Finding.position)
    )


def _action_page(plan: Plan, row: Any) -> str:
    return url_for("plan.show_action", plan=plan.slug, action=row.action.label)


KINDS = (
    Kind(
        "recommendations",
        "Recommendations",
        (
            Recommendation.text,
            Recommendation.short_title,
            Recommendation.due_reason,
            Recommendation.response_reason,
            Recommendation.closing_statement,
        ),
        _of_plan(Recommendation, Recommendation.number),
        lambda row: f"Recommendation {row.number}",
        lambda plan, row: url_for("plan.show_recommendation", plan=plan.slug, number=row.number),
    ),
    Kind(
        "actions",
        "Actions",
        (Action.description, Action.how_we_will_know, Action.title),
        _of_plan(Action, Action.first_number, Action.sequence),
        lambda row: f"{row.label} {row.title}",
        lambda plan, row: url_for("plan.show_action", plan=plan.slug, action=row.label),
    ),
    Kind(
        "milestones",
        "Milestones",
        (Milestone.title,),
        _of_action(Milestone),
        lambda row: f"Milestone of {row.action.label}",
        _action_page,
    ),
    Kind(
        "updates",
        "Updates",
        (Update.done, Update.difference, Update.next_steps, Update.keep_reason),
        _updates,
        lambda row: f"Update to {row.action.label}, {long_date(row.at)}, {row.said_by}",
        _action_page,
    ),
    Kind(
        "dates",
        "Moved due dates",
        (DateMove.reason, DateMove.decision_note),
        _of_action(DateMove, DateMove.moved_at.desc()),
        lambda row: f"Due date of {row.action.label}, moved on {long_date(row.moved_at)}",
        _action_page,
    ),
    Kind(
        "comments",
        "Comments",
        (Comment.text,),
        _comments,
        lambda row: f"Comment on {row.action.label}, {long_date(row.at)}, {row.by.name}",
        _action_page,
    ),
    Kind(
        "evidence",
        "Evidence",
        (Evidence.shows, Evidence.reference, Evidence.title),
        _evidence,
        lambda row: f"{row.label} {row.title}",
        lambda plan, row: url_for("evidence.show_evidence", plan=plan.slug, number=row.number),
    ),
    Kind(
        "checks",
        "Checks of evidence",
        (EvidenceCheck.note,),
        _checks,
        lambda row: f"Check of {row.evidence.label}, {long_date(row.at)}, {row.by.name}",
        lambda plan, row: url_for("evidence.show_evidence", plan=plan.slug, number=row.evidence.number),
    ),
    Kind(
        "measures",
        "Measures",
        (Measure.name, Measure.code),
        _of_plan(Measure, Measure.code, Measure.id),
        lambda row: f"Measure {row.code}",
        lambda plan, row: url_for("measures.show_measure", plan=plan.slug, measure=row.id),
    ),
    Kind(
        "readings",
        "Readings of measures",
        (Reading.note,),
        _readings,
        lambda row: f"Reading of {row.measure.name}, {long_date(row.on)}",
        lambda plan, row: url_for("measures.show_measure", plan=plan.slug, measure=row.measure.id),
    ),
    Kind(
        "priorities",
        "Priorities",
        (Priority.introduction, Priority.title),
        _of_plan(Priority, Priority.number),
        lambda row: f"Priority {row.number}: {row.title}",
        lambda plan, row: url_for("plan.show_plan", plan=plan.slug, _anchor=f"priority-{row.number}"),
    ),
    Kind(
        "maps",
        "Signs of Safety maps",
        (
            SafetyMap.working_well,
            SafetyMap.worried_about,
            SafetyMap.needs_to_happen,
            SafetyMap.how_we_will_know,
        ),
        _maps,
        lambda row: f"Map of priority {row.priority.number}, {long_date(row.at)}",
        lambda plan, row: url_for(
            "safety_maps.show_earlier_map", plan=plan.slug, number=row.priority.number, record=row.id
        ),
    ),
    Kind(
        "findings",
        "Findings of inspections",
        (Finding.text,),
        _findings,
        lambda row: f"Finding {row.number or row.position}",
        lambda plan, row: url_for(
            "intake_review.show_inspection", plan=plan.slug, inspection=row.inspection_id
        ),
    ),
)

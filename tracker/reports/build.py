"""From the plan in the database to the report's value.

`as_at` leaves out updates, evidence, checks, date moves and readings after that day, and is the rules'
today. Titles, owners, priorities and commentary are as they stand now. The number of queries does not grow
with the plan, but for one set more for every five hundred actions.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import defer, selectinload

from tracker.database import db
from tracker.formatting import in_london
from tracker.models import (
    Grant,
    Inspection,
    Person,
    Plan,
    Priority,
    Recommendation,
    Role,
    Service,
)
from tracker.models.plans import RESPONSE_WORDS
from tracker.operations.standing import end_of_day
from tracker.operations.step_words import ladders_of
from tracker.reports import facts
from tracker.reports.build_actions import build_actions
from tracker.reports.build_evidence import evidence_facts, load_evidence
from tracker.reports.build_history import build_history
from tracker.reports.build_keys import delivery_key, impact_key
from tracker.reports.build_measures import build_measures
from tracker.reports.build_outline import build_commentaries, build_glossary, build_outline
from tracker.reports.build_questions import build_questions
from tracker.reports.build_safety_maps import build_safety_maps
from tracker.reports.changes import changes_since
from tracker.reports.editions import for_edition
from tracker.reports.facts import Council, Leader, Name
from tracker.reports.kept import trend_before
from tracker.reports.snapshot import Snapshot
from tracker.rules.ladders import Audience, Edition
from tracker.rules.report_kinds import ReportKind
from tracker.rules.rollup import roll_up_delivery, roll_up_record_impact


def build_snapshot(
    plan: Plan,
    as_at: date,
    edition: Edition = Edition.PUBLIC,
    *,
    council: Council,
    meeting: facts.Meeting | None = None,
    number: int | None = None,
    signed: facts.Signature | None = None,
    before: Snapshot | None = None,
    kind: ReportKind = ReportKind.BOARD,
    recommendation: int | None = None,
    as_written: bool = False,
) -> Snapshot:
    """Return the plan as it stood at the end of the day `as_at`, for one edition.

    `number` is given when the report is issued; without one it is a draft. `before` is the report that the
    body had last, in the same edition: what changed since is told against it. `recommendation` is the number
    that a recommendation sheet is about. With `as_written`, texts still have their marks and citations: for
    checking them, never for readers. Reads the database only.
    """
    until = end_of_day(as_at)
    ladders = ladders_of(plan)
    journey = sa.select(Service.name).where(Service.plan_id == plan.id).order_by(Service.position, Service.id)
    services = tuple(db.session.scalars(journey))
    inspections = _inspections(plan)
    evidence = load_evidence(plan, until)
    actions = build_actions(plan, as_at, evidence)
    snapshot = Snapshot(
        council=council,
        plan=plan.title,
        as_at=as_at,
        edition=edition,
        strapline=plan.strapline,
        number=number,
        meeting=meeting,
        director=_director(plan),
        stale_after_days=plan.stale_after_days,
        inspections=tuple(_inspection(one) for one in inspections),
        priorities=_priorities(
            plan, as_at, until, actions, {one.id: place for place, one in enumerate(inspections)}
        ),
        actions=tuple(actions),
        evidence=tuple(
            evidence_facts(item, until, edition) for item in evidence if item.audience != Audience.OFFICERS
        ),
        services=services,
        measures=build_measures(plan, as_at, until),
        leaders=_leaders(actions),
        commentaries=build_commentaries(plan),
        outline=build_outline(plan),
        glossary=build_glossary(plan),
        evaluates_by_outline=plan.evaluates_by_outline,
        delivery_key=delivery_key(ladders),
        impact_key=impact_key(ladders),
        signed=signed,
        questions=build_questions(plan, until, edition, since=before.as_at if before else None),
        trend=trend_before(plan, as_at, edition),
        kind=kind,
        recommendation=recommendation,
        history=()
        if recommendation is None
        else build_history(plan, recommendation, until, actions, evidence),
    )
    if as_written:
        return snapshot
    snapshot = for_edition(snapshot)
    return replace(snapshot, since=changes_since(before, snapshot)) if before else snapshot


def _director(plan: Plan) -> Name | None:
    """Return the director who signs the plan's reports: the first that was granted that role."""
    person = db.session.scalar(
        sa.select(Person)
        .join(Grant, Grant.person_id == Person.id)
        .where(Grant.plan_id == plan.id, Grant.role == Role.DIRECTOR, Person.is_removed.is_(False))
        .order_by(Grant.granted_at, Grant.id)
        .limit(1)
    )
    return Name(person.name, person.job_title) if person else None


def _inspections(plan: Plan) -> list[Inspection]:
    """Return the plan's inspections, the earliest first; their whole texts stay in the database."""
    found = db.session.scalars(
        sa.select(Inspection)
        .where(Inspection.plan_id == plan.id)
        .options(selectinload(Inspection.judgements), defer(Inspection.source_text))
    )
    return sorted(found, key=lambda one: (one.published or one.inspected_to or "", one.id))


def _inspection(one: Inspection) -> facts.Inspection:
    return facts.Inspection(
        title=one.title,
        kind=one.kind,
        provider=one.provider,
        inspected_from=one.inspected_from or "",
        inspected_to=one.inspected_to or "",
        published=one.published or "",
        inspectors=tuple(str(name) for name in one.inspectors),
        judgements=tuple(facts.Judgement(judged.area, judged.grade) for judged in one.judgements),
    )


def _priorities(
    plan: Plan, as_at: date, until: datetime, actions: Sequence[facts.Action], sources: Mapping[int, int]
) -> tuple[facts.Priority, ...]:
    """Return the priorities with their recommendations; those under none come last, as number 0."""
    maps = build_safety_maps(plan, until)
    asked: dict[int | None, list[facts.Recommendation]] = {}
    for one in db.session.scalars(
        sa.select(Recommendation).where(Recommendation.plan_id == plan.id).order_by(Recommendation.number)
    ):
        answering = [action for action in actions if one.number in action.recommendations]
        asked.setdefault(one.priority_id, []).append(_recommendation(one, as_at, answering, sources))
    found = [
        facts.Priority(
            one.number, one.title, one.introduction, tuple(asked.get(one.id, ())), maps.get(one.id)
        )
        for one in db.session.scalars(
            sa.select(Priority).where(Priority.plan_id == plan.id).order_by(Priority.number)
        )
    ]
    if None in asked:
        found.append(facts.Priority(0, "Under no priority yet", recommendations=tuple(asked[None])))
    return tuple(found)


def _recommendation(
    one: Recommendation, as_at: date, actions: Sequence[facts.Action], sources: Mapping[int, int]
) -> facts.Recommendation:
    closed_on = in_london(one.closed_at).date() if one.closed_at else None
    is_closed = closed_on is not None and closed_on <= as_at
    has_answered = one.responded_at is not None and in_london(one.responded_at).date() <= as_at
    return facts.Recommendation(
        number=one.number,
        title=one.short_title,
        text=one.text,
        source=None if one.inspection_id is None else sources.get(one.inspection_id),
        printed_number=one.printed_number or "",
        section=one.section or "",
        page=one.passage_page,
        timescale=one.printed_timescale or "",
        due=one.due_on,
        due_reason=one.due_reason if one.due_on else "",
        closed_on=closed_on if is_closed else None,
        closing_statement=one.closing_statement if is_closed else "",
        response=RESPONSE_WORDS[one.response] if one.response and has_answered else "",
        response_reason=one.response_reason if has_answered else "",
        declared=roll_up_delivery(action.declared for action in actions),
        record=roll_up_delivery(action.record for action in actions),
        record_impact=roll_up_record_impact((action.declared, action.record_impact) for action in actions),
        actions=tuple(action.label for action in actions),
    )


def _leaders(actions: Sequence[facts.Action]) -> tuple[Leader, ...]:
    """Return who answers for what: accountable directors first, then lead officers, by name."""
    names: set[Name] = {name for one in actions for name in (one.accountable, one.lead_officer) if name}
    leaders = [
        Leader(
            name.name,
            name.post,
            leads=tuple(one.label for one in actions if one.lead_officer == name),
            accountable_for=tuple(one.label for one in actions if one.accountable == name),
        )
        for name in names
    ]
    return tuple(
        sorted(leaders, key=lambda one: (-len(one.accountable_for), one.name.casefold(), one.name, one.post))
    )

"""Applying the rules to stored facts, and keeping their result per action (design rule: one derived row).

`load_facts` is the only bridge from tables to the rules; the report uses it for a past day, the standing row
for today.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date, datetime, time
from decimal import Decimal

import sqlalchemy as sa

from tracker.database import db
from tracker.formatting import LONDON, in_london
from tracker.models import (
    Action,
    DateMove,
    Evidence,
    EvidenceCheck,
    EvidenceLink,
    Measure,
    Milestone,
    Plan,
    Reading,
    StandingRow,
    Update,
)
from tracker.models.measures import measure_recommendation
from tracker.models.plans import action_recommendation
from tracker.rules.ladders import Delivery, Impact, Verdict
from tracker.rules.status import ActionFacts, EvidenceFacts, MeasureFacts, MilestoneFacts, Standing, stand

BATCH = 500  # actions whose facts are loaded at once


def end_of_day(day: date) -> datetime:
    """Return the last moment of the day in London, so that "as at" includes the whole day."""
    return datetime.combine(day, time.max, tzinfo=LONDON)


def load_facts(action_ids: Collection[int], as_at: date) -> dict[int, ActionFacts]:
    """Return the facts of each action as they were known at the end of a day (inclusive).

    Left out are updates, evidence, checks, date moves and readings entered after that day. A fixed number of
    queries, whatever the number of actions.
    """
    until = end_of_day(as_at)
    actions = db.session.execute(
        sa.select(Action.id, Action.created_at, Action.due_on, Action.original_due_on, Action.start_on).where(
            Action.id.in_(action_ids)
        )
    ).all()
    newest, embedded = _updates(action_ids, until)
    moves = _date_moves(action_ids)
    milestones = defaultdict(list)
    for milestone in db.session.scalars(
        sa.select(Milestone)
        .where(Milestone.action_id.in_(action_ids))
        .order_by(Milestone.due_on, Milestone.id)
    ):
        milestones[milestone.action_id].append(
            MilestoneFacts(due_on=milestone.due_on, done_on=milestone.done_on, title=milestone.title)
        )
    evidence = _evidence(action_ids, until)
    measures = _measures(action_ids, until)
    facts = {}
    for action_id, created_at, due_on, original_due_on, start_on in actions:
        update = newest.get(action_id)
        moved = moves.get(action_id, [])
        facts[action_id] = ActionFacts(
            declared_delivery=update.delivery if update else Delivery.NOT_STARTED,
            declared_impact=update.impact if update else Impact.TOO_EARLY,
            created_on=in_london(created_at).date(),
            due_on=_due_then(due_on, moved, until),
            original_due_on=original_due_on,
            date_moves=sum(1 for held_from, _ in moved if held_from <= until),
            start_on=start_on,
            forecast_on=update.forecast_on if update else None,
            last_update_on=in_london(update.at).date() if update else None,
            milestones=tuple(milestones[action_id]),
            evidence=tuple(evidence[action_id]),
            measures=tuple(measures[action_id]),
            embedded_on=embedded.get(action_id),
            keep_reason=update.keep_reason if update else "",
        )
    return facts


def _updates(action_ids: Collection[int], until: datetime) -> tuple[dict[int, Update], dict[int, date]]:
    """Return the newest update of each action, and the day on which its present run of "embedded" began."""
    rank = (
        sa.func.row_number()
        .over(partition_by=Update.action_id, order_by=(Update.at.desc(), Update.id.desc()))
        .label("rank")
    )
    ranked = sa.select(Update.id, rank).where(Update.action_id.in_(action_ids), Update.at <= until).subquery()
    newest = {
        update.action_id: update
        for update in db.session.scalars(
            sa.select(Update).join(ranked, ranked.c.id == Update.id).where(ranked.c.rank == 1)
        )
    }
    lasting = Update.impact.in_((Impact.EMBEDDED, Impact.SUSTAINED))
    broken = (
        sa.select(Update.action_id, sa.func.max(Update.at).label("at"))
        .where(Update.action_id.in_(action_ids), Update.at <= until, ~lasting)
        .group_by(Update.action_id)
        .subquery()
    )
    first_embedded = db.session.execute(
        sa.select(Update.action_id, sa.func.min(Update.at))
        .outerjoin(broken, broken.c.action_id == Update.action_id)
        .where(
            Update.action_id.in_(action_ids),
            Update.at <= until,
            lasting,
            sa.or_(broken.c.at.is_(None), Update.at > broken.c.at),
        )
        .group_by(Update.action_id)
    )
    return newest, {action_id: in_london(at).date() for action_id, at in first_embedded}


def _date_moves(action_ids: Collection[int]) -> dict[int, list[tuple[datetime, date | None]]]:
    """Return the moves that hold, in the order they came to: from which moment, and the date before."""
    moves = defaultdict(list)
    for move in db.session.scalars(
        sa.select(DateMove).where(DateMove.action_id.in_(action_ids)).order_by(DateMove.moved_at, DateMove.id)
    ):
        if move.holds_from is not None:
            moves[move.action_id].append((move.holds_from, move.from_on))
    for held in moves.values():
        held.sort(key=lambda move: move[0])
    return moves


def _due_then(due_on: date | None, moves: list[tuple[datetime, date | None]], until: datetime) -> date | None:
    """Return the due date as it stood: before the first move that came to hold later, where there is one."""
    return next((before for held_from, before in moves if held_from > until), due_on)


def _evidence(action_ids: Collection[int], until: datetime) -> dict[int, list[EvidenceFacts]]:
    verdicts: dict[int, Verdict] = {}
    rows = db.session.execute(
        sa.select(EvidenceCheck.evidence_id, EvidenceCheck.verdict)
        .where(
            EvidenceCheck.at <= until,
            EvidenceCheck.evidence_id.in_(
                sa.select(EvidenceLink.evidence_id).where(EvidenceLink.action_id.in_(action_ids))
            ),
        )
        .order_by(EvidenceCheck.at, EvidenceCheck.id)
    )
    for evidence_id, verdict in rows:
        verdicts[evidence_id] = verdict
    found = defaultdict(list)
    for action_id, evidence_id, kind, effective_on in db.session.execute(
        sa.select(EvidenceLink.action_id, Evidence.id, Evidence.kind, Evidence.effective_on)
        .join(EvidenceLink.evidence)
        .where(EvidenceLink.action_id.in_(action_ids), EvidenceLink.linked_at <= until)
        .order_by(Evidence.number)
    ):
        found[action_id].append(
            EvidenceFacts(kind=kind, effective_on=effective_on, verdict=verdicts.get(evidence_id))
        )
    return found


def _measures(action_ids: Collection[int], until: datetime) -> dict[int, list[MeasureFacts]]:
    """Return the measures of each action's recommendations, each with its last two readings."""
    linked = (
        sa.select(action_recommendation.c.action_id, measure_recommendation.c.measure_id)
        .join(
            measure_recommendation,
            measure_recommendation.c.recommendation_id == action_recommendation.c.recommendation_id,
        )
        .where(action_recommendation.c.action_id.in_(action_ids))
    )
    pairs = sorted({(row.action_id, row.measure_id) for row in db.session.execute(linked)})
    measure_ids = {measure_id for _, measure_id in pairs}
    if not measure_ids:
        return defaultdict(list)
    measures = {
        measure.id: measure
        for measure in db.session.scalars(sa.select(Measure).where(Measure.id.in_(measure_ids)))
    }
    values: dict[int, list[Decimal]] = defaultdict(list)
    for measure_id, value in db.session.execute(
        sa.select(Reading.measure_id, Reading.value)
        .where(
            Reading.measure_id.in_(measure_ids),
            Reading.on <= in_london(until).date(),
            Reading.added_at <= until,
            sa.or_(Reading.withdrawn_at.is_(None), Reading.withdrawn_at > until),
        )
        .order_by(Reading.on, Reading.id)
    ):
        values[measure_id].append(value)
    found = defaultdict(list)
    for action_id, measure_id in pairs:
        measure = measures[measure_id]
        found[action_id].append(
            MeasureFacts(
                name=measure.name,
                direction=measure.direction,
                last_two=tuple(values[measure_id][-2:]),
                unit=measure.unit,
            )
        )
    return found


def refresh_standing(action: Action, today: date) -> StandingRow:
    """Rewrite the standing of one action; every operation that touches the action ends with this."""
    db.session.flush()
    return refresh_standings([action.id], today)[action.id]


def refresh_standings(action_ids: Iterable[int], today: date) -> dict[int, StandingRow]:
    """Rewrite the standings of these actions and return them by action id. Flush before."""
    wanted = sorted(set(action_ids))
    rows: dict[int, StandingRow] = {}
    for start in range(0, len(wanted), BATCH):
        batch = wanted[start : start + BATCH]
        plans = {
            row.id: row
            for row in db.session.execute(
                sa.select(Action.id, Action.plan_id, Plan.stale_after_days)
                .join(Action.plan)
                .where(Action.id.in_(batch))
            )
        }
        newest = _newest_update_ids(batch)
        held = {
            row.action_id: row
            for row in db.session.scalars(sa.select(StandingRow).where(StandingRow.action_id.in_(batch)))
        }
        for action_id, facts in load_facts(batch, today).items():
            row = held.get(action_id)
            if row is None:
                row = StandingRow(action_id=action_id, plan_id=plans[action_id].plan_id)
                db.session.add(row)
            _write(row, stand(facts, today, plans[action_id].stale_after_days), today)
            row.last_update_id, row.last_update_on = newest.get(action_id), facts.last_update_on
            rows[action_id] = row
    db.session.flush()
    return rows


def _newest_update_ids(action_ids: Collection[int]) -> dict[int, int]:
    rank = sa.func.row_number().over(
        partition_by=Update.action_id, order_by=(Update.at.desc(), Update.id.desc())
    )
    ranked = (
        sa.select(Update.action_id, Update.id, rank.label("rank"))
        .where(Update.action_id.in_(action_ids))
        .subquery()
    )
    newest = db.session.execute(sa.select(ranked.c.action_id, ranked.c.id).where(ranked.c.rank == 1))
    return {row.action_id: row.id for row in newest}


def _write(row: StandingRow, standing: Standing, today: date) -> None:
    row.as_at = today
    row.next_change_on = standing.next_change_on
    row.declared_delivery = standing.declared_delivery
    row.declared_impact = standing.declared_impact
    row.record_delivery = standing.record_delivery
    row.record_impact = standing.record_impact
    row.delivery_reasons = list(standing.delivery_reasons)
    row.impact_reasons = list(standing.impact_reasons)
    row.is_overdue = standing.is_overdue
    row.is_stale = standing.is_stale
    row.is_verified = standing.is_verified
    row.is_flattering = standing.is_flattering
    row.is_challenged = standing.is_challenged


def refresh_due_standings(today: date) -> int:
    """Rewrite the standings that the passing of days has changed, and those whose reasons count days.

    Returns how many were rewritten.
    """
    due = list(
        db.session.scalars(
            sa.select(StandingRow.action_id).where(
                StandingRow.as_at < today,
                sa.or_(StandingRow.next_change_on <= today, StandingRow.is_overdue, StandingRow.is_stale),
            )
        )
    )
    return len(refresh_standings(due, today))


def refresh_standings_of_measure(measure_id: int, today: date) -> None:
    """Rewrite the standings of every action that a measure speaks about."""
    db.session.flush()
    refresh_standings(action_ids_of_measure(measure_id), today)


def action_ids_of_measure(measure_id: int) -> set[int]:
    """Return the actions that a measure speaks about: those of the recommendations it is linked to."""
    return set(
        db.session.scalars(
            sa.select(action_recommendation.c.action_id)
            .join(
                measure_recommendation,
                measure_recommendation.c.recommendation_id == action_recommendation.c.recommendation_id,
            )
            .where(measure_recommendation.c.measure_id == measure_id)
        )
    )

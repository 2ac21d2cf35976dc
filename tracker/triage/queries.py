"""The actions that need a lead's attention, counted for each reason, and one of them with what it needs."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from tracker.database import db
from tracker.formatting import counted, long_date
from tracker.models import (
    Action,
    DateMove,
    Evidence,
    EvidenceCheck,
    EvidenceLink,
    Plan,
    StandingRow,
)
from tracker.models.plans import action_recommendation
from tracker.operations.owners import somebody_answers
from tracker.plan.queries.details import people_of_actions
from tracker.plan.queries.filters import Filters, conditions
from tracker.plan.queries.flags import Flag, condition, move_waits
from tracker.plan.queries.lists import get_actions
from tracker.rules.ladders import Delivery, Verdict

ON_A_PAGE = 50
# Most pressing first; an action stands where its worst reason puts it.
PRESSING = (Flag.OVERDUE, Flag.UNOWNED, Flag.MOVED, Flag.FLATTERING, Flag.UNVERIFIED, Flag.STALE)
_LOOKED_UP = (Flag.UNOWNED, Flag.MOVED)
# What to do about each reason, in the order of what comes before what.
_TO_DO = (
    (Flag.UNOWNED, "Name an owner"),
    (Flag.MOVED, "Decide on the date"),
    (Flag.UNVERIFIED, "Verify"),
    (Flag.OVERDUE, "Ask for an update"),
    (Flag.FLATTERING, "Ask why"),
    (Flag.STALE, "Ask for an update"),
)


@dataclass(frozen=True)
class Row:
    """One action of the list, why it is here in words (flags first), and what to do now."""

    action: Action
    stands: StandingRow
    flags: list[str]
    reasons: list[str]
    to_do: str


@dataclass(frozen=True)
class TriagePage:
    """One page of the list, and how many actions there are for each reason ("" for any)."""

    rows: list[Row]
    counts: dict[str, int]
    total: int
    page: int
    pages: int

    @property
    def first(self) -> int:
        """Return the place of the page's first row, from 1."""
        return (self.page - 1) * ON_A_PAGE + 1


@dataclass(frozen=True)
class OpenRow:
    """What the row below an action needs: the move that waits, and evidence nobody checked."""

    action: Action
    move: DateMove | None
    unchecked: Sequence[Evidence]


def load_triage(plan: Plan, filters: Filters, today: date) -> TriagePage:
    """Return a page of the actions that need attention, most pressing first (a fixed number of queries)."""
    # What stands in the row of standings comes first, so that other tables are looked into only for the rest.
    anything = sa.or_(*(condition(flag) for flag in sorted(PRESSING, key=_LOOKED_UP.__contains__)))
    others = conditions(replace(filters, flag=""))
    totals = db.session.execute(
        sa.select(
            sa.func.count(Action.id),
            *(sa.func.sum(sa.case((condition(flag), 1), else_=0)) for flag in PRESSING),
        )
        .join(Action.standing)
        .where(Action.plan_id == plan.id, anything, *others)
    ).one()
    counts = {
        "": totals[0],
        **{flag.value: number or 0 for flag, number in zip(PRESSING, totals[1:], strict=True)},
    }
    total = counts[filters.flag]
    pages = max(1, -(-total // ON_A_PAGE))
    page = min(filters.page, pages)
    wanted = condition(Flag(filters.flag)) if filters.flag else anything
    pressing = sa.case(
        *((condition(flag), place) for place, flag in enumerate(PRESSING)), else_=len(PRESSING)
    )
    actions = db.session.scalars(
        sa.select(Action)
        .join(Action.standing)
        .where(Action.plan_id == plan.id, wanted, *others)
        .options(people_of_actions(), joinedload(Action.standing))
        .order_by(pressing, Action.due_on.is_(None), Action.due_on, Action.first_number, Action.sequence)
        .limit(ON_A_PAGE)
        .offset((page - 1) * ON_A_PAGE)
    ).all()
    moves = _waiting_moves([action.id for action in actions])
    rows = [_row(action, moves.get(action.id), plan, today) for action in actions]
    return TriagePage(rows, counts, total, page, pages)


def _row(action: Action, move: DateMove | None, plan: Plan, today: date) -> Row:
    stands = action.standing
    assert stands is not None
    held = {
        Flag.UNOWNED: not somebody_answers(action.lead_officer),
        Flag.OVERDUE: stands.is_overdue,
        Flag.FLATTERING: stands.is_flattering,
        Flag.UNVERIFIED: stands.declared_delivery is Delivery.DELIVERED and not stands.is_verified,
        Flag.STALE: stands.is_stale,
        Flag.MOVED: move is not None,
    }
    flags = []
    if stands.is_overdue and action.due_on:
        flags.append(f"{counted((today - action.due_on).days, 'day')} late")
    if held[Flag.UNOWNED]:
        lead = action.lead_officer
        vacant = "Nobody holds the post" if lead and lead.person is None else "Its owner has left"
        flags.append(vacant if lead else "No owner")
    if held[Flag.UNVERIFIED]:
        flags.append("Delivered, not verified")
    reasons = [f"Asks to move to {long_date(move.to_on)}"] if move else []
    if stands.is_stale:
        last = f"Last update {long_date(stands.last_update_on)}" if stands.last_update_on else "No update yet"
        reasons.append(last)
    if stands.is_flattering:
        # Lateness and old updates are said already, in fewer words.
        said = (flags[:1] if stands.is_overdue else []) + (["No update"] if stands.is_stale else [])
        why = [words for words in stands.delivery_reasons if not words.startswith(tuple(said))]
        if stands.declared_impact is not stands.record_impact:
            why += [f"Impact: {words[0].lower()}{words[1:]}" for words in stands.impact_reasons if words]
        reasons += why[:2]
    to_do = next(words for flag, words in _TO_DO if held[flag])
    return Row(action, stands, flags, reasons, to_do)


def _waiting_moves(action_ids: Collection[int]) -> dict[int, DateMove]:
    """Return the newest move that waits of each of these actions (one query)."""
    found = db.session.scalars(
        sa.select(DateMove)
        .where(DateMove.action_id.in_(action_ids), move_waits())
        .options(joinedload(DateMove.moved_by))
        .order_by(DateMove.moved_at, DateMove.id)
    )
    return {move.action_id: move for move in found}


def load_open_row(plan: Plan, label: str) -> OpenRow | None:
    """Return what acting on one action needs; None for a label that is none of the plan's."""
    found = get_actions(plan, [label])
    if not found:
        return None
    action = found[0]
    newest = (
        sa.select(EvidenceCheck.verdict)
        .where(EvidenceCheck.evidence_id == Evidence.id)
        .order_by(EvidenceCheck.at.desc(), EvidenceCheck.id.desc())
        .limit(1)
        .scalar_subquery()
    )
    unchecked = db.session.scalars(
        sa.select(Evidence)
        .join(EvidenceLink, EvidenceLink.evidence_id == Evidence.id)
        .where(EvidenceLink.action_id == action.id, sa.or_(newest.is_(None), newest == Verdict.WITHDRAWN))
        .order_by(Evidence.number)
    ).all()
    return OpenRow(action, _waiting_moves([action.id]).get(action.id), unchecked)


def actions_beside(recommendation_ids: Collection[int], action_ids: Collection[int]) -> dict[int, int]:
    """Return how many further actions each of these recommendations has, by its id (one query)."""
    rows = db.session.execute(
        sa.select(action_recommendation.c.recommendation_id, sa.func.count())
        .where(
            action_recommendation.c.recommendation_id.in_(recommendation_ids),
            action_recommendation.c.action_id.not_in(action_ids),
        )
        .group_by(action_recommendation.c.recommendation_id)
    )
    return {row[0]: row[1] for row in rows}

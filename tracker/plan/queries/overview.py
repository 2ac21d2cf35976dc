"""The plan on one page: its priorities and recommendations, with everything rolled up by the rules."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime

import sqlalchemy as sa

from tracker.database import db
from tracker.models import (
    Action,
    Naming,
    Owner,
    Part,
    Person,
    Plan,
    Priority,
    Recommendation,
    Response,
    StandingRow,
)
from tracker.models.plans import action_recommendation
from tracker.operations.owners import owner_name, somebody_answers
from tracker.operations.step_words import ladders_of
from tracker.plan.queries.flags import OWNER_NAME, TILES, Flag, flag_words, has_lead_officer, none_words
from tracker.rules.ladders import Delivery, Impact
from tracker.rules.rollup import (
    DELIVERY_WORDS,
    count_by_step,
    explain_roll_up,
    roll_up_delivery,
    roll_up_impact,
    roll_up_record_impact,
)


@dataclass(frozen=True)
class ActionLine:
    """What the plan page needs of one action."""

    id: int
    due_on: date | None
    declared: Delivery
    record: Delivery
    declared_impact: Impact
    record_impact: Impact
    flags: frozenset[Flag]
    lead_officer: str
    director: str


@dataclass(frozen=True)
class RecommendationLine:
    """One row of a priority's table, rolled up from its actions."""

    number: int
    title: str
    closed_at: datetime | None
    declared: Delivery
    record: Delivery
    why: str
    declared_impact: Impact
    record_impact: Impact
    lead_officers: list[str]
    unowned: int
    next_due: date | None
    days_late: int
    actions: int
    response: Response | None = None


@dataclass(frozen=True)
class PrioritySection:
    """A priority with its recommendations; without a number, those that have no priority yet."""

    number: int | None
    title: str
    accountable: list[str]
    actions: int
    record: Delivery
    lines: list[RecommendationLine]


@dataclass(frozen=True)
class Tile:
    """How many actions need attention for one reason."""

    flag: Flag
    number: int
    words: str


@dataclass(frozen=True)
class Overview:
    """Everything the plan page shows."""

    sections: list[PrioritySection]
    priorities: int
    recommendations: int
    actions: int
    tiles: list[Tile]
    declared: dict[Delivery, int] = field(default_factory=dict)
    record: dict[Delivery, int] = field(default_factory=dict)


def load_overview(plan: Plan, today: date) -> Overview:
    """Return the plan page's facts (five queries)."""
    actions = load_action_lines(plan)
    of_recommendation: dict[int, list[ActionLine]] = defaultdict(list)
    for action_id, recommendation_id in db.session.execute(
        sa.select(action_recommendation.c.action_id, action_recommendation.c.recommendation_id)
        .join(Action, Action.id == action_recommendation.c.action_id)
        .where(Action.plan_id == plan.id)
        .order_by(Action.first_number, Action.sequence)
    ):
        if action_id in actions:
            of_recommendation[recommendation_id].append(actions[action_id])
    by_priority: dict[int | None, list[RecommendationLine]] = defaultdict(list)
    behind: dict[int | None, dict[int, ActionLine]] = defaultdict(dict)
    rows = db.session.execute(
        sa.select(
            Recommendation.id,
            Recommendation.number,
            Recommendation.short_title,
            Recommendation.text,
            Recommendation.priority_id,
            Recommendation.due_on,
            Recommendation.closed_at,
            Recommendation.response,
        )
        .where(Recommendation.plan_id == plan.id)
        .order_by(Recommendation.number)
    ).all()
    words = ladders_of(plan).delivery_words
    for row in rows:
        mine = of_recommendation[row.id]
        by_priority[row.priority_id].append(
            replace(
                roll_up(
                    row.number, row.short_title or row.text, row.due_on, row.closed_at, mine, today, words
                ),
                response=row.response,
            )
        )
        behind[row.priority_id].update({action.id: action for action in mine})
    priorities = db.session.execute(
        sa.select(Priority.id, Priority.number, Priority.title)
        .where(Priority.plan_id == plan.id)
        .order_by(Priority.number)
    ).all()
    sections = [
        _section(number, title, by_priority[priority_id], behind[priority_id].values())
        for priority_id, number, title in priorities
    ]
    if by_priority[None]:
        sections.append(_section(None, "Without a priority", by_priority[None], behind[None].values()))
    lines = list(actions.values())
    return Overview(
        sections=sections,
        priorities=len(priorities),
        recommendations=len(rows),
        actions=len(lines),
        tiles=_tiles(plan, lines),
        declared=count_by_step(line.declared for line in lines),
        record=count_by_step(line.record for line in lines),
    )


def load_action_lines(plan: Plan) -> dict[int, ActionLine]:
    """Return every action of the plan by id (two queries)."""
    named: dict[tuple[int, Part], str] = {}
    for action_id, part, name in db.session.execute(
        sa.select(Naming.action_id, Naming.part, OWNER_NAME)
        .join(Naming.owner)
        .outerjoin(Person, Person.id == Owner.person_id)
        .where(Owner.plan_id == plan.id, Naming.part != Part.CONTRIBUTOR)
    ):
        named[action_id, part] = name
    lines = {}
    for row in db.session.execute(
        sa.select(
            Action.id,
            Action.due_on,
            StandingRow.declared_delivery,
            StandingRow.record_delivery,
            StandingRow.declared_impact,
            StandingRow.record_impact,
            StandingRow.is_overdue,
            StandingRow.is_stale,
            StandingRow.is_verified,
            StandingRow.is_flattering,
            has_lead_officer().label("has_lead"),
        )
        .join(Action.standing)
        .where(Action.plan_id == plan.id)
        .order_by(Action.first_number, Action.sequence)
    ):
        lead_officer = named.get((row.id, Part.LEAD_OFFICER), "")
        is_unverified = row.declared_delivery is Delivery.DELIVERED and not row.is_verified
        holds = {
            Flag.UNOWNED: not row.has_lead,
            Flag.OVERDUE: row.is_overdue,
            Flag.FLATTERING: row.is_flattering,
            Flag.UNVERIFIED: is_unverified,
            Flag.STALE: row.is_stale,
        }
        lines[row.id] = ActionLine(
            id=row.id,
            due_on=row.due_on,
            declared=row.declared_delivery,
            record=row.record_delivery,
            declared_impact=row.declared_impact,
            record_impact=row.record_impact,
            flags=frozenset(flag for flag, held in holds.items() if held),
            lead_officer=lead_officer,
            director=named.get((row.id, Part.ACCOUNTABLE_DIRECTOR), ""),
        )
    return lines


def roll_up(
    number: int,
    title: str,
    due_on: date | None,
    closed_at: datetime | None,
    actions: Sequence[ActionLine],
    today: date,
    words: Mapping[Delivery, str] = DELIVERY_WORDS,
) -> RecommendationLine:
    """Return a recommendation's row from those of its actions.

    What is due next is the earliest date of an action that is not delivered; without any action, the date of
    the recommendation itself.
    """
    still_open = [action for action in actions if action.declared is not Delivery.DELIVERED]
    dates = [action.due_on for action in still_open if action.due_on]
    if not actions and due_on and closed_at is None:
        dates = [due_on]
    next_due = min(dates, default=None)
    record = [action.record for action in actions]
    late = sum(1 for action in actions if Flag.OVERDUE in action.flags)
    return RecommendationLine(
        number=number,
        title=title,
        closed_at=closed_at,
        declared=roll_up_delivery(action.declared for action in actions),
        record=roll_up_delivery(record),
        why=explain_roll_up(record, late=late, words=words),
        declared_impact=roll_up_impact((action.declared, action.declared_impact) for action in actions),
        record_impact=roll_up_record_impact((action.declared, action.record_impact) for action in actions),
        lead_officers=list(dict.fromkeys(action.lead_officer for action in actions if action.lead_officer)),
        unowned=sum(1 for action in actions if Flag.UNOWNED in action.flags),
        next_due=next_due,
        days_late=max(0, (today - next_due).days) if next_due else 0,
        actions=len(actions),
    )


def _section(
    number: int | None, title: str, lines: list[RecommendationLine], actions: Iterable[ActionLine]
) -> PrioritySection:
    behind = list(actions)
    return PrioritySection(
        number=number,
        title=title,
        accountable=list(dict.fromkeys(action.director for action in behind if action.director)),
        actions=len(behind),
        record=roll_up_delivery(action.record for action in behind),
        lines=lines,
    )


def _tiles(plan: Plan, lines: Sequence[ActionLine]) -> list[Tile]:
    some, none = flag_words(plan), none_words(plan)
    tiles = []
    for flag in TILES:
        number = sum(1 for line in lines if flag in line.flags)
        tiles.append(Tile(flag, number, some[flag] if number else none[flag]))
    return tiles


def roll_up_of(
    recommendation: Recommendation, today: date, words: Mapping[Delivery, str] = DELIVERY_WORDS
) -> RecommendationLine:
    """Return the row of one recommendation (needs its actions with their standing and who is named)."""
    return roll_up(
        recommendation.number,
        recommendation.title,
        recommendation.due_on,
        recommendation.closed_at,
        [_line_of(action, action.standing) for action in recommendation.actions if action.standing],
        today,
        words,
    )


def _line_of(action: Action, standing: StandingRow) -> ActionLine:
    flags = {
        Flag.UNOWNED: not somebody_answers(action.lead_officer),
        Flag.OVERDUE: standing.is_overdue,
        Flag.FLATTERING: standing.is_flattering,
        Flag.UNVERIFIED: standing.declared_delivery is Delivery.DELIVERED and not standing.is_verified,
        Flag.STALE: standing.is_stale,
    }
    return ActionLine(
        id=action.id,
        due_on=action.due_on,
        declared=standing.declared_delivery,
        record=standing.record_delivery,
        declared_impact=standing.declared_impact,
        record_impact=standing.record_impact,
        flags=frozenset(flag for flag, held in flags.items() if held),
        lead_officer=owner_name(action.lead_officer),
        director=owner_name(action.accountable_director),
    )

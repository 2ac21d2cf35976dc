"""What putting recommendations under priorities needs: those without one, and what their reports tell."""

from collections import defaultdict
from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import load_only, selectinload

from tracker.database import db
from tracker.models import Finding, Inspection, Plan, Recommendation
from tracker.operations.grouping_guesses import Ask, Guess, guess_headings
from tracker.operations.turns import take_turn


def ungrouped(plan: Plan, *, changing: bool = False) -> Sequence[Recommendation]:
    """Return the recommendations without a priority by number, locked where they are about to change."""
    if changing:
        # First the plan, then what is in it, as everybody does who writes to many: else two could wait for
        # each other.
        take_turn(plan)
    query = (
        sa.select(Recommendation)
        .where(Recommendation.plan_id == plan.id, Recommendation.priority_id.is_(None))
        .order_by(Recommendation.number)
        .execution_options(populate_existing=True)
    )
    return db.session.scalars(query.with_for_update() if changing else query).all()


def guesses_for(recommendations: Sequence[Recommendation]) -> dict[int, Guess]:
    """Return by id the heading of its report under which each could stand (four queries).

    Recommendations of no report, and those of which theirs tells nothing, are left out.
    """
    of_inspection: dict[int, list[Recommendation]] = defaultdict(list)
    for recommendation in recommendations:
        if recommendation.inspection_id is not None:
            of_inspection[recommendation.inspection_id].append(recommendation)
    found: dict[int, Guess] = {}
    for inspection in _inspections(of_inspection):
        asked = of_inspection[inspection.id]
        placed = [(finding.passage_start or 0, finding) for finding in inspection.findings]
        asks = [
            Ask(
                one.text,
                one.section or "",
                tuple(at for at, finding in placed if one in finding.recommendations),
            )
            for one in asked
        ]
        areas = [judgement.area for judgement in inspection.judgements]
        texts = [(at, finding.text) for at, finding in placed]
        guesses = guess_headings(asks, areas, texts, inspection.source_text)
        found |= {one.id: guess for one, guess in zip(asked, guesses, strict=True) if guess.title}
    return found


def _inspections(ids: dict[int, list[Recommendation]]) -> Sequence[Inspection]:
    return db.session.scalars(
        sa.select(Inspection)
        .where(Inspection.id.in_(ids))
        .options(
            load_only(Inspection.source_text),
            selectinload(Inspection.judgements),
            selectinload(Inspection.findings)
            .selectinload(Finding.recommendations)
            .load_only(Recommendation.id),
        )
        .order_by(Inspection.id)
    ).all()

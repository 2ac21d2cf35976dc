"""The plan as a workbook: one row per action, one for each recommendation without any."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from tracker.database import db
from tracker.formatting import long_date
from tracker.models import (
    Action,
    Evidence,
    EvidenceLink,
    Naming,
    Owner,
    Part,
    Plan,
    Recommendation,
    StandingRow,
)
from tracker.operations.owners import owner_name
from tracker.operations.step_words import ladders_of
from tracker.permissions import Access
from tracker.rules.ladders import (
    PALETTE,
    PRINT_ORDER,
    Audience,
    Delivery,
    Impact,
)
from tracker.rules.passages import readable
from tracker.rules.step_words import Ladders
from tracker.sheets.headings import Meaning
from tracker.sheets.writing import KeyLine, Value, write_plan

COLUMNS = (
    Meaning.LABEL,
    Meaning.PRIORITY,
    Meaning.NUMBER,
    Meaning.RECOMMENDATION,
    Meaning.ACTION,
    Meaning.DESCRIPTION,
    Meaning.SUCCESS,
    Meaning.LEAD,
    Meaning.DIRECTOR,
    Meaning.CONTRIBUTORS,
    Meaning.SERVICE,
    Meaning.START,
    Meaning.DUE,
    Meaning.STATUS,
    Meaning.IMPACT,
    Meaning.PROGRESS,
    Meaning.DIFFERENCE,
    Meaning.NEXT,
    Meaning.EVIDENCE,
)


def workbook_of(plan: Plan, access: Access, today: date) -> bytes:
    """Return the workbook. Officers' evidence is in it for those who may read it (design: section 3)."""
    ladders = ladders_of(plan)
    rows = [
        [values.get(meaning) for meaning in COLUMNS]
        for recommendation in _load(plan)
        for values in _rows(recommendation, access, ladders)
    ]
    about = (
        f"As at {long_date(today)}. Statuses are those that owners declared.",
        "The tracker understands this workbook when it is brought in again: rows with their number in the "
        "tracker are found, and nothing is added twice.",
    )
    return write_plan(plan.title, about, COLUMNS, rows, _key(ladders))


def _load(plan: Plan) -> list[Recommendation]:
    """Return the recommendations with all that is written down (a fixed number of queries)."""
    actions = selectinload(Recommendation.actions)
    return list(
        db.session.scalars(
            sa.select(Recommendation)
            .where(Recommendation.plan_id == plan.id)
            .options(
                joinedload(Recommendation.priority),
                actions.selectinload(Action.named).joinedload(Naming.owner).joinedload(Owner.person),
                actions.joinedload(Action.service),
                actions.joinedload(Action.standing).joinedload(StandingRow.last_update),
                actions.selectinload(Action.recommendations).load_only(Recommendation.number),
                actions.selectinload(Action.evidence_links)
                .joinedload(EvidenceLink.evidence)
                .selectinload(Evidence.checks),
            )
            .order_by(Recommendation.number)
        )
    )


def _rows(recommendation: Recommendation, access: Access, ladders: Ladders) -> list[dict[Meaning, Value]]:
    base: dict[Meaning, Value] = {
        Meaning.PRIORITY: recommendation.priority.title if recommendation.priority else "",
        Meaning.NUMBER: str(recommendation.number),
        Meaning.RECOMMENDATION: recommendation.text,
    }
    own = [action for action in recommendation.actions if _home(action) == recommendation.number]
    if own:
        return [{**base, **_of_action(action, access, ladders)} for action in own]
    if recommendation.actions:
        # Its actions stand under the recommendations that they are numbered by.
        return [{**base, Meaning.LABEL: str(recommendation.number)}]
    return [{**base, Meaning.LABEL: str(recommendation.number), Meaning.DUE: recommendation.due_on}]


def _home(action: Action) -> int:
    """Return the recommendation under which an action stands: the one it is numbered by, if it serves it."""
    numbers = [each.number for each in action.recommendations]
    return action.first_number if action.first_number in numbers else min(numbers)


def _of_action(action: Action, access: Access, ladders: Ladders) -> dict[Meaning, Value]:
    update = action.standing.last_update if action.standing else None
    said = _reader(access.audiences([action]))
    return {
        Meaning.LABEL: action.label,
        Meaning.ACTION: said(action.title),
        Meaning.DESCRIPTION: said(action.description),
        Meaning.SUCCESS: said(action.how_we_will_know),
        Meaning.LEAD: owner_name(action.lead_officer),
        Meaning.DIRECTOR: owner_name(action.accountable_director),
        Meaning.CONTRIBUTORS: "\n".join(owner_name(owner) for owner in action.owners(Part.CONTRIBUTOR)),
        Meaning.SERVICE: action.service.name if action.service else "",
        Meaning.START: action.start_on,
        Meaning.DUE: action.due_on,
        Meaning.STATUS: ladders.word(update.delivery if update else Delivery.NOT_STARTED),
        Meaning.IMPACT: ladders.word(update.impact if update else Impact.TOO_EARLY),
        Meaning.PROGRESS: said(update.done) if update else "",
        Meaning.DIFFERENCE: said(update.difference) if update else "",
        Meaning.NEXT: said(update.next_steps) if update else "",
        Meaning.EVIDENCE: "\n".join(
            f"{evidence.label} {evidence.title}" for evidence in _evidence(action, access)
        ),
    }


def _reader(audiences: Collection[Audience]) -> Callable[[str], str]:
    """Return how texts are read; who may read all gets them as typed, to bring them in again."""
    return str if set(audiences) == set(Audience) else lambda text: readable(text, audiences)


def _evidence(action: Action, access: Access) -> list[Evidence]:
    sees_all = access.sees_officers_evidence([action])
    items = [link.evidence for link in action.evidence_links]
    return sorted(
        (item for item in items if sees_all or item.audience is not Audience.OFFICERS),
        key=lambda item: item.number,
    )


def _key(ladders: Ladders) -> list[KeyLine]:
    lines = []
    for step in PRINT_ORDER:
        words = ladders.delivery[step]
        shade = PALETTE[words.colour]
        lines.append(KeyLine(words.word, words.letter, words.meaning, shade.fill, shade.text))
    return lines

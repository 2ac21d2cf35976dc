"""A plan's own words for its statuses: reading them, setting them, and going back to the usual ones."""

from dataclasses import replace
from datetime import datetime

import sqlalchemy as sa

from tracker.database import db
from tracker.models import Person, Plan, StepWords
from tracker.operations.errors import Refused
from tracker.operations.history import difference, record_change
from tracker.rules.ladders import DELIVERY_STEPS, IMPACT_STEPS, Delivery, Impact, Step
from tracker.rules.step_words import USUAL, Ladders, faults

_EVERY_STEP: tuple[Delivery | Impact, ...] = (*DELIVERY_STEPS, *IMPACT_STEPS)


def ladders_of(plan: Plan) -> Ladders:
    """Return how the plan shows its steps; one query, none where it uses the usual words."""
    return ladders_of_plan(plan.id) if plan.step_words_version else USUAL


def ladders_of_plan(plan_id: int) -> Ladders:
    """Return how the plan with this id shows its steps (one query)."""
    own = {
        row.step: row for row in db.session.scalars(sa.select(StepWords).where(StepWords.plan_id == plan_id))
    }
    return Ladders(
        {step: _shown(usual, own.get(step.value)) for step, usual in DELIVERY_STEPS.items()},
        {step: _shown(usual, own.get(step.value)) for step, usual in IMPACT_STEPS.items()},
    )


def change_step_words(plan: Plan, ladders: Ladders, *, seen_version: int, by: Person, now: datetime) -> None:
    """Let the plan show its steps so; the usual words throughout take its own away.

    Raises Refused on "step_part" for the first thing that is wrong (rules.step_words says what may be), and
    on "version" where somebody else changed them since `seen_version`.
    """
    wrong = faults(ladders)
    if wrong:
        raise Refused(f"{wrong[0].step.value}_{wrong[0].part}", wrong[0].message)
    db.session.refresh(plan, ["step_words_version"], with_for_update=True)
    if plan.step_words_version != seen_version:
        raise Refused("version", "Somebody else changed these words while you were writing")
    before = ladders_of(plan)
    details = []
    for step in _EVERY_STEP:
        details += difference(before.word(step), _line(before, step), _line(ladders, step))
    if not details:
        return
    db.session.execute(sa.delete(StepWords).where(StepWords.plan_id == plan.id))
    if ladders != USUAL:
        for step in _EVERY_STEP:
            shown = _step(ladders, step)
            db.session.add(
                StepWords(
                    plan_id=plan.id,
                    step=step.value,
                    word=shown.word,
                    letter=shown.letter,
                    meaning=shown.meaning,
                    colour=shown.colour,
                )
            )
    plan.step_words_version += 1
    record_change("Words and colours of the statuses changed", by=by, now=now, plan=plan, details=details)


def _shown(usual: Step, own: StepWords | None) -> Step:
    if own is None:
        return usual
    return replace(usual, word=own.word, letter=own.letter, meaning=own.meaning, colour=own.colour)


def _step(ladders: Ladders, step: Delivery | Impact) -> Step:
    return ladders.delivery[step] if isinstance(step, Delivery) else ladders.impact[step]


def _line(ladders: Ladders, step: Delivery | Impact) -> str:
    shown = _step(ladders, step)
    begin = f"{shown.letter} {shown.word}" if shown.letter else shown.word
    return f"{begin}, {shown.colour}: {shown.meaning}"

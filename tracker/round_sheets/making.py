"""A person's or an owner's actions of one plan as a round sheet."""

from collections.abc import Sequence
from datetime import date

from flask import current_app
from itsdangerous import BadData, URLSafeSerializer

from tracker.formatting import long_date
from tracker.models import Plan
from tracker.my_actions.queries import WorkItem
from tracker.operations.round_sheets import KeyReader
from tracker.operations.step_words import ladders_of
from tracker.rules.ladders import AUDIENCE_WORDS, IMPACT_ORDER, KIND_WORDS, LADDER_ORDER
from tracker.rules.step_words import Ladders
from tracker.sheets.round_sheet import Column
from tracker.sheets.round_sheet_writing import write_round_sheet
from tracker.sheets.writing import Value

_ABOUT = (
    "Fill in the white cells of the first sheet; the grey ones are locked.",
    "One row is one action. Write what was done since the last update, or put Yes under “Nothing has "
    "changed”. A row you leave as it is changes nothing.",
    "Send the file back where you downloaded it. You see what would change before anything is saved.",
    "Do not write children’s names or case numbers.",
)


def round_sheet(plan: Plan, whose: str, work: Sequence[WorkItem], today: date) -> bytes:
    """Return the workbook with a row for each action; delivered ones stand last."""
    ladders = ladders_of(plan)
    ordered = sorted(work, key=lambda item: not item.is_open)
    choices = {
        Column.SAME: ["Yes"],
        Column.DELIVERY: [ladders.word(step) for step in LADDER_ORDER],
        Column.IMPACT: [ladders.word(step) for step in IMPACT_ORDER],
        Column.KIND: list(KIND_WORDS.values()),
        Column.AUDIENCE: list(AUDIENCE_WORDS.values()),
    }
    about = (plan.title, f"Actions of {whose}, as they stood on {long_date(today)}", *_ABOUT)
    title = f"Updates of {whose}"
    return write_round_sheet(title, about, [_row(item, ladders) for item in ordered], choices)


def _row(item: WorkItem, ladders: Ladders) -> dict[Column, Value]:
    standing, last = item.standing, item.last
    record = [ladders.word(standing.record_delivery), *standing.delivery_reasons]
    words = [long_date(last.at), last.done, last.difference, last.next_steps] if last else ["None yet"]
    return {
        Column.NUMBER: item.action.label,
        Column.ACTION: item.action.title,
        Column.DUE: item.action.due_on,
        Column.NOW: ladders.word(standing.declared_delivery),
        Column.RECORD: ". ".join(record),
        Column.LAST: "\n".join(word for word in words if word),
        Column.DELIVERY: ladders.word(standing.declared_delivery) if last else None,
        Column.IMPACT: ladders.word(standing.declared_impact) if last else None,
        Column.FORECAST: last.forecast_on if last else None,
        Column.KEY: _signer().dumps([item.plan.id, item.action.label, last.id if last else 0]),
    }


def key_reader(plan: Plan) -> KeyReader:
    """Return what reads the hidden column: the action's label and the update the row builds on, or None."""

    def read(words: str) -> tuple[str, int] | None:
        try:
            plan_id, label, update_id = _signer().loads(words)
        except (BadData, ValueError, TypeError):
            return None
        return (label, update_id) if plan_id == plan.id else None

    return read


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.config["SECRET_KEY"], salt="round sheet")

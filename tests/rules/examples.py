"""An ordinary action, of which each test changes the one thing it is about."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from tracker.rules.ladders import Delivery, Direction, EvidenceKind, Impact, Verdict
from tracker.rules.status import ActionFacts, EvidenceFacts, MeasureFacts, MilestoneFacts

TODAY = date(2026, 11, 20)


def action(**changes: Any) -> ActionFacts:
    """An open action with which nothing is wrong, changed as asked."""
    ordinary = ActionFacts(
        declared_delivery=Delivery.ON_TRACK,
        declared_impact=Impact.TOO_EARLY,
        created_on=date(2026, 3, 2),
        due_on=date(2026, 12, 18),
        original_due_on=date(2026, 12, 18),
        last_update_on=date(2026, 11, 2),
    )
    return replace(ordinary, **changes)


def evidence(
    verdict: Verdict | None = None,
    kind: EvidenceKind = EvidenceKind.DATA,
    effective_on: date | None = date(2026, 9, 30),
) -> EvidenceFacts:
    return EvidenceFacts(kind, effective_on, verdict)


def milestone(due_on: date, done_on: date | None = None, title: str = "rota signed") -> MilestoneFacts:
    return MilestoneFacts(due_on, done_on, title)


def measure(*readings: str, direction: Direction = Direction.HIGHER, unit: str = "") -> MeasureFacts:
    return MeasureFacts("Visits in time", direction, tuple(Decimal(reading) for reading in readings), unit)

"""What the record shows beside what an owner declares.

The owner of an action declares a delivery and an impact status. From dates, milestones, evidence and
measures the rules work out what the record supports, with reasons in words. The record is never
better than what was declared.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from tracker.rules.ladders import Delivery, Direction, EvidenceKind, Impact, Verdict

STALE_AFTER_DAYS = 35


@dataclass(frozen=True)
class EvidenceFacts:
    """One evidence item: `effective_on` is the day it speaks about, `verdict` that of its newest check."""

    kind: EvidenceKind
    effective_on: date | None
    verdict: Verdict | None = None


@dataclass(frozen=True)
class MilestoneFacts:
    """A dated step of an action; `done_on` is None while it is open."""

    due_on: date
    done_on: date | None
    title: str


@dataclass(frozen=True)
class MeasureFacts:
    """A linked measure with up to two newest readings, the older one first."""

    name: str
    direction: Direction
    last_two: tuple[Decimal, ...] = ()


@dataclass(frozen=True)
class ActionFacts:
    """Everything about one action that the rules look at.

    `embedded_on` is the day on which *embedded* was first declared and supported, `keep_reason` why a
    status better than the record is kept ("" when none was given). `date_moves` counts moves of the due
    date, whoever approved them.
    """

    declared_delivery: Delivery
    declared_impact: Impact
    created_on: date
    due_on: date | None = None
    original_due_on: date | None = None
    date_moves: int = 0
    start_on: date | None = None
    forecast_on: date | None = None
    last_update_on: date | None = None
    milestones: tuple[MilestoneFacts, ...] = ()
    evidence: tuple[EvidenceFacts, ...] = ()
    measures: tuple[MeasureFacts, ...] = ()
    embedded_on: date | None = None
    keep_reason: str = ""


@dataclass(frozen=True)
class Standing:
    """What the rules say about an action on one day.

    `days_late` is 0 unless it is overdue, `days_since_update` None when nobody has updated it yet.
    Reasons are whole phrases, the weightiest first. `is_flattering` means that a declared status is
    better than the record, `needs_reason` that nobody has said why. `next_change_on` is the next day on
    which the passing of time alone can change a status, a flag or the list of reasons; counts of days
    inside the reasons grow daily.
    """

    declared_delivery: Delivery
    declared_impact: Impact
    record_delivery: Delivery
    record_impact: Impact
    delivery_reasons: tuple[str, ...]
    impact_reasons: tuple[str, ...]
    is_overdue: bool
    days_late: int
    is_stale: bool
    days_since_update: int | None
    is_verified: bool
    is_flattering: bool
    needs_reason: bool
    next_change_on: date | None


def stand(facts: ActionFacts, today: date, stale_after_days: int = STALE_AFTER_DAYS) -> Standing:
    """Work out the standing of an action on the day `today`."""
    raise NotImplementedError

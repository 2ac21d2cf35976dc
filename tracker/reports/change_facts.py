"""What changed between two reports, as facts: a part of the newer report's value."""

from dataclasses import dataclass, field
from datetime import date

from tracker.reports.facts import DateMove, Name
from tracker.reports.stored import added_in
from tracker.rules.ladders import Delivery, Impact


@dataclass(frozen=True)
class Standing:
    """How an action stands, as far as reports are compared."""

    record: Delivery
    record_impact: Impact
    due: date | None
    is_overdue: bool
    is_delivered: bool
    is_verified: bool


@dataclass(frozen=True)
class ActionChange:
    """An action that differs between two reports. Without `before` it is new, without `after` it is gone.

    `moves` are the moves of its due date in between, with the reasons and who approved them.
    """

    label: str
    title: str
    before: Standing | None = None
    after: Standing | None = None
    moves: tuple[DateMove, ...] = ()


@dataclass(frozen=True)
class RecommendationChange:
    """A recommendation that differs: whether it was closed before and is closed now; None where not there."""

    number: int
    title: str
    was_closed: bool | None = None
    is_closed: bool | None = None


@dataclass(frozen=True)
class Since:
    """What changed since the last report to the same body: which report that was, and every difference.

    `joined` and `left` are those who answer for actions now and did not before, and the other way round.
    """

    number: int
    as_at: date
    met_on: date | None = None
    actions: tuple[ActionChange, ...] = ()
    recommendations: tuple[RecommendationChange, ...] = ()
    joined: tuple[Name, ...] = field(default=(), metadata=added_in(4))
    left: tuple[Name, ...] = field(default=(), metadata=added_in(4))

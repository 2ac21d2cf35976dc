"""What a report tells of the past: the counts of earlier reports, and the events of a recommendation."""

from dataclasses import dataclass
from datetime import date

from tracker.rules.ladders import Delivery, Impact


@dataclass(frozen=True)
class Event:
    """One thing that happened to a recommendation: to an action, to evidence ("E3") or to itself ("R5").

    A declared status has its steps; `why` is the reason that somebody gave.
    """

    on: date
    label: str
    what: str
    by: str = ""
    why: str = ""
    delivery: Delivery | None = None
    impact: Impact | None = None


@dataclass(frozen=True)
class TrendPoint:
    """How many actions stood where, by the record, in an earlier issued report of the plan."""

    report: int
    as_at: date
    off_track: int
    at_risk: int
    not_started: int
    on_track: int
    delivered: int
    verified: int

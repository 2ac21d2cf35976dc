"""The trend of the plan: how many actions stood where, report by report, as rows, in words, as a picture."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from markupsafe import Markup

from tracker.reports import charts
from tracker.reports.findings import counts, stages, word
from tracker.reports.past import TrendPoint
from tracker.reports.snapshot import Snapshot
from tracker.reports.words import counted, long_date, number, short_date
from tracker.rules.ladders import PRINT_ORDER, Delivery

MOST_POINTS = 6  # earlier reports that a trend shows
_KEPT = 24  # points that a report hands on to the next
_BAR = 150  # points wide


def with_itself(snapshot: Snapshot) -> tuple[TrendPoint, ...]:
    """Return what an issued report hands on to the next: the trend that it showed, and its own counts."""
    if snapshot.number is None:
        raise ValueError("only an issued report can be a point of the trend")
    before = [one for one in snapshot.trend if one.as_at < snapshot.as_at]
    return (*before, _point(snapshot, snapshot.number))[-_KEPT:]


def _point(snapshot: Snapshot, report: int) -> TrendPoint:
    found = counts(snapshot.actions)
    return TrendPoint(
        report=report,
        as_at=snapshot.as_at,
        verified=stages(snapshot.actions).verified,
        **{step.value: found.get(step, 0) for step in Delivery},
    )


@dataclass(frozen=True)
class TrendRow:
    """One row of the trend: its day, the counts by the record, and how many were verified."""

    as_at: date
    counts: dict[Delivery, int]
    verified: int
    is_now: bool

    @property
    def whole(self) -> int:
        """Return how many actions the plan had."""
        return sum(self.counts.values())


def trend_rows(snapshot: Snapshot) -> list[TrendRow]:
    """Return the last earlier reports and this one, the oldest first; nothing where this is the first."""
    if not snapshot.trend or not snapshot.actions:
        return []
    points = [*snapshot.trend[-MOST_POINTS:], _point(snapshot, 0)]
    return [
        TrendRow(
            one.as_at,
            {step: count for step in PRINT_ORDER if (count := getattr(one, step.value))},
            one.verified,
            is_now=place == len(points),
        )
        for place, one in enumerate(points, 1)
    ]


@dataclass(frozen=True)
class Bar:
    """A row of the short table: what it shows, and the counts."""

    label: str
    counts: dict[Delivery, int]

    @property
    def whole(self) -> int:
        """Return how many actions the bar shows."""
        return sum(self.counts.values())


def now_and_before(snapshot: Snapshot, most: int) -> list[Bar]:
    """Return what owners say and the record shows now, and what it showed in so many earlier reports."""
    when = ", now" if most else ""
    found = [
        Bar(f"Owners say{when}", counts(snapshot.actions, declared=True)),
        Bar(f"Record{when}", counts(snapshot.actions)),
    ]
    earlier = [row for row in trend_rows(snapshot) if not row.is_now]
    earlier = earlier[-most:] if most else []
    return [*found, *(Bar(f"Record, {short_date(row.as_at)}", row.counts) for row in reversed(earlier))]


def now_sentence(snapshot: Snapshot) -> str:
    """Return in how many actions owners and record agree, and how the plan went since the last report."""
    agree = sum(action.declared == action.record for action in snapshot.actions)
    of_all = f"{number(agree)} of {counted(len(snapshot.actions), 'action')}"
    told = f"Owners and record agree about delivery for {of_all}."
    rows = trend_rows(snapshot)
    return f"{told} {trend_sentence(rows[-2:])}" if rows else told


def trend_sentence(rows: Sequence[TrendRow]) -> str:
    """Return how delivered, verified and off track went from the first row to the last."""
    first, last = rows[0], rows[-1]
    told = [
        _way("delivered", first.counts.get(Delivery.DELIVERED, 0), last.counts.get(Delivery.DELIVERED, 0)),
        _way("verified", first.verified, last.verified),
        _way("off track", first.counts.get(Delivery.OFF_TRACK, 0), last.counts.get(Delivery.OFF_TRACK, 0)),
    ]
    return f"Since {long_date(first.as_at)}, by the record: {'; '.join(told)}."


def _way(what: str, before: int, now: int) -> str:
    if before == now:
        return f"{what} unchanged at {number(now)}"
    return f"{what} {'up' if now > before else 'down'} from {number(before)} to {number(now)}"


def trend_heading(rows: Sequence[TrendRow]) -> str:
    """Return the finding of the trend in a few words, for its heading."""
    before, now = (one.counts.get(Delivery.DELIVERED, 0) for one in (rows[0], rows[-1]))
    if before == now:
        return f"Delivered actions: {number(now)}, as many as on {short_date(rows[0].as_at)}"
    verb = "grown" if now > before else "fallen"
    return f"Delivered actions have {verb} from {number(before)} to {number(now)}"


def bar(snapshot: Snapshot, what: str, shown: dict[Delivery, int], most: int) -> Markup:
    """Draw one bar on a scale up to `most`; `what` says what it shows."""
    told = ", ".join(f"{count} {word(snapshot, step).lower()}" for step, count in shown.items())
    return charts.status_bars(
        f"{what}: {told or 'no actions'}.",
        [("", shown)],
        snapshot.delivery_key,
        width=_BAR,
        label_width=0,
        most=most,
    )

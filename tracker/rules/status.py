"""What the record shows beside what an owner declares.

The owner of an action declares a delivery and an impact status. From dates, milestones, evidence and
measures the rules work out what the record supports, with reasons in words. The record is never
better than what was declared.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from tracker.rules.calendar import months_after
from tracker.rules.ladders import (
    IMPACT_ORDER,
    KIND_NAMES,
    Delivery,
    Direction,
    EvidenceKind,
    Impact,
    Verdict,
    is_better,
    worse_of,
)
from tracker.rules.wording import counted, day_words, number_words, times

STALE_AFTER_DAYS = 35
DATE_MOVES_AT_RISK = 2
LASTING_MONTHS = 6
CHALLENGED = "Evidence challenged"


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
    """A linked measure with up to two newest readings, the older one first, in its unit ("%", "weeks")."""

    name: str
    direction: Direction
    last_two: tuple[Decimal, ...] = ()
    unit: str = ""


@dataclass(frozen=True)
class ActionFacts:
    """Everything about one action that the rules look at.

    `embedded_on` is the day on which *embedded* was reached, `keep_reason` why a status better than the
    record is kept ("" when none was given). `date_moves` counts moves of the due date, whoever approved them.
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
    Reasons are whole phrases, the weightiest first; they name every fact that speaks against the action,
    also where the owner has declared no better than that. `is_verified` means delivered, with at least
    one verified evidence item and none challenged; `is_challenged` that any item is. `is_flattering`
    means that a declared status is better than the record, `needs_reason` that nobody has said why.
    `next_change_on` is the next day on which the passing of time alone can change a status, a flag or
    the list of reasons; counts of days inside the reasons grow daily.
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
    is_challenged: bool
    is_flattering: bool
    needs_reason: bool
    next_change_on: date | None


def stand(facts: ActionFacts, today: date, stale_after_days: int = STALE_AFTER_DAYS) -> Standing:
    """Work out the standing of an action on the day `today`.

    Facts that carry a day after `today` (a milestone done later, evidence that speaks about a later day)
    do not count yet, so the same facts can be judged as at a past day. An open action is stale when its
    last update is more than `stale_after_days` days old.
    """
    is_open = facts.declared_delivery is not Delivery.DELIVERED
    days_late = _days_late(facts, today)
    is_stale = is_open and (today - _update_clock(facts)).days > stale_after_days

    findings: list[tuple[Delivery, str]] = []
    if days_late:
        late = f"{counted(days_late, 'day')} late: due {_day(facts.due_on)}"
        findings.append((Delivery.OFF_TRACK, late))
    risks = [*_missed_milestones(facts, today)]
    if is_open:
        risks += _signs_of_slipping(facts)
        if is_stale:
            risks.append(_stale_words(facts, today))
    else:
        risks += _unproven_delivery(facts, today)
    risks += _measures_getting_worse(facts)
    findings += [(Delivery.AT_RISK, words) for words in risks]

    record_delivery = facts.declared_delivery
    for step, _ in findings:
        record_delivery = worse_of(record_delivery, step)
    impact_reasons = tuple(_unproven_impact(facts, today))
    record_impact = facts.declared_impact
    if impact_reasons:
        record_impact = IMPACT_ORDER[IMPACT_ORDER.index(facts.declared_impact) - 1]

    is_challenged = any(item.verdict is Verdict.CHALLENGED for item in facts.evidence)
    is_flattering = is_better(facts.declared_delivery, record_delivery) or is_better(
        facts.declared_impact, record_impact
    )
    return Standing(
        declared_delivery=facts.declared_delivery,
        declared_impact=facts.declared_impact,
        record_delivery=record_delivery,
        record_impact=record_impact,
        delivery_reasons=tuple(words for _, words in findings),
        impact_reasons=impact_reasons,
        is_overdue=days_late > 0,
        days_late=days_late,
        is_stale=is_stale,
        days_since_update=(today - facts.last_update_on).days if facts.last_update_on else None,
        is_verified=not is_open and bool(_verified(facts, today)) and not is_challenged,
        is_challenged=is_challenged,
        is_flattering=is_flattering,
        needs_reason=is_flattering and not facts.keep_reason.strip(),
        next_change_on=_next_change_on(facts, today, stale_after_days),
    )


def _day(day: date | None) -> str:
    return day_words(day) if day else "no date"


def _days_late(facts: ActionFacts, today: date) -> int:
    """Days after the due date, 0 when delivered, not late or without a due date."""
    if facts.due_on is None or facts.declared_delivery is Delivery.DELIVERED:
        return 0
    return max(0, (today - facts.due_on).days)


def _update_clock(facts: ActionFacts) -> date:
    """The day from which the wait for an update is counted.

    That is the last update, or the day the action was added. An action that has not started is not asked
    about before its start date, so there the start date counts when it is the later one.
    """
    since = facts.last_update_on or facts.created_on
    if facts.declared_delivery is Delivery.NOT_STARTED and facts.start_on:
        return max(since, facts.start_on)
    return since


def _stale_words(facts: ActionFacts, today: date) -> str:
    since = _update_clock(facts)
    waited = counted((today - since).days, "day")
    if since == facts.last_update_on:
        return f"No update for {waited}"
    if since == facts.created_on and facts.last_update_on is None:
        return f"No update yet, {waited} after it was added"
    return f"No update in the {waited} since its start date"


def _is_done(milestone: MilestoneFacts, today: date) -> bool:
    return milestone.done_on is not None and milestone.done_on <= today


def _missed_milestones(facts: ActionFacts, today: date) -> list[str]:
    missed = [step for step in facts.milestones if step.due_on < today and not _is_done(step, today)]
    missed.sort(key=lambda step: (step.due_on, step.title))
    return [f"Milestone missed: {step.title}, due {day_words(step.due_on)}" for step in missed]


def _signs_of_slipping(facts: ActionFacts) -> list[str]:
    signs = []
    if facts.due_on and facts.forecast_on and facts.forecast_on > facts.due_on:
        forecast, due = day_words(facts.forecast_on), day_words(facts.due_on)
        signs.append(f"Forecast {forecast} is after the due date, {due}")
    if facts.date_moves >= DATE_MOVES_AT_RISK:
        first = f": first due {day_words(facts.original_due_on)}" if facts.original_due_on else ""
        signs.append(f"Due date moved {times(facts.date_moves)}{first}")
    return signs


def _verified(facts: ActionFacts, today: date) -> list[EvidenceFacts]:
    return [
        item
        for item in facts.evidence
        if item.verdict is Verdict.VERIFIED and (item.effective_on is None or item.effective_on <= today)
    ]


def _nothing_verified_words(facts: ActionFacts) -> str:
    if not facts.evidence:
        return "No evidence yet"
    if len(facts.evidence) == 1:
        is_challenged = facts.evidence[0].verdict is Verdict.CHALLENGED
        return CHALLENGED if is_challenged else "Evidence not yet verified"
    return f"None of {len(facts.evidence)} evidence items is verified"


def _unproven_delivery(facts: ActionFacts, today: date) -> list[str]:
    return [] if _verified(facts, today) else [_nothing_verified_words(facts)]


def _measures_getting_worse(facts: ActionFacts) -> list[str]:
    worse = []
    for measure in facts.measures:
        if len(measure.last_two) < 2:
            continue
        before, after = measure.last_two[-2:]
        falls_short = measure.direction is Direction.HIGHER and after < before
        overshoots = measure.direction is Direction.LOWER and after > before
        if falls_short or overshoots:
            way = f"from {_reading(before, measure.unit, is_first=True)} to {_reading(after, measure.unit)}"
            worse.append(f"Measure moving the wrong way: {measure.name}, {way}")
    return worse


def _reading(value: Decimal, unit: str, *, is_first: bool = False) -> str:
    """A reading in its unit: "38%", "£1200", "21 weeks". A word stands only behind the second of two."""
    if unit in ("%", "£"):
        return number_words(value) + unit if unit == "%" else unit + number_words(value)
    return number_words(value) if is_first else f"{number_words(value)} {unit}".rstrip()


def _unproven_impact(facts: ActionFacts, today: date) -> list[str]:
    """Why the declared impact is not supported, empty when it is.

    The reasons do not name the step, because a plan may have its own word for it.
    """
    verified = _verified(facts, today)
    match facts.declared_impact:
        case Impact.SOME_EVIDENCE:
            return [] if verified else [_nothing_verified_words(facts)]
        case Impact.EMBEDDED:
            kinds = sorted({item.kind for item in verified})
            if len(kinds) >= 2:
                return []
            found = f"only {KIND_NAMES[kinds[0]]} is" if kinds else "none is"
            return [f"Two kinds of evidence must be verified: {found}"]
        case Impact.SUSTAINED:
            return _unproven_lasting(facts, verified)
        case Impact.TOO_EARLY:
            return []


def _unproven_lasting(facts: ActionFacts, verified: list[EvidenceFacts]) -> list[str]:
    if facts.embedded_on is None:
        return ["No day is known from which six months could be counted: it has not been at the step before"]
    from_day = months_after(facts.embedded_on, LASTING_MONTHS)
    if any(item.effective_on and item.effective_on >= from_day for item in verified):
        return []
    step_before = f"six months after it reached the step before on {day_words(facts.embedded_on)}"
    return [f"No verified evidence from {day_words(from_day)} or later, {step_before}"]


def _next_change_on(facts: ActionFacts, today: date, stale_after_days: int) -> date | None:
    """The first day after `today` on which time alone can add or remove a reason or a flag."""
    one_day = timedelta(days=1)
    days = [
        item.effective_on
        for item in facts.evidence
        if item.verdict is Verdict.VERIFIED and item.effective_on is not None
    ]
    for milestone in facts.milestones:
        if milestone.done_on is None:
            days.append(milestone.due_on + one_day)
        elif milestone.done_on > milestone.due_on:
            days += [milestone.due_on + one_day, milestone.done_on]
    if facts.declared_delivery is not Delivery.DELIVERED:
        days.append(_update_clock(facts) + timedelta(days=stale_after_days + 1))
        if facts.due_on:
            days.append(facts.due_on + one_day)
    return min((day for day in days if day > today), default=None)

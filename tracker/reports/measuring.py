"""Measures in words: which way they went, where they stand against the target, what a chart shows."""

from tracker.reports.facts import Measure
from tracker.reports.findings import is_better, misses_target
from tracker.reports.words import capital, long_date, month, value
from tracker.rules.ladders import DIRECTION_WORDS, Direction

_MOST_OF_A_YEAR = 330  # days


def now(measure: Measure) -> str:
    """Return the newest reading as printed."""
    return value(measure.readings[-1].value, measure.unit) if measure.readings else "no reading yet"


def citation(measure: Measure) -> str:
    """Return what stands for `{m:CODE}` in a text: "453, down from 488 in October"."""
    if not measure.readings:
        return now(measure)
    last = measure.readings[-1]
    told = value(last.value, measure.unit)
    if len(measure.readings) == 1:
        return told
    before = measure.readings[-2]
    # A month says enough while it cannot be taken for that of another year.
    is_near = (last.on - before.on).days < _MOST_OF_A_YEAR
    when = month(before.on).split()[0] if is_near else month(before.on)
    if before.value == last.value:
        return f"{told}, the same as in {when}"
    way = "up" if last.value > before.value else "down"
    return f"{told}, {way} from {value(before.value, measure.unit)} in {when}"


def in_words(measure: Measure) -> str:
    """Return how a measure moved over its last two readings and where it stands against its target."""
    if not measure.readings:
        return "No reading yet"
    parts = []
    last = measure.readings[-1].value
    if len(measure.readings) > 1:
        before = measure.readings[-2].value
        if last == before:
            parts.append("no change")
        elif measure.direction == Direction.NEITHER:
            parts.append("up" if last > before else "down")
        else:
            parts.append("better" if is_better(measure, last, before) else "worse")
    if measure.target is not None and measure.direction != Direction.NEITHER:
        parts.append("short of target" if misses_target(measure) else "target met")
    return capital("; ".join(parts)) or "First reading"


def sentence(measure: Measure) -> str:
    """Return what a chart of the measure shows: its way, its target and where others stand."""
    if not measure.readings:
        return f"{measure.title}: no reading yet."
    first, last = measure.readings[0], measure.readings[-1]
    told = f"{value(last.value, measure.unit)} in {month(last.on)}"
    if len(measure.readings) == 1:
        told = f"{measure.title}: {told}."
    elif first.value == last.value:
        told = f"{measure.title}: {told}, the same as in {month(first.on)}."
    else:
        way = "up" if last.value > first.value else "down"
        told = f"{measure.title}: {told}, {way} from {value(first.value, measure.unit)} in {month(first.on)}."
    if measure.target is not None:
        told += f" The target is {value(measure.target, measure.unit)}."
    for other in measure.comparators:
        told += f" {other.name}: {value(other.value, measure.unit)}."
    return told


def chart_note(measure: Measure, *, small: bool = False) -> str:
    """Return the line under a chart's heading: for a small one its state, else unit and direction."""
    if small:
        return f"{in_words(measure)}."
    unit = "Per cent" if measure.unit == "%" else capital(measure.unit) or "Count"
    return (
        f"{unit}. {DIRECTION_WORDS[measure.direction]}. The scale does not start at zero unless it says so."
    )


def facts(measure: Measure) -> str:
    """Return unit, direction, start, target and comparators in one line, for appendix C."""
    parts = ["Per cent" if measure.unit == "%" else capital(measure.unit) or "Count"]
    parts.append(DIRECTION_WORDS[measure.direction])
    if measure.baseline is not None:
        on = f" ({long_date(measure.baseline_on)})" if measure.baseline_on else ""
        parts.append(f"Start {value(measure.baseline, measure.unit)}{on}")
    if measure.target is not None:
        by = f" by {long_date(measure.target_on)}" if measure.target_on else ""
        parts.append(f"Target {value(measure.target, measure.unit)}{by}")
    parts += [f"{other.name} {value(other.value, measure.unit)}" for other in measure.comparators]
    if measure.source:
        parts.append(f"Source: {measure.source}")
    return ". ".join(parts) + "."

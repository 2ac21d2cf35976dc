"""The report's own charts, drawn from a snapshot with the shapes of `charts`."""

from decimal import Decimal

from markupsafe import Markup

from tracker.reports import charts
from tracker.reports.facts import Measure, SafetyMap
from tracker.reports.findings import counts, stages
from tracker.reports.findings import word as step_word
from tracker.reports.measuring import sentence
from tracker.reports.safety import draw_scale
from tracker.reports.snapshot import Snapshot
from tracker.reports.words import counted, listed, value
from tracker.rules.ladders import Delivery

_COMMON_WORDS = {
    "council",
    "county",
    "city",
    "borough",
    "metropolitan",
    "district",
    "london",
    "of",
    "the",
    "royal",
}


def declared_and_record(snapshot: Snapshot) -> Markup:
    """Draw two bars of all actions: what their owners say, and what the record shows."""
    said = counts(snapshot.actions, declared=True)
    shown = counts(snapshot.actions)

    def told(found: dict[Delivery, int]) -> str:
        return (
            ", ".join(f"{count} {step_word(snapshot, step).lower()}" for step, count in found.items())
            or "none"
        )

    return charts.status_bars(
        f"All {len(snapshot.actions)} actions. Owners say: {told(said)}. The record shows: {told(shown)}.",
        [("Owners say", said), ("The record shows", shown)],
        snapshot.delivery_key,
    )


def stages_chart(snapshot: Snapshot) -> Markup:
    """Draw how many actions are delivered by their owners' word, verified, and of lasting effect."""
    found = stages(snapshot.actions)
    return charts.stages(
        f"Of {found.whole} actions, {found.delivered} are delivered according to their owners, "
        f"{found.verified} have been verified by somebody else, and {found.lasting} are known to have made "
        "a lasting difference.",
        [
            ("Delivered, say their owners", found.delivered),
            ("Verified by somebody else", found.verified),
            ("Known to make a lasting difference", found.lasting),
        ],
        found.whole,
        snapshot.council.first_colour,
    )


def measure_chart(snapshot: Snapshot, measure: Measure, *, small: bool = False) -> Markup:
    """Draw a measure with at least one reading: its line, its target, its comparators."""
    return draw_measure(measure, snapshot.council.name, snapshot.council.first_colour, small=small)


def draw_measure(measure: Measure, council: str, colour: str, *, small: bool = False) -> Markup:
    """Draw a measure with at least one reading for page or paper; the line takes `colour` ("#rrggbb")."""
    unit = "%" if measure.unit == "%" else ""

    def line(name: str, amount: Decimal) -> charts.Line:
        return charts.Line(name, float(amount), value(amount, unit))

    return charts.readings(
        sentence(measure),
        [(reading.on, reading.value) for reading in measure.readings],
        [value(reading.value, unit) for reading in measure.readings],
        own=_short_name(council),
        unit=measure.unit,
        colour=colour,
        target=None if measure.target is None else line("Target", measure.target),
        others=[line(other.name, other.value) for other in measure.comparators],
        description=_what_is_drawn(measure),
        width=238 if small else charts.WIDTH,
        height=92 if small else 100,
    )


def _what_is_drawn(measure: Measure) -> str:
    """Return what the lines and marks of a measure's picture are, for who cannot see it."""
    told = f"A line through {counted(len(measure.readings), 'reading')}"
    if measure.target is not None:
        told += ", with the target as a dashed line"
    if others := [other.name for other in measure.comparators]:
        told += f", and {'a mark' if len(others) == 1 else 'marks'} for {listed(others)}"
    return f"{told}."


def scale_chart(snapshot: Snapshot, safety_map: SafetyMap) -> Markup:
    """Draw where the council put itself on a priority, from 0 to 10, over time."""
    marks = [(mark.on, mark.value) for mark in safety_map.scale]
    return draw_scale(marks, snapshot.council.first_colour)


def measure_spark(measure: Measure) -> Markup:
    """Draw a measure with at least one reading so small that it stands in a row of a table."""
    return charts.spark(
        sentence(measure),
        [(reading.on, reading.value) for reading in measure.readings],
        target=measure.target,
    )


def _short_name(council: str) -> str:
    """Return "Harlmere" for "Harlmere County Council": beside a line there is little room."""
    words = [one for one in council.split() if one.lower() not in _COMMON_WORDS]
    return " ".join(words) if words and len(" ".join(words)) <= 18 else "Our council"

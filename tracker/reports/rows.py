"""Rows of the report's tables, where a row is more than one fact."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from tracker.reports.facts import Action, Measure, Milestone, Reading
from tracker.reports.findings import Stages, late, rated_too_high, reasons_but_lateness, stages, unchecked
from tracker.reports.sentences import answer, inspection_date, other_provider
from tracker.reports.snapshot import Snapshot
from tracker.reports.words import capital, counted, listed, long_date, number, short_date, stop, value
from tracker.rules.ladders import Delivery
from tracker.rules.status import CHALLENGED

_LONG_ROW = 700
_NONE = "–"


MOST_OF_A_SERVICE = 5


@dataclass(frozen=True)
class SourceRow:
    """The roll-up of one inspection, or of all: numbers of recommendations and of their actions."""

    name: str
    note: str
    recommendations: int
    closed: int
    stages: Stages


def source_rows(snapshot: Snapshot) -> list[SourceRow]:
    """Return the roll-up by inspection, and of all where there is more than one row."""
    groups = [
        (one.title, listed_words(other_provider(snapshot, one), inspection_date(one)), place)
        for place, one in enumerate(snapshot.inspections)
    ]
    rows = []
    for name, note, place in [*groups, ("Added by the council", "", None)]:
        asked = [one for one in snapshot.recommendations if one.source == place]
        if asked or place is not None:
            labels = {label for one in asked for label in one.actions}
            actions = [action for action in snapshot.actions if action.label in labels]
            closed = sum(one.closed_on is not None for one in asked)
            rows.append(SourceRow(name, note, len(asked), closed, stages(actions)))
    if len(rows) > 1:
        closed = sum(one.closed_on is not None for one in snapshot.recommendations)
        rows.append(SourceRow("All", "", len(snapshot.recommendations), closed, stages(snapshot.actions)))
    return rows


def listed_words(*parts: str) -> str:
    """Return the parts that are not empty, with commas between."""
    return ", ".join(part for part in parts if part)


@dataclass(frozen=True)
class ServiceRow:
    """One stage of the child's journey with the actions and measures that belong to it."""

    name: str
    actions: tuple[Action, ...]
    measures: tuple[Measure, ...]

    @property
    def late(self) -> int:
        """Return how many of its actions are late."""
        return len(late(self.actions))

    @property
    def shown(self) -> list[Action]:
        """Return the actions to look at: off track, then at risk by the record, at most five."""
        worst = (Delivery.OFF_TRACK, Delivery.AT_RISK)
        return [one for step in worst for one in self.actions if one.record == step][:MOST_OF_A_SERVICE]

    @property
    def others(self) -> list[Action]:
        """Return the actions that are not shown."""
        shown = {one.label for one in self.shown}
        return [one for one in self.actions if one.label not in shown]


def service_rows(snapshot: Snapshot, names: Collection[str] | None = None) -> list[ServiceRow]:
    """Return the services, or those with these names, in the order of the child's journey."""
    return [
        ServiceRow(
            name,
            tuple(action for action in snapshot.actions if action.service == name),
            tuple(measure for measure in snapshot.measures if name in measure.services),
        )
        for name in snapshot.services
        if names is None or name in names
    ]


@dataclass(frozen=True)
class Ratings:
    """Actions rated too high: those shown, and in a sentence those that are not."""

    shown: list[Action]
    rest: str


def glance_rooms(snapshot: Snapshot) -> tuple[int, int]:
    """Return how many late actions and how many ratings fit on the one page of At a glance.

    Heights in millimetres, measured on rendered pages; what does not fit is counted and stands in appendix A.
    """
    overdue = len(late(snapshot.actions))
    high = len(_ratings(snapshot))
    own, asks = snapshot.commentary("glance"), snapshot.commentary("asks")
    lines = -(-len(own.text if own else answer(snapshot)) // 75)
    room = 97 - 7 * max(lines - 2, 0) - (20 + 6 * asks.text.count("\n") if asks else 0)
    rows, ratings = min(overdue, 5), min(high, 5)
    while (
        rows * 15 + ratings * 10 + 5 * (overdue > rows) + 5 * (high > ratings) > room and rows + ratings > 2
    ):
        if rows > ratings:
            rows -= 1
        else:
            ratings -= 1
    return rows, ratings


def worst_ratings(snapshot: Snapshot) -> Ratings:
    """Return the ratings to show at a glance, and how many are left out or only lack verification."""
    found = _ratings(snapshot)
    _, room = glance_rooms(snapshot)
    rest = []
    if len(found) > room:
        rest.append(f"Also rated better: {some_labels(found[room:])}.")
    if waiting := len([one for one in unchecked(snapshot.actions) if one.is_flattering and one not in found]):
        verb = "is" if waiting == 1 else "are"
        rest.append(f"{capital(number(waiting))} {verb} rated delivered without verified evidence.")
    return Ratings(found[:room], " ".join(rest))


def some_labels(actions: Sequence[Action]) -> str:
    """Return the labels of the actions, the first eight of them and the number of the rest."""
    labels = [action.label for action in actions[:8]]
    if rest := len(actions) - len(labels):
        labels.append(f"{number(rest)} more")
    return listed(labels)


def _ratings(snapshot: Snapshot) -> list[Action]:
    """Leave out delivered actions that are only waiting to be verified: a sentence counts them."""
    waiting = {one.label for one in unchecked(snapshot.actions) if one.record == Delivery.AT_RISK}
    return [one for one in rated_too_high(snapshot.actions) if one.label not in waiting]


@dataclass(frozen=True)
class MeasureRow:
    """The figures of a measure as printed, a dash where there is none."""

    on: str
    baseline: str
    before: str
    now: str
    target: str
    similar: str
    england: str


def measure_row(measure: Measure) -> MeasureRow:
    """Return the figures of a measure for the table of high-level data."""
    unit = measure.unit if measure.unit in ("%", "£") else ""
    others = {other.name: value(other.value, unit) for other in measure.comparators}
    readings = measure.readings
    on = [measure.unit if not unit else "", short_date(readings[-1].on) if readings else ""]
    return MeasureRow(
        on=", ".join(part for part in on if part),
        baseline=_NONE if measure.baseline is None else value(measure.baseline, unit),
        before=value(readings[-2].value, unit) if len(readings) > 1 else _NONE,
        now=value(readings[-1].value, unit) if readings else _NONE,
        target=_NONE if measure.target is None else value(measure.target, unit),
        similar=others.get("Similar councils", _NONE),
        england=others.get("England", _NONE),
    )


def last_readings(measure: Measure) -> tuple[Reading, ...]:
    """Return the newest readings that fit in one row of a table; appendix C has them all."""
    return measure.readings[-8:]


MOST_ACROSS = 12


def reading_lines(measure: Measure) -> list[tuple[Reading, ...]]:
    """Return all readings in lines of about equal length, at most as many in each as the page is wide."""
    across = MOST_ACROSS if all(len(reading(measure, one)) < 8 for one in measure.readings) else 6
    lines = -(-len(measure.readings) // across)
    size = -(-len(measure.readings) // max(lines, 1))
    return [measure.readings[place : place + size] for place in range(0, len(measure.readings), size or 1)]


def reading(measure: Measure, one: Reading) -> str:
    """Return a reading as printed where its unit stands beside it: only the signs % and £ go with it."""
    return value(one.value, measure.unit if measure.unit in ("%", "£") else "")


@dataclass(frozen=True)
class Group:
    """A heading of appendix A with its actions."""

    heading: str
    actions: tuple[Action, ...]


def appendix_groups(snapshot: Snapshot) -> list[Group]:
    """Return every action once: under the priority of the recommendation in its label."""
    groups = []
    printed: set[str] = set()
    for priority in snapshot.priorities:
        actions = tuple(action for action in snapshot.actions_of(priority) if action.label not in printed)
        printed |= {action.label for action in actions}
        if actions:
            name = f"Priority {priority.number}: {priority.title}" if priority.number else priority.title
            groups.append(Group(name, actions))
    if rest := tuple(action for action in snapshot.actions if action.label not in printed):
        groups.append(Group("Under no recommendation", rest))
    return groups


def appendix_lines(action: Action) -> list[str]:
    """Return what appendix A adds below the title of an action, a line for each fact."""
    lines = []
    if len(action.recommendations) > 1:
        lines.append(f"Answers recommendations {listed(str(one) for one in action.recommendations)}.")
    if action.how_we_will_know:
        lines.append(f"How we will know: {stop(action.how_we_will_know)}")
    for move in action.moves:
        old = long_date(move.old) or "no date"
        approved = f" Approved by {move.approved_by}." if move.approved_by else ""
        lines.append(f"Moved on {long_date(move.moved_on)} from {old}: {stop(move.reason)}{approved}")
    if action.milestones:
        lines.append(f"Milestones: {'; '.join(_milestone(step) for step in action.milestones)}.")
    if action.keep_reason:
        lines.append(f"Why the better rating is kept: {stop(action.keep_reason)}")
    if action.contributors:
        lines.append(f"With {listed(name.name for name in action.contributors)}.")
    if action.evidence:
        lines.append(f"Evidence: {listed(f'E{number}' for number in action.evidence)}.")
    return lines


def _milestone(step: Milestone) -> str:
    state = f"done {short_date(step.done_on)}" if step.done_on else f"due {short_date(step.due)}"
    return f"{step.title.rstrip('.')}, {state}"


def reasons_shown(action: Action, *, most: int = 99) -> list[str]:
    """Return at most so many of the record's reasons, without the lateness that the row says elsewhere."""
    said = [reason for reason in reasons_but_lateness(action) if action.record != action.declared]
    said += [reason for reason in action.impact_reasons if action.record_impact != action.impact]
    # The check stands above the reasons in the same cell.
    said = [reason for reason in dict.fromkeys(said) if not (action.is_challenged and reason == CHALLENGED)]
    if len(said) <= most:
        return said
    return [*said[:most], f"{capital(number(len(said) - most))} more in appendix A"]


def row_is_long(action: Action) -> bool:
    """Whether a row about the action may be longer than a page, so that it must be let break.

    A page has about sixty lines; the narrowest column takes twenty letters in a line.
    """
    names = [name for name in (action.lead_officer, action.accountable) if name]
    narrow = [name.name + name.post for name in names]
    wide = [action.title, *action.reasons, *action.impact_reasons, *appendix_lines(action)]
    return (
        sum(map(len, narrow)) > _LONG_ROW
        or sum(map(len, wide)) > 2 * _LONG_ROW
        or len(action.title) > _LONG_ROW
    )


def services_sentence(snapshot: Snapshot) -> str:
    """Return how the plan's actions spread over the child's journey."""
    rows = service_rows(snapshot)
    told = sum(len(row.actions) for row in rows)
    belong = "belongs" if told == 1 else "belong"
    whole = counted(len(snapshot.actions), "action")
    of_all = f"All {whole}" if told == len(snapshot.actions) > 1 else f"{capital(number(told))} of {whole}"
    sentence = f"{of_all} {belong} to a stage of the child’s journey."
    if overdue := [row for row in rows if row.late]:
        late_there = listed(f"{row.name} ({row.late})" for row in overdue)
        sentence += f" Late actions stand under {late_there}."
    return sentence


def service_sentence(row: ServiceRow) -> str:
    """Return what meets at one stage of the journey."""
    if not row.actions and not row.measures:
        return "No action and no measure belongs to this stage yet."
    actions, measures = counted(len(row.actions), "action"), counted(len(row.measures), "measure")
    told = f"{capital(actions)} and {measures} meet here."
    if row.actions:
        verb = "are" if row.late > 1 else "is"
        told += f" {capital(number(row.late))} of the actions {verb} late."
    return told

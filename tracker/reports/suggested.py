"""Questions that members may want to ask, drawn from the facts of a report by fixed rules.

Pure functions on the value. Each rule looks for one thing that a councillor would ask about and finds nothing
where there is nothing to ask; the gravest come first. No question is asked of a closed recommendation.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import chain, islice

from tracker.reports.change_facts import ActionChange
from tracker.reports.facts import Action, Measure
from tracker.reports.findings import (
    delivered,
    is_better,
    late,
    misses_target,
    rated_too_high,
    rec_title,
    unchecked,
    unled,
    word,
)
from tracker.reports.snapshot import Snapshot
from tracker.reports.words import brief, capital, counted, listed, long_date, number, value
from tracker.rules.ladders import Delivery, EvidenceKind, Verdict

MOST = 8
_TITLE = 100
_LABELS = 6


@dataclass(frozen=True)
class Suggestion:
    """A question to ask. `about` is the number of the action it concerns, or the heading of a part, or ""."""

    text: str
    about: str = ""


def suggested_questions(snapshot: Snapshot, most: int = MOST) -> list[Suggestion]:
    """Return at most so many questions: the first that each rule finds, then the second ones."""
    found = [list(islice(rule(snapshot), 2)) for rule in _RULES]
    firsts, seconds = ([some[place] for some in found if len(some) > place] for place in (0, 1))
    # One action can give cause for several questions; the first of them is enough.
    asked: dict[str, Suggestion] = {}
    for place, one in enumerate(chain(firsts, seconds)):
        asked.setdefault(one.about or str(place), one)
    return list(asked.values())[:most]


def _named(action: Action) -> str:
    return f"action {action.label} ({brief(action.title, _TITLE)})"


def _some(labels: Iterable[str]) -> str:
    every = list(labels)
    rest = len(every) - _LABELS
    return listed([*every[:_LABELS], *([f"{number(rest)} more"] if rest > 0 else [])])


def _labels(actions: Iterable[Action]) -> str:
    return _some(action.label for action in actions)


def _open(snapshot: Snapshot) -> list[Action]:
    """Return the actions that are not delivered."""
    return [action for action in snapshot.actions if action.declared != Delivery.DELIVERED]


def red_twice(snapshot: Snapshot) -> Iterator[Suggestion]:
    """Off track in this report and in the last one to this body."""
    if snapshot.since is None:
        return
    changed: dict[str, ActionChange] = {one.label: one for one in snapshot.since.actions}
    red = word(snapshot, Delivery.OFF_TRACK).lower()
    when = "when you last met" if snapshot.meeting else "in the last report"
    for action in snapshot.actions:
        if action.record != Delivery.OFF_TRACK:
            continue
        change = changed.get(action.label)
        if change is None or (change.before and change.before.record == Delivery.OFF_TRACK):
            yield Suggestion(
                f"{capital(_named(action))} was {red} {when} and still is. What has been done since, "
                "and what stands in the way?",
                action.label,
            )


def latest(snapshot: Snapshot) -> Iterator[Suggestion]:
    """Late, the latest first."""
    for action in late(snapshot.actions):
        yield Suggestion(
            f"{capital(_named(action))} is {counted(action.days_late, 'day')} late. What does the delay mean "
            "for children, and when will it be done?",
            action.label,
        )


def dated_twice(snapshot: Snapshot) -> Iterator[Suggestion]:
    """Due date moved twice or more, the most often moved first."""
    moves = {one.label: sum(move.old is not None for move in one.moves) for one in _open(snapshot)}
    for action in sorted(_open(snapshot), key=lambda one: -moves[one.label]):
        if moves[action.label] >= 2:
            first = f" from {long_date(action.original_due)}" if action.original_due else ""
            times = "twice" if moves[action.label] == 2 else f"{number(moves[action.label])} times"
            yield Suggestion(
                f"The date of {_named(action)} has moved {times}{first}{_to(action)}",
                action.label,
            )


def _to(action: Action) -> str:
    """Return where the date has moved to, and what to ask about it: a date that has passed cannot hold."""
    until = f" to {long_date(action.due)}" if action.due else ""
    if action.days_late:
        return f"{until} and has passed. When will it be done?"
    return f"{until}. Why should the new date hold?"


def unproven(snapshot: Snapshot) -> Iterator[Suggestion]:
    """Delivered by their owners' word, and verified by nobody else."""
    if found := unchecked(snapshot.actions):
        plural = len(found) > 1
        are, them = ("are", "them") if plural else ("is", "it")
        yield Suggestion(
            f"{capital(counted(len(found), 'action'))} ({_labels(found)}) {are} delivered and nobody else "
            f"has verified {them}. Who will look at the evidence, and by when?",
            found[0].label if not plural else "",
        )


def challenged(snapshot: Snapshot) -> Iterator[Suggestion]:
    """Somebody who checked the evidence did not agree with it."""
    for action in snapshot.actions:
        if action.is_challenged:
            yield Suggestion(
                f"Somebody who checked the evidence of {_named(action)} did not agree with it. What was "
                "wrong, and what has been done about it?",
                action.label,
            )


def wrong_way(snapshot: Snapshot) -> Iterator[Suggestion]:
    """A measure got worse over its last two readings."""
    for measure in snapshot.measures:
        if _got_worse(measure):
            before, now = (value(one.value, measure.unit) for one in measure.readings[-2:])
            goal = (
                f" The target is {value(measure.target, measure.unit)}."
                if measure.target is not None and misses_target(measure)
                else ""
            )
            yield Suggestion(
                f"“{brief(measure.title, 80)}” went from {before} to {now}, which is worse.{goal} Why, and "
                "what is being done?"
            )


def _got_worse(measure: Measure) -> bool:
    if len(measure.readings) < 2:
        return False
    before, now = measure.readings[-2:]
    return is_better(measure, before.value, now.value)


def flattering(snapshot: Snapshot) -> Iterator[Suggestion]:
    """Rated better than the record shows while still open."""
    for action in rated_too_high(snapshot.actions):
        if action.declared != Delivery.DELIVERED and action.record != action.declared:
            said, shown = (word(snapshot, step).lower() for step in (action.declared, action.record))
            yield Suggestion(
                f"{capital(_named(action))} is rated {said} and the record shows {shown}. What does its "
                "owner know that the record does not?",
                action.label,
            )


def unheard(snapshot: Snapshot) -> Iterator[Suggestion]:
    """A priority with delivered actions and no verified voice of children, families or staff."""
    for priority in snapshot.priorities:
        done = delivered(snapshot.actions_of(priority))
        if done and not any(_is_heard(snapshot, action) for action in snapshot.actions_of(priority)):
            title = brief(priority.title, _TITLE)
            yield Suggestion(
                f"Under “{title}”, no verified evidence tells what children, families or staff say. How do "
                "we know that it has helped them?",
                f"Priority {priority.number}" if priority.number else "",
            )


def _is_heard(snapshot: Snapshot, action: Action) -> bool:
    items = (snapshot.evidence_by_number.get(one) for one in action.evidence)
    return any(one and one.kind == EvidenceKind.VOICE and one.verdict == Verdict.VERIFIED for one in items)


def ownerless(snapshot: Snapshot) -> Iterator[Suggestion]:
    """Open actions without a lead officer, or with one whose post is vacant or who has left."""
    if found := unled(_open(snapshot)):
        verb = "has" if len(found) == 1 else "have"
        yield Suggestion(
            f"{capital(counted(len(found), 'action'))} ({_labels(found)}) {verb} no lead officer in post. "
            f"Who answers for {'it' if len(found) == 1 else 'them'}?",
            found[0].label if len(found) == 1 else "",
        )


def unanswered(snapshot: Snapshot) -> Iterator[Suggestion]:
    """Open recommendations without any action."""
    found = [one for one in snapshot.recommendations if not one.actions and one.closed_on is None]
    if len(found) == 1:
        yield Suggestion(
            f"Recommendation {found[0].number} ({rec_title(found[0], _TITLE)}) has no action. What will be "
            "done about it?"
        )
    elif found:
        numbers = _some(str(one.number) for one in found)
        yield Suggestion(f"Recommendations {numbers} have no action. What will be done about them?")


def overdue_recommendations(snapshot: Snapshot) -> Iterator[Suggestion]:
    """Recommendations that should have been met by now and are still open."""
    for one in snapshot.recommendations:
        if one.due and one.due < snapshot.as_at and one.closed_on is None:
            yield Suggestion(
                f"Recommendation {one.number} ({rec_title(one, _TITLE)}) was to be met by "
                f"{long_date(one.due)} and is open. When will it be?"
            )


_RULES: tuple[Callable[[Snapshot], Iterator[Suggestion]], ...] = (
    red_twice, latest, dated_twice, wrong_way, unproven, flattering, challenged, unheard,
    overdue_recommendations, ownerless, unanswered,
)  # fmt: skip

"""What a snapshot's facts come to: counts, what is late, what is rated too high, which actions belong where.

Pure functions on the value. The rules' own results (record, reasons, days late) are facts of the snapshot
and are never worked out a second time here.
"""

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from tracker.reports.facts import Action, Measure, Name, Priority, Recommendation
from tracker.reports.snapshot import Snapshot
from tracker.reports.words import brief, listed, number, stop
from tracker.rules.ladders import PRINT_ORDER, Delivery, Direction, Impact

# How the rules begin the reason that an action is overdue.
_LATE = re.compile(r"\d+ days? late\b")
LASTING = (Impact.EMBEDDED, Impact.SUSTAINED)


def word(snapshot: Snapshot, step: Delivery | Impact) -> str:
    """Return the plan's word for a step."""
    if isinstance(step, Delivery):
        return snapshot.delivery_step[step].word
    return snapshot.impact_step[step].word


def rec_title(one: Recommendation, limit: int = 70) -> str:
    """Return the short title of a recommendation, or the start of its words where it has none."""
    return one.title or brief(one.text, limit)


def counts(actions: Iterable[Action], *, declared: bool = False) -> dict[Delivery, int]:
    """Return how many actions stand at each step, worst first, by the record or as declared."""
    steps = [action.declared if declared else action.record for action in actions]
    return {step: steps.count(step) for step in PRINT_ORDER if step in steps}


def counts_in_words(snapshot: Snapshot, actions: Sequence[Action]) -> str:
    """Return "two off track and one at risk" for the actions by the record, worst first."""
    return listed(
        f"{number(count)} {word(snapshot, step).lower()}" for step, count in counts(actions).items()
    )


def late(actions: Iterable[Action]) -> list[Action]:
    """Return the overdue actions, the latest first."""
    return sorted((action for action in actions if action.days_late), key=lambda action: -action.days_late)


def delivered(actions: Iterable[Action]) -> list[Action]:
    """Return the actions that their owners say are delivered."""
    return [action for action in actions if action.declared == Delivery.DELIVERED]


def unchecked(actions: Iterable[Action]) -> list[Action]:
    """Return the actions declared delivered whose delivery nobody else has verified."""
    return [action for action in delivered(actions) if not action.is_verified]


def rated_too_high(actions: Iterable[Action]) -> list[Action]:
    """Return the actions rated better than the record shows, the greatest distance in delivery first."""
    place = PRINT_ORDER.index
    found = [action for action in actions if action.is_flattering]
    return sorted(found, key=lambda action: place(action.record) - place(action.declared))


def other_reasons(action: Action) -> str:
    """Return the record's reasons as sentences, without the lateness that stands beside them anyway."""
    return " ".join(stop(reason) for reason in reasons_but_lateness(action))


def reasons_but_lateness(action: Action) -> list[str]:
    """Return the record's reasons on delivery, without the one that says how late the action is."""
    return [reason for reason in action.reasons if not (action.days_late and _LATE.match(reason))]


def unled(actions: Iterable[Action]) -> list[Action]:
    """Return the actions for which nobody answers: without a lead officer, of a vacant post, of a leaver."""
    return [action for action in actions if action.lead_officer is None or not action.lead_officer.answers]


@dataclass(frozen=True)
class Stages:
    """How many actions got how far: delivered by their owners' word, verified, of lasting effect."""

    whole: int
    delivered: int
    verified: int
    lasting: int


def stages(actions: Sequence[Action]) -> Stages:
    """Return how many of the actions are delivered, verified and known to make a lasting difference."""
    done = delivered(actions)
    verified = [action for action in done if action.is_verified]
    lasting = [action for action in verified if action.record_impact in LASTING]
    return Stages(len(actions), len(done), len(verified), len(lasting))


def priorities_in(snapshot: Snapshot, numbers: Collection[int] | None) -> tuple[Priority, ...]:
    """Return the priorities with these numbers, or all of them for None."""
    return tuple(one for one in snapshot.priorities if numbers is None or one.number in numbers)


def measures_of(snapshot: Snapshot, priority: Priority) -> list[Measure]:
    """Return the measures that a priority is known by: those of the recommendations it is given with.

    A report that was stored before measures named their recommendations has them by priority alone.
    """
    asked = {one.number for one in priority.recommendations}
    return [
        one
        for one in snapshot.measures
        if priority.number in one.priorities
        and (not one.recommendations or not asked.isdisjoint(one.recommendations))
    ]


def is_better(measure: Measure, one: Decimal, other: Decimal) -> bool:
    """Whether one value of a measure is better than another; neither is where no way is better."""
    if measure.direction == Direction.NEITHER:
        return False
    return one > other if measure.direction == Direction.HIGHER else one < other


def misses_target(measure: Measure) -> bool:
    """Whether the newest reading falls short of the target."""
    if measure.target is None or not measure.readings or measure.direction == Direction.NEITHER:
        return False
    last = measure.readings[-1].value
    return last != measure.target and not is_better(measure, last, measure.target)


def worst_first(snapshot: Snapshot, priority: Priority) -> list[Recommendation]:
    """Return a priority's recommendations: open ones worst first by the record, closed ones at the end."""

    def place(one: Recommendation) -> tuple[bool, int, int]:
        return one.closed_on is not None, PRINT_ORDER.index(one.record), one.number

    return sorted(priority.recommendations, key=place)


def own_actions(snapshot: Snapshot, one: Recommendation) -> list[Action]:
    """Return the actions numbered under a recommendation: their rows stand there and nowhere else."""
    found = [snapshot.action_by_label[label] for label in one.actions]
    return [action for action in found if _is_first(snapshot, action, one)]


def shared_actions(snapshot: Snapshot, one: Recommendation) -> list[Action]:
    """Return the actions that answer a recommendation but have their row under another one."""
    found = [snapshot.action_by_label[label] for label in one.actions]
    return [action for action in found if not _is_first(snapshot, action, one)]


def _is_first(snapshot: Snapshot, action: Action, one: Recommendation) -> bool:
    """Whether an action's row stands under this recommendation: the one in its label, or else its first."""
    own = int(action.label.partition(".")[0])
    return one.number == (own if own in action.recommendations else min(action.recommendations))


def accountable(snapshot: Snapshot, priority: Priority) -> list[Name]:
    """Return the accountable directors of a priority's actions, who has most first."""
    return accountable_people(snapshot.actions_of(priority))


def accountable_people(actions: Iterable[Action]) -> list[Name]:
    """Return who is accountable for the actions, who has most first."""
    names = [action.accountable for action in actions if action.accountable]
    return sorted(dict.fromkeys(names), key=lambda name: -names.count(name))

"""What needs attention: off track, at risk, overdue, rated better than the record, waiting to be verified.

Pure functions on the value. An action can be an exception in several ways and is listed once, where it is
gravest.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from tracker.reports.changes import changed_heading
from tracker.reports.facts import Action, Name
from tracker.reports.findings import counts_in_words, word
from tracker.reports.parts import Part
from tracker.reports.snapshot import Snapshot
from tracker.reports.whys import owners_words
from tracker.reports.words import capital, counted, listed, number, short_date, stop
from tracker.rules.ladders import PRINT_ORDER, Delivery


class Cause(StrEnum):
    """Why an action is an exception, the gravest first."""

    OVERDUE = "overdue"
    OFF_TRACK = "off track"
    AT_RISK = "at risk"
    RATED_BETTER = "rated better than the record"
    UNVERIFIED = "waiting to be verified"


@dataclass(frozen=True)
class Exceptional:
    """An action with the causes for which it is an exception."""

    action: Action
    causes: tuple[Cause, ...]


def causes_of(action: Action) -> tuple[Cause, ...]:
    """Return why an action is an exception, the gravest first; nothing where it is none."""
    waits = action.declared == Delivery.DELIVERED and not action.is_verified
    holds = {
        Cause.OVERDUE: action.days_late > 0,
        Cause.OFF_TRACK: action.record == Delivery.OFF_TRACK,
        Cause.AT_RISK: action.record == Delivery.AT_RISK,
        Cause.RATED_BETTER: action.is_flattering,
        Cause.UNVERIFIED: waits,
    }
    return tuple(cause for cause in Cause if holds[cause])


def exceptions_of(actions: Iterable[Action]) -> list[Exceptional]:
    """Return the actions that are exceptions, the gravest first, the latest of those before the others."""
    found = [Exceptional(action, causes) for action in actions if (causes := causes_of(action))]
    order = list(Cause)
    return sorted(found, key=lambda one: (order.index(one.causes[0]), -one.action.days_late))


def causes_in_words(snapshot: Snapshot, causes: Iterable[Cause]) -> str:
    """Return causes in the plan's own words, without the step that a late action is at anyway."""
    own = {Cause.OFF_TRACK: Delivery.OFF_TRACK, Cause.AT_RISK: Delivery.AT_RISK}
    found = list(causes)
    if Cause.OVERDUE in found:
        found = [cause for cause in found if cause is not Cause.OFF_TRACK]
    said = [word(snapshot, own[cause]).lower() if cause in own else cause.value for cause in found]
    return capital(", ".join(said))


def causes_counted(found: Iterable[Exceptional]) -> dict[Cause, int]:
    """Return how many actions there are for each cause; an action counts for every cause it has."""
    every = [cause for one in found for cause in one.causes]
    return {cause: every.count(cause) for cause in Cause}


def exceptions_sentence(snapshot: Snapshot, found: list[Exceptional]) -> str:
    """Return how many actions are exceptions, and in which ways."""
    if not snapshot.actions:
        return "The plan has no actions yet."
    if not found:
        return (
            "No action is off track, at risk, late, rated better than the record or waiting to be verified."
        )
    tally = causes_counted(found)
    told = [
        f"{number(tally[cause])} {causes_in_words(snapshot, [cause]).lower()}"
        for cause in Cause
        if tally[cause]
    ]
    need = "needs" if len(found) == 1 else "need"
    of_all = f"{capital(number(len(found)))} of {counted(len(snapshot.actions), 'action')} {need} attention"
    return f"{of_all}: {listed(told)}. One action can be counted in several ways."


@dataclass(frozen=True)
class OwnersExceptions:
    """An owner (None: nobody leads the action) with the exceptions among their actions."""

    owner: Name | None
    found: tuple[Exceptional, ...]
    actions: int

    @property
    def counts(self) -> dict[Cause, int]:
        """Return how many of them there are for each cause."""
        return causes_counted(self.found)


def by_owner(snapshot: Snapshot) -> list[OwnersExceptions]:
    """Return the owners that have exceptions: what nobody answers for first, then who has the gravest."""
    grouped: dict[Name | None, list[Action]] = {}
    for action in snapshot.actions:
        grouped.setdefault(action.lead_officer, []).append(action)
    groups = [
        OwnersExceptions(owner, tuple(found), len(actions))
        for owner, actions in grouped.items()
        if (found := exceptions_of(actions))
    ]

    def place(group: OwnersExceptions) -> tuple[object, ...]:
        worst = (-group.counts[cause] for cause in Cause)
        answers = group.owner is not None and group.owner.answers
        return (answers, *worst, group.owner.name if group.owner else "")

    return sorted(groups, key=place)


def owner_sentence(snapshot: Snapshot, group: OwnersExceptions) -> str:
    """Return how an owner's actions stand: how many, and those that need attention by the record."""
    actions = [one.action for one in group.found]
    steps = sorted({action.record for action in actions}, key=PRINT_ORDER.index)
    if len(steps) == 1 and len(actions) == 1:
        told = f"it is {word(snapshot, steps[0]).lower()} by the record"
    else:
        told = f"the record shows {counts_in_words(snapshot, actions)}"
    if group.actions == 1:
        return f"The one action needs attention: {told}."
    return (
        f"{capital(number(len(actions)))} of {counted(group.actions, 'action')} "
        f"{'needs' if len(actions) == 1 else 'need'} attention: {told}."
    )


def last_said(action: Action) -> str:
    """Return what the owner last said: what was done, or what is next where that was left empty."""
    return owners_words(action) or (action.update.next.strip() if action.update else "")


def last_move(action: Action) -> str:
    """Return when, why and by whose approval the due date was moved last, or "" where it never was."""
    moves = [one for one in action.moves if one.old is not None]
    if not moves:
        return ""
    last = moves[-1]
    told = f"Date last moved on {short_date(last.moved_on)}: {stop(last.reason or 'no reason given')}"
    return f"{told} Approved by {last.approved_by}." if last.approved_by else f"{told} Not approved."


def exceptions_outline(snapshot: Snapshot) -> tuple[Part, ...]:
    """Return the parts of the exceptions report in their order."""
    return (
        Part("summary", "What needs attention", "reports/exceptions/summary.html"),
        Part("changed", changed_heading(snapshot), "reports/scrutiny/changed.html"),
        Part("key", "Key", "reports/parts/key.html"),
        Part("owners", "By lead officer", "reports/exceptions/owners.html"),
    )

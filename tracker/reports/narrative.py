"""The five steps of a priority's story, drawn from the updates and the record.

What we said, what we did, what difference it made, what is not there yet, what happens next. Texts of
owners are given in full; what is not there yet is said by the record, whether or not an owner said it.
"""

from dataclasses import dataclass

from tracker.reports.facts import Action, Priority
from tracker.reports.findings import (
    late,
    measures_of,
    misses_target,
    other_reasons,
    rated_too_high,
    rec_title,
    unchecked,
    unled,
    word,
)
from tracker.reports.snapshot import Snapshot
from tracker.reports.words import brief, capital, counted, listed, long_date, number, paragraphs, stop, value
from tracker.rules.ladders import Delivery, EvidenceKind


@dataclass(frozen=True)
class Passage:
    """One paragraph of the story: the action it is about ("" for none), its texts, the evidence it cites."""

    label: str
    texts: tuple[str, ...]
    evidence: tuple[int, ...] = ()


@dataclass(frozen=True)
class Story:
    """The steps of one priority after its introduction."""

    said: tuple[Passage, ...]
    did: tuple[Passage, ...]
    difference: tuple[Passage, ...]
    gaps: tuple[Passage, ...]
    next: tuple[Passage, ...]


def story_of(snapshot: Snapshot, priority: Priority) -> Story:
    """Return the story of a priority as its updates and its record tell it."""
    actions = snapshot.actions_of(priority)
    return Story(
        said=_said(priority, actions),
        did=tuple(
            Passage(
                action.label, tuple(paragraphs(action.update.done)), _cited(snapshot, action, voice=False)
            )
            for action in actions
            if action.update and action.update.done.strip()
        ),
        difference=tuple(
            Passage(
                action.label,
                tuple(paragraphs(action.update.difference)),
                _cited(snapshot, action, voice=True),
            )
            for action in actions
            if action.update and action.update.difference.strip()
        ),
        gaps=tuple(_gaps(snapshot, priority, actions)),
        next=tuple(_next(actions)),
    )


def _cited(snapshot: Snapshot, action: Action, *, voice: bool) -> tuple[int, ...]:
    """Part an action's evidence: what people told us belongs to the difference, the rest to what was done.

    Where an owner wrote only one of the two texts, it carries everything.
    """
    update = action.update
    if update is None or not (update.done.strip() and update.difference.strip()):
        return action.evidence
    items = snapshot.evidence_by_number
    return tuple(one for one in action.evidence if (items[one].kind == EvidenceKind.VOICE) == voice)


def _said(priority: Priority, actions: tuple[Action, ...]) -> tuple[Passage, ...]:
    asked = counted(len(priority.recommendations), "recommendation")
    if not actions:
        return (Passage("", (f"{capital(asked)} and no action yet.",)),)
    dates = [action.original_due for action in actions if action.original_due]
    told = f"{capital(asked)} and {counted(len(actions), 'action')}"
    if not dates:
        return (Passage("", (f"{told}. No due date has been set.",)),)
    if len(dates) == 1:
        return (Passage("", (f"{told}, first due on {long_date(dates[0])}.",)),)
    return (
        Passage("", (f"{told}, first due between {long_date(min(dates))} and {long_date(max(dates))}.",)),
    )


def _gaps(snapshot: Snapshot, priority: Priority, actions: tuple[Action, ...]) -> list[Passage]:
    found: list[Passage] = []
    told: set[str] = set()
    unproven = {action.label for action in unchecked(actions)}
    troubled = late(actions) + [
        action
        for step in (Delivery.OFF_TRACK, Delivery.AT_RISK)
        for action in actions
        if action.record == step and not action.days_late and action.label not in unproven
    ]
    for action in troubled:
        found.append(Passage(action.label, (_trouble(snapshot, action),)))
        told.add(action.label)
    for action in rated_too_high(actions):
        if action.label not in told and action.label not in unproven:
            found.append(Passage(action.label, (_trouble(snapshot, action),)))
    if unproven:
        labels = listed([action.label for action in actions if action.label in unproven])
        alone = len(unproven) == 1
        found.append(
            Passage(
                "",
                (
                    f"{labels} {'is' if alone else 'are'} delivered, "
                    f"{'says its owner' if alone else 'say their owners'}; nobody else has verified it yet.",
                ),
            )
        )
    if challenged := [action.label for action in actions if action.is_challenged]:
        found.append(
            Passage(
                "", (f"Somebody who checked the evidence of {listed(challenged)} did not agree with it.",)
            )
        )
    for measure in measures_of(snapshot, priority):
        if misses_target(measure) and measure.target is not None:
            now = value(measure.readings[-1].value, measure.unit)
            found.append(
                Passage("", (f"{measure.title}: {now}, short of {value(measure.target, measure.unit)}.",))
            )
    for one in priority.recommendations:
        if not one.actions and not one.closed_on:
            found.append(Passage("", (f"Recommendation {one.number} ({rec_title(one)}) has no action yet.",)))
    if ownerless := [action.label for action in unled(actions)]:
        verb = "has" if len(ownerless) == 1 else "have"
        found.append(Passage("", (f"{listed(ownerless)} {verb} no lead officer in post.",)))
    return found


def _trouble(snapshot: Snapshot, action: Action) -> str:
    """Say of one action what is wrong, by how much, why, and why a better rating was kept."""
    parts = []
    if action.days_late:
        parts.append(f"{action.title} is {counted(action.days_late, 'day')} late.")
    elif action.record in (Delivery.OFF_TRACK, Delivery.AT_RISK):
        parts.append(f"{action.title}: {word(snapshot, action.record).lower()} by the record.")
    else:
        parts.append(f"{action.title}.")
    if reasons := other_reasons(action):
        parts.append(reasons)
    if action.is_flattering:
        if action.record != action.declared:
            parts.append(f"Its owner rates it {word(snapshot, action.declared).lower()}.")
        if action.record_impact != action.impact:
            parts.append(_impact_trouble(snapshot, action))
        if action.keep_reason:
            parts.append(f"Reason given: {stop(action.keep_reason)}")
    return " ".join(parts)


def _impact_trouble(snapshot: Snapshot, action: Action) -> str:
    said, shown = word(snapshot, action.impact).lower(), word(snapshot, action.record_impact).lower()
    why = " ".join(stop(reason) for reason in action.impact_reasons)
    return f"Its owner sees {said}; the record shows {shown}. {why}".rstrip()


def _next(actions: tuple[Action, ...]) -> list[Passage]:
    found = []
    for action in actions:
        texts = paragraphs(action.update.next) if action.update else []
        if action.update and action.update.forecast and action.declared != Delivery.DELIVERED:
            texts = [
                *texts[:-1],
                f"{stop(texts[-1]) if texts else ''} Forecast: {long_date(action.update.forecast)}.",
            ]
        if texts:
            found.append(Passage(action.label, tuple(text.strip() for text in texts)))
    return found


def main_risk(snapshot: Snapshot, priority: Priority, title: int = 58) -> str:
    """Return what most endangers a priority by the record, the action's title in so many characters."""
    actions = snapshot.actions_of(priority)
    if overdue := late(actions):
        worst = overdue[0]
        return f"{worst.label} {brief(worst.title, title)}: {counted(worst.days_late, 'day')} late"
    for step in (Delivery.OFF_TRACK, Delivery.AT_RISK):
        for action in actions:
            if action.record == step:
                return f"{action.label} {brief(action.title, title)}: {word(snapshot, step).lower()}"
    if waiting := len(unchecked(actions)):
        return f"{capital(number(waiting))} delivered and not verified"
    return "Nothing late or at risk by the record" if actions else "No action yet"

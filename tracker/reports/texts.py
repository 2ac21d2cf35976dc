"""Every text of a report that somebody wrote, with the place where it was written: for checking them all."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from tracker.reports.facts import Action, Priority
from tracker.reports.snapshot import Snapshot


class Place(StrEnum):
    """What kind of thing a text belongs to."""

    WORDS = "words"
    PRIORITY = "priority"
    RECOMMENDATION = "recommendation"
    ACTION = "action"
    EVIDENCE = "evidence"
    MEASURES = "measures"
    SAFETY_MAP = "safety map"
    QUESTIONS = "questions"


@dataclass(frozen=True)
class PlacedText:
    """A text, and what it belongs to: the key of a section, a number or a label, or "" for none."""

    place: Place
    ref: str
    text: str


def texts_of(snapshot: Snapshot) -> Iterator[PlacedText]:
    """Return the texts that people wrote, but for empty ones and the inspectors' own words."""
    for place, ref, texts in _groups(snapshot):
        for text in texts:
            if text.strip():
                yield PlacedText(place, ref, text)


def _groups(snapshot: Snapshot) -> Iterator[tuple[Place, str, tuple[str, ...]]]:
    for words in snapshot.commentaries:
        yield Place.WORDS, words.section, (words.heading, words.introduction, words.text)
    for priority in snapshot.priorities:
        yield from _of_priority(priority)
    for action in snapshot.actions:
        yield Place.ACTION, action.label, _of_action(action)
    for item in snapshot.evidence:
        yield Place.EVIDENCE, str(item.number), (item.title, item.shows, item.where)
    for measure in snapshot.measures:
        yield Place.MEASURES, measure.code, (measure.title, *(one.note for one in measure.readings))
    for question in snapshot.questions:
        yield Place.QUESTIONS, "", (question.text, question.reply)


def _of_priority(priority: Priority) -> Iterator[tuple[Place, str, tuple[str, ...]]]:
    number = str(priority.number)
    yield Place.PRIORITY, number, (priority.title, priority.introduction)
    for one in priority.recommendations:
        yield Place.RECOMMENDATION, str(one.number), (
            one.response_reason, one.closing_statement, one.due_reason,
        )  # fmt: skip
    if found := priority.safety_map:
        points = (*found.working_well, *found.worried_about, *found.needs_to_happen, *found.how_we_will_know)
        yield Place.SAFETY_MAP, number, points


def _of_action(action: Action) -> tuple[str, ...]:
    update, before = action.update, action.explained
    told: tuple[str, ...] = (update.done, update.difference, update.next) if update else ()
    told += (before.done,) if before else ()
    return (
        action.title,
        action.description,
        action.how_we_will_know,
        action.keep_reason,
        *told,
        *(move.reason for move in action.moves),
        *(step.title for step in action.milestones),
    )

"""The story of a priority on one page of the scrutiny report: five steps, the gravest actions first."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from tracker.reports.exceptions import exceptions_of
from tracker.reports.facts import Action, Priority
from tracker.reports.findings import rec_title
from tracker.reports.narrative import Passage, Story, story_of
from tracker.reports.scrutiny_room import BODY, PAGE, POINT, ROW, ROWS, lines
from tracker.reports.snapshot import Snapshot
from tracker.reports.whys import owners_words
from tracker.reports.words import brief, stop
from tracker.rules.answers import holds_news

# Millimetres that a page holds beside the steps: heading and lead, the table's heading and head, who is
# accountable; and what a step takes beside its lines.
_TOP, _TABLE, _FOOT, _STEP, _GAP = 35.0, 17.0, 8.0, 2.4, 1.3
_WIDTH = 78  # characters in a line of a step
_MORE = " (10 more in the board report)"


@dataclass(frozen=True)
class Told:
    """A passage of a priority's story: the action's number and title ("" for none), and what follows."""

    label: str
    title: str
    text: str


@dataclass(frozen=True)
class Step:
    """A step of a priority's story, cut to what a page holds: its passages, and how many more there are."""

    name: str
    key: str
    passages: tuple[Told, ...]
    more: int = 0


@dataclass(frozen=True)
class Room:
    """How many passages stand in each step, and how many characters a passage and a title have."""

    did: int
    difference: int
    gaps: int
    next: int
    passage: int
    title: int


_ROOMS = (
    Room(3, 3, 5, 3, 320, 140),
    Room(3, 2, 4, 2, 260, 140),
    Room(2, 2, 4, 2, 230, 140),
    Room(2, 2, 3, 2, 170, 140),
    Room(2, 1, 3, 2, 150, 120),
    Room(2, 1, 3, 1, 150, 120),
    Room(1, 1, 3, 1, 145, 110),
    Room(1, 1, 2, 1, 120, 90),
    Room(1, 1, 2, 1, 120, 60),
)


def steps(snapshot: Snapshot, priority: Priority) -> list[Step]:
    """Return the story of a priority in five steps: as many passages in each as its page has room for."""
    story = story_of(snapshot, priority)
    actions = {one.label: one for one in gravest_first(snapshot.actions_of(priority))}
    height = _height(priority)
    for room in _ROOMS[:-1]:
        found = _steps(story, actions, room)
        if sum(_height_of(step) for step in found) <= height:
            return found
    return _steps(story, actions, _ROOMS[-1])


def gravest_first(actions: Iterable[Action]) -> list[Action]:
    """Return all actions: those that need attention, the gravest first, then the others."""
    every = list(actions)
    found = [one.action for one in exceptions_of(every)]
    named = {one.label for one in found}
    return [*found, *(one for one in every if one.label not in named)]


def _steps(story: Story, actions: dict[str, Action], room: Room) -> list[Step]:
    places = {label: place for place, label in enumerate(actions)}

    def told(one: Passage) -> Told:
        text = " ".join(one.texts)
        title = actions[one.label].title if one.label in actions else ""
        if title and text.startswith(title):  # what is not there yet is said of an action by its name
            rest = brief(text.removeprefix(title), room.passage)
            return Told(one.label, brief(title, room.title), f" {rest}" if rest[:1].isalnum() else rest)
        return Told(one.label, stop(brief(title, room.title)), f" {brief(text, room.passage)}")

    def step(name: str, key: str, passages: Sequence[Passage], most: int, instead: str) -> Step:
        found = [one for one in passages if holds_news(" ".join(one.texts))]
        if key != "gaps":  # these stand in their order already
            found.sort(key=lambda one: places.get(one.label, 0))
        shown = tuple(told(one) for one in found[:most])
        return Step(name, key, shown or (Told("", "", instead),), max(0, len(found) - most))

    # What an owner said before saying that nothing has changed is still what was done.
    did = [Passage(one.label, (said,)) for one in actions.values() if (said := owners_words(one))]
    return [
        step("What was said would be done", "said", story.said, 1, ""),
        step("What was done", "did", did, room.did, "No owner has yet said what was done."),
        step(
            "What difference it made", "difference", story.difference, room.difference,
            "No owner has yet said what difference it made for children.",
        ),
        step(
            "What is not there yet", "gaps", story.gaps, room.gaps,
            "Nothing is late, at risk or unverified.",
        ),
        step("What happens next", "next", story.next, room.next, "No next step has been given."),
    ]  # fmt: skip


def _height(priority: Priority) -> float:
    """Return how many millimetres the page of a priority has for its steps."""
    asked = priority.recommendations[:ROWS]
    long = 8 if len(brief(priority.title, 130)) > 60 else 0
    if not asked:
        return PAGE - _TOP - long - _FOOT
    width = 100 if len(asked) < 7 else 46
    table = sum(ROW + 12 * POINT * lines(brief(rec_title(one, width), width), 52) for one in asked)
    return PAGE - _TOP - long - _FOOT - _TABLE - table


def _height_of(step: Step) -> float:
    texts = [f"{one.label}  {one.title}{one.text}" for one in step.passages]
    if step.more:
        texts[-1] += _MORE
    told = sum(BODY * lines(text, _WIDTH) + _GAP for text in texts)
    return _STEP + max(30 * POINT, told)

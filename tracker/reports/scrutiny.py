"""The scrutiny report: the plan for councillors, at most eight pages with up to four priorities.

Every list ends at ten rows and every text at a length, so that the number of pages does not grow with the
plan: one for the summary, two for what changed, the exceptions and the questions to ask, one for each
priority, one for measures, replies and glossary. The lengths go with the sizes in styles/scrutiny.css; a test
lays out a large plan with long texts and counts.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from tracker.reports.exceptions import exceptions_of
from tracker.reports.facts import Measure, Priority, Question
from tracker.reports.findings import counts, is_better, late, misses_target, rated_too_high, stages, word
from tracker.reports.narrative import Passage, story_of
from tracker.reports.parts import Part
from tracker.reports.sentences import delivered_sentence
from tracker.reports.snapshot import Snapshot
from tracker.reports.words import brief, capital, counted, listed, number
from tracker.rules.glossary import GLOSSARY
from tracker.rules.ladders import Delivery

ROWS = 10  # of any list
QUESTIONS = 4  # of the questions put by members
REASON = 90  # characters of a reason in a wide column
SHORT = 72  # and in a narrow one
PASSAGE = 145  # of one passage of a priority's story
# More words of the plan’s own would not fit on the last page; all of them are in the board report.
_OWN_TERMS = 3
_TERMS = {
    "Accountable director", "Action", "Evidence", "Exempt", "Forecast", "Lead officer", "Measure", "Priority",
    "Recommendation", "Record", "Verify",
}  # fmt: skip


def scrutiny_outline(snapshot: Snapshot) -> tuple[Part, ...]:
    """Return the parts of the scrutiny report in their order."""
    parts = [
        Part("summary", "In short", "reports/scrutiny/summary.html"),
        Part("changed", "What changed since you last met", "reports/scrutiny/changed.html"),
        Part("exceptions", "What needs your attention", "reports/scrutiny/exceptions.html"),
        Part("ask", "Questions you may want to ask", "reports/scrutiny/ask.html"),
    ]
    parts += [
        Part(
            f"priority-{one.number}",
            brief(one.title, 130),
            "reports/scrutiny/priority.html",
            f"Priority {one.number}" if one.number else "",
            priority=one,
        )
        for one in snapshot.priorities
    ]
    parts.append(Part("measures", "Is it getting better? The measures", "reports/scrutiny/measures.html"))
    if snapshot.questions:
        parts.append(Part("questions", "What members asked", "reports/scrutiny/questions.html"))
    parts.append(Part("key", "Words and marks in this report", "reports/scrutiny/key.html"))
    return tuple(parts)


def points(snapshot: Snapshot) -> list[str]:
    """Return what a councillor has to know, a sentence for each fact, the gravest first."""
    actions = snapshot.actions
    found = []
    if overdue := late(actions):
        worst = overdue[0]
        by = counted(worst.days_late, "day")
        verb = "is" if len(overdue) == 1 else "are"
        found.append(
            f"{capital(number(len(overdue)))} of {counted(len(actions), 'action')} {verb} late, "
            f"by up to {by} ({worst.label}, {brief(worst.title, 60)})."
        )
    if counted_at_risk := counts(actions).get(Delivery.AT_RISK, 0):
        risk = word(snapshot, Delivery.AT_RISK).lower()
        found.append(f"The record shows {number(counted_at_risk)} {risk}.")
    if flattering := rated_too_high(actions):
        verb = "is" if len(flattering) == 1 else "are"
        found.append(
            f"{capital(number(len(flattering)))} {verb} rated better by the owner than the record allows, "
            "for delivery or for the difference made."
        )
    if actions:
        done = stages(actions)
        lasting = f"{capital(number(done.lasting))} {'is' if done.lasting == 1 else 'are'}"
        found.append(f"{lasting} known to have made a lasting difference for children.")
    found.append(measures_sentence(snapshot.measures))
    if every := snapshot.recommendations:
        closed = sum(one.closed_on is not None for one in every)
        found.append(
            f"{capital(number(closed))} of {counted(len(every), 'recommendation')} "
            f"{'is' if closed == 1 else 'are'} closed."
        )
    return found


def measures_sentence(measures: Sequence[Measure]) -> str:
    """Return how many measures got better or worse over their last two readings and miss their target."""
    if not measures:
        return "The plan has no measures yet."
    moved = [one for one in measures if len(one.readings) > 1]
    better = sum(is_better(one, one.readings[-1].value, one.readings[-2].value) for one in moved)
    worse = sum(is_better(one, one.readings[-2].value, one.readings[-1].value) for one in moved)
    short = sum(misses_target(one) for one in measures)
    misses = "misses its target" if short == 1 else "miss their target"
    told = listed([f"{number(better)} got better", f"{number(worse)} got worse", f"{number(short)} {misses}"])
    return f"Of {counted(len(measures), 'measure')}, {told}."


def worst_measures(measures: Sequence[Measure]) -> list[Measure]:
    """Return the measures: first those that got worse, then those short of their target, then the others."""

    def place(one: Measure) -> tuple[bool, bool]:
        worse = len(one.readings) > 1 and is_better(one, one.readings[-2].value, one.readings[-1].value)
        return not worse, not misses_target(one)

    return sorted(measures, key=place)


@dataclass(frozen=True)
class Step:
    """A step of a priority's story, cut to what a page holds: its passages, and how many more there are."""

    name: str
    key: str
    passages: tuple[tuple[str, str], ...]  # label of the action ("" for none), text
    more: int = 0


def steps(snapshot: Snapshot, priority: Priority) -> list[Step]:
    """Return the story of a priority in five steps, a few passages in each."""
    story = story_of(snapshot, priority)
    return [
        _step("What was said would be done", "said", story.said, 1, ""),
        _step("What was done", "did", story.did, 2, "No owner has yet said what was done."),
        _step(
            "What difference it made", "difference", story.difference, 2,
            "No owner has yet said what difference it made for children.",
        ),
        _step("What is not there yet", "gaps", story.gaps, 3, "Nothing is late, at risk or unverified."),
        _step("What happens next", "next", story.next, 2, "No next step has been given."),
    ]  # fmt: skip


def _step(name: str, key: str, passages: Sequence[Passage], most: int, instead: str) -> Step:
    shown = tuple((one.label, brief(" ".join(one.texts), PASSAGE)) for one in passages[:most])
    return Step(name, key, shown or (("", instead),), max(0, len(passages) - most))


def lead(snapshot: Snapshot, priority: Priority) -> str:
    """Return a priority in a sentence or two."""
    actions = snapshot.actions_of(priority)
    if not actions:
        return "No action has been planned here yet."
    found = exceptions_of(actions)
    need = "needs" if len(found) == 1 else "need"
    tail = f"{capital(number(len(found)))} {need} attention." if found else "None needs attention."
    return f"{delivered_sentence(actions)} {tail}"


def rest_of(whole: int, what: str) -> str:
    """Return where the rest of a list stands that was cut at ten rows; "" where it was not."""
    if whole <= ROWS:
        return ""
    return (
        f"{ROWS} of {whole:,} {what} are shown. The other {whole - ROWS:,} stand in the board report of the "
        "same day, which members can ask for."
    )


def newest_questions(snapshot: Snapshot) -> list[Question]:
    """Return what members asked last: first what waits for a reply, the newest first."""
    newest = sorted(snapshot.questions, key=lambda one: one.asked_on, reverse=True)
    return sorted(newest, key=lambda one: bool(one.reply))[:QUESTIONS]


@dataclass(frozen=True)
class Lengths:
    """How many characters of each text fit on the last page."""

    question: int
    reply: int
    meaning: int


def last_page(snapshot: Snapshot) -> Lengths:
    """Return the lengths on the last page: with few measures there is room for nearly everything."""
    return Lengths(170, 170, 130) if len(snapshot.measures) < 7 else Lengths(100, 90, 60)


def terms(snapshot: Snapshot, glossary: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """Return the words that a councillor needs, with what the report's glossary says they mean.

    The plan's own words are among them, as far as there is room.
    """
    usual = {term for term, _ in GLOSSARY}
    known = list(glossary)
    own = [
        (brief(term, 24), brief(meaning, last_page(snapshot).meaning))
        for term, meaning in known
        if term not in usual
    ]
    return [(term, meaning) for term, meaning in known if term in _TERMS] + own[:_OWN_TERMS]

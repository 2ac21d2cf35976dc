"""The scrutiny report: the plan for councillors, at most eight pages with up to four priorities.

Every list ends at ten rows and every text at a length, so that the number of pages does not grow with the
plan: one for the summary, two for what changed, the exceptions and the questions to ask, one for each
priority, one for measures, replies and glossary. The lengths go with the sizes in styles/scrutiny.css; a test
lays out a large plan with long texts and counts.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from tracker.reports.changes import changed_heading
from tracker.reports.exceptions import exceptions_of
from tracker.reports.facts import Action, Measure, Priority, Question
from tracker.reports.findings import is_better, late, misses_target
from tracker.reports.parts import Part
from tracker.reports.scrutiny_room import ROWS, late_room, lines
from tracker.reports.sentences import delivered_sentence
from tracker.reports.snapshot import Snapshot
from tracker.reports.words import brief, capital, counted, listed, number
from tracker.rules.glossary import GLOSSARY

QUESTIONS = 4  # of the questions put by members
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
        Part("changed", changed_heading(snapshot), "reports/scrutiny/changed.html"),
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


def late_rows(snapshot: Snapshot) -> list[Action]:
    """Return the late actions that the first page has room for, the latest first."""
    return late(snapshot.actions)[: late_room(snapshot)]


def late_too(snapshot: Snapshot) -> str:
    """Return which late actions the first page has no room for, or "" where it has all of them."""
    rest = late(snapshot.actions)[late_room(snapshot) :]
    named = [f"{one.label} {brief(one.title, 60)} ({counted(one.days_late, 'day')})" for one in rest[:3]]
    if more := len(rest) - len(named):
        named.append(f"{number(more)} more")
    return f"Late too: {listed(named)}." if rest else ""


def worst_measures(measures: Sequence[Measure]) -> list[Measure]:
    """Return the measures: first those that got worse, then those short of their target, then the others."""

    def place(one: Measure) -> tuple[bool, bool]:
        worse = len(one.readings) > 1 and is_better(one, one.readings[-2].value, one.readings[-1].value)
        return not worse, not misses_target(one)

    return sorted(measures, key=place)


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


def has_a_line_each(snapshot: Snapshot, words: Sequence[tuple[str, str]]) -> bool:
    """Whether the last page has room for a line for each word that it explains."""
    lengths = sum(lines(f"{term}: {meaning}", 112) for term, meaning in words)
    return len(snapshot.measures) < 7 and len(snapshot.questions) < 3 and lengths < 16

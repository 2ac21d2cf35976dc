"""The scrutiny report: the plan for councillors, at most eight pages with up to four priorities.

Every list ends at ten rows and every text at a length, so that the number of pages does not grow with the
plan: one for the summary, two for what changed, the exceptions and the questions to ask, one for each
priority, one for measures, replies and glossary. The lengths go with the sizes in styles/scrutiny.css; a test
lays out a large plan with long texts and counts.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from tracker.reports.changes import changed_heading, in_words
from tracker.reports.exceptions import exceptions_of
from tracker.reports.facts import Action, Measure, Priority, Question
from tracker.reports.findings import counts, is_better, late, misses_target, rated_too_high, stages, word
from tracker.reports.parts import Part
from tracker.reports.scrutiny_room import ROWS, late_room, lines
from tracker.reports.sentences import delivered_sentence
from tracker.reports.snapshot import Snapshot
from tracker.reports.words import brief, capital, counted, listed, long_date, number
from tracker.rules.glossary import GLOSSARY
from tracker.rules.ladders import Delivery, Verdict

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


def standing_sentence(snapshot: Snapshot) -> str:
    """Return how many recommendations are closed and how the measures moved."""
    if not (every := snapshot.recommendations):
        return measures_sentence(snapshot.measures)
    closed = sum(one.closed_on is not None for one in every)
    verb = "is" if closed == 1 else "are"
    told = f"{capital(number(closed))} of {counted(len(every), 'recommendation')} {verb} closed."
    return f"{told} {measures_sentence(snapshot.measures)}"


def risk_sentence(snapshot: Snapshot) -> str:
    """Return how many actions the record shows at risk, and how many are rated better than it allows."""
    at_risk = counts(snapshot.actions).get(Delivery.AT_RISK, 0)
    told = f"The record shows {number(at_risk)} {word(snapshot, Delivery.AT_RISK).lower()}."
    if flattering := len(rated_too_high(snapshot.actions)):
        verb = "is" if flattering == 1 else "are"
        told += f" {capital(number(flattering))} {verb} rated better by the owner than the record allows."
    return told


def checked_sentence(snapshot: Snapshot) -> str:
    """Return whether anybody but the owners has checked what was delivered, and the evidence."""
    found = stages(snapshot.actions)
    if not found.delivered:
        told = "Nothing is delivered yet, so no delivery could be verified."
    elif found.delivered == 1:
        told = f"The one delivery has {'been' if found.verified else 'not been'} verified by somebody else."
    else:
        of_all = f"{number(found.verified)} of the {number(found.delivered)} deliveries"
        told = f"Somebody else has verified {of_all}."
    verdicts = [item.verdict for item in snapshot.evidence]
    if not verdicts:
        return f"{told} No evidence has been added yet."
    verified, challenged = (verdicts.count(one) for one in (Verdict.VERIFIED, Verdict.CHALLENGED))
    tail = f", {number(challenged)} challenged" if challenged else ""
    return f"{told} Of {counted(len(verdicts), 'piece')} of evidence: {number(verified)} verified{tail}."


def changed_sentence(snapshot: Snapshot) -> str:
    """Return in words what changed, and since when."""
    if since := snapshot.since:
        return f"{in_words(since)} Compared with report {since.number}, of {long_date(since.as_at)}."
    if snapshot.meeting is None:
        return "There is no earlier report of this kind, so there is nothing to compare this one with."
    return "This is the first report to you, so nothing can have changed since the last one."


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

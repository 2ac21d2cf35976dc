"""The self-evaluation: the facts of the plan under the three questions that the inspectorate asks.

What do you know about the quality and impact of practice, how do you know it, and what are your plans for the
next 12 months. It opens and closes like the board report, so that both can be read side by side.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from tracker.reports.facts import Action, Evidence, Milestone, Priority
from tracker.reports.findings import stages, word
from tracker.reports.outline import board_outline
from tracker.reports.parts import Part
from tracker.reports.snapshot import Snapshot
from tracker.reports.words import capital, counted, listed, number
from tracker.rules.ladders import IMPACT_ORDER, KIND_WORDS, Delivery, EvidenceKind, Verdict
from tracker.rules.outlines import FIRST

_BEFORE = ("overview", "data", "review", "leaders", "journey")
# The plan's appendix of every action is left out: open actions stand under the third question.
_APPENDICES = ("app-b", "app-c", "app-d")
_QUESTIONS = (
    ("know", "What do we know about the quality and impact of practice?"),
    ("how", "How do we know it?"),
    ("plans", "What are our plans for the next 12 months?"),
)


def self_evaluation_outline(snapshot: Snapshot) -> tuple[Part, ...]:
    """Return the parts in their order; what it has in common with the board report is as there.

    Where the plan wants its own outline, that stands in the place of the three questions.
    """
    begin = (
        Part("short", "In short", "reports/self-evaluation/short.html"),
        Part("changed", "What changed since the last report", "reports/scrutiny/changed.html"),
    )
    board = {part.key: part for part in board_outline(snapshot)}
    if snapshot.evaluates_by_outline:
        return (*begin, *(part for key, part in board.items() if key not in FIRST))
    entries = tuple((one.number, one.title) for one in snapshot.priorities)
    questions = [
        Part(
            key,
            heading,
            f"reports/self-evaluation/{key}.html",
            f"Question {place}",
            tuple((f"{key}-{number}", title) for number, title in entries) if key != "how" else (),
        )
        for place, (key, heading) in enumerate(_QUESTIONS, 1)
    ]
    return (
        *begin,
        *(board[key] for key in _BEFORE if key in board),
        *questions,
        *(board[key] for key in ("plan",) if key in board),
        *(
            replace(board[key], label=f"Appendix {letter}")
            for letter, key in zip("ABC", _APPENDICES, strict=True)
        ),
    )


def impact_in_words(snapshot: Snapshot, actions: Sequence[Action]) -> str:
    """Return how far the impact of delivered actions reaches by the record, the furthest step first."""
    done = [action for action in actions if action.declared == Delivery.DELIVERED]
    if not done:
        return "Nothing is delivered yet, so no difference can have been made by it."
    steps = [action.record_impact for action in done]
    told = listed(
        f"{number(steps.count(step))} {word(snapshot, step).lower()}"
        for step in reversed(IMPACT_ORDER)
        if step in steps
    )
    return f"Of {counted(len(done), 'delivered action')}, by the record: {told}."


@dataclass(frozen=True)
class KindRow:
    """How much evidence there is of one kind, how much of it was checked, and its newest day."""

    name: str
    whole: int
    verified: int
    challenged: int
    newest: date | None


def kind_rows(snapshot: Snapshot) -> list[KindRow]:
    """Return the evidence by kind, every kind whether there is any or not."""
    rows = []
    for kind in EvidenceKind:
        found = [item for item in snapshot.evidence if item.kind == kind]
        rows.append(
            KindRow(
                KIND_WORDS[kind],
                len(found),
                sum(item.verdict == Verdict.VERIFIED for item in found),
                sum(item.verdict == Verdict.CHALLENGED for item in found),
                max((item.effective for item in found if item.effective), default=None),
            )
        )
    return rows


def verified_voice(snapshot: Snapshot) -> list[Evidence]:
    """Return what children, families and staff told us, as far as it is verified and may be shown."""
    return [
        item
        for item in snapshot.evidence
        if item.kind == EvidenceKind.VOICE and item.verdict == Verdict.VERIFIED and not item.withheld
    ]


def certainty_sentence(snapshot: Snapshot) -> str:
    """Return how sure the evidence makes us: what is verified, and what rests on the owner's word alone."""
    found = stages(snapshot.actions)
    if not found.delivered:
        return "No action is delivered yet, so there is nothing to prove."
    alone = found.delivered - found.verified
    told = f"Of {counted(found.delivered, 'delivered action')}, {number(found.verified)} "
    told += "has been" if found.verified == 1 else "have been"
    told += " verified by somebody who has no part in it"
    if alone:
        told += f"; {number(alone)} {'rests' if alone == 1 else 'rest'} on the owner’s word alone"
    return f"{told}. {capital(number(found.lasting))} {'is' if found.lasting == 1 else 'are'} known to last."


def unknown(snapshot: Snapshot) -> list[str]:
    """Return what nobody can know yet: open recommendations without verified evidence or without a voice.

    Also measures that were not read twice, so that they tell no direction. What an edition withholds counts,
    because somebody has seen it.
    """
    verified = {item.number: item.kind for item in snapshot.evidence if item.verdict == Verdict.VERIFIED}
    bare, unheard = [], []
    for one in snapshot.recommendations:
        if one.closed_on:
            continue
        cited = {number for label in one.actions for number in snapshot.action_by_label[label].evidence}
        kinds = {verified[number] for number in cited if number in verified}
        if not kinds:
            bare.append(str(one.number))
        elif EvidenceKind.VOICE not in kinds:
            unheard.append(str(one.number))
    flat = [measure.title for measure in snapshot.measures if len(measure.readings) < 2]
    found = []
    for numbers, told in (
        (bare, "rests on no verified evidence yet"),
        (unheard, "has verified evidence, but none from children, families or staff"),
    ):
        if len(numbers) == 1:
            found.append(f"Recommendation {numbers[0]} {told}.")
        elif numbers:
            many = told.replace("rests", "rest").replace("has ", "have ")
            found.append(f"Recommendations {listed(numbers)} {many}.")
    if flat:
        found.append(f"Too few readings to tell a direction: {listed(flat)}.")
    return found


@dataclass(frozen=True)
class Ahead:
    """The open actions of a priority: due within 12 months by date, due later, and without a date."""

    soon: tuple[Action, ...]
    later: tuple[Action, ...]
    undated: tuple[Action, ...]


def ahead(snapshot: Snapshot, priority: Priority) -> Ahead:
    """Return what a priority still has to do, overdue first."""
    still = [one for one in snapshot.actions_of(priority) if one.declared != Delivery.DELIVERED]
    end = _a_year_after(snapshot.as_at)
    dated = sorted((one for one in still if one.due), key=lambda one: one.due or end)
    return Ahead(
        tuple(one for one in dated if one.due and one.due <= end),
        tuple(one for one in dated if one.due and one.due > end),
        tuple(one for one in still if one.due is None),
    )


def _a_year_after(day: date) -> date:
    # The 29th of February has its anniversary on the last day of that month.
    return day.replace(year=day.year + 1, day=28 if (day.month, day.day) == (2, 29) else day.day)


def next_milestone(action: Action) -> Milestone | None:
    """Return the first milestone that is not done."""
    return min(
        (one for one in action.milestones if one.done_on is None), key=lambda one: one.due, default=None
    )


def rest_sentence(found: Ahead) -> str:
    """Return which open actions are due later or have no date; "" where there is none."""
    told = []
    if found.later:
        verb = "is" if len(found.later) == 1 else "are"
        told.append(f"{listed(one.label for one in found.later)} {verb} due later")
    if found.undated:
        verb = "has" if len(found.undated) == 1 else "have"
        told.append(f"{listed(one.label for one in found.undated)} {verb} no due date")
    return f"{capital('; '.join(told))}." if told else ""
